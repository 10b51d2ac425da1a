package read

import (
	"strings"
)

// keepVague records the vague words that no value follows.
func (p *parser) keepVague() {
	for _, v := range p.vague {
		i, end := v[0], v[1]
		if _, ok := p.paramAt(i - 1); ok && p.is(i, "less", "fewer", "shorter", "longer", "more") {
			if _, ok := p.numberAt(i - 2); ok {
				continue // "5 epochs less"
			}
		}
		word := p.items[end-1].Text
		if word == "of" && end-2 >= i {
			word = p.items[end-2].Text
		}
		next := p.skip(end, "of", "the", "more", "different", "random", "other", "a", "bit")
		if next >= len(p.items) || p.valueFollows(next) {
			if next >= len(p.items) && comparatives[word] {
				p.s.Vague = append(p.s.Vague, p.text(i, end))
			}
			continue
		}
		text := p.items[next].Text
		if comparatives[word] || sizes[word] && sizeable[text] || counts[word] && (countable[text] || p.isSeed(next)) {
			p.s.Vague = append(p.s.Vague, strings.TrimRight(p.text(i, min(next+1, len(p.items))), " ,.:;"))
		}
	}
}

// valueFollows reports whether a parameter, a number or a choice is at i or one
// word later.
func (p *parser) valueFollows(i int) bool {
	for k := p.skip(i, ",", ":", "say", "like", "maybe", "network", "net", "model", "layer", "to", "e.g", "eg", "runs", "run", "training"); k < min(i+4, len(p.items)); k++ {
		if p.is(k, "with", "at", "using", "and", "but", ",", ".", "for", "on") {
			return false
		}
		if p.items[k].isParam() || p.items[k].isNumber() || p.items[k].isChoice() {
			return true
		}
	}
	return false
}
