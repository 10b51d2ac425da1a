package read

import (
	"strings"

	"github.com/trex-ml/trex/agent/internal/word"
)

// keepVague records the vague words that no value follows.
func (p *parser) keepVague() {
	for _, v := range p.vague {
		i, end := v[0], v[1]
		if _, ok := p.paramAt(i - 1); ok && p.is(i, word.Fewer, word.Longer, word.Extra) {
			if _, ok := p.numberAt(i - 2); ok {
				continue // "5 epochs less"
			}
		}
		last := max(i, p.skipBack(end-1, word.Of))
		next := p.skip(end, word.Of, word.The, word.Extra, word.Various, word.Random, word.A, word.Bit)
		if next >= len(p.items) || p.valueFollows(next) {
			if next >= len(p.items) && p.is(last, word.Comparative) {
				p.s.Vague = append(p.s.Vague, p.text(i, end))
			}
			continue
		}
		if p.is(last, word.Comparative) || p.is(last, word.Sized) && p.is(next, word.Sizeable) || p.is(last, word.Counted) && (p.is(next, word.Countable) || p.isSeed(next)) {
			p.s.Vague = append(p.s.Vague, strings.TrimRight(p.text(i, min(next+1, len(p.items))), " ,.:;"))
		}
	}
}

// valueFollows reports whether a parameter, a number or a choice is at i or one
// word later.
func (p *parser) valueFollows(i int) bool {
	for k := p.skip(i, ",", ":", word.Say, word.Like, word.NounPhrase, word.To); k < min(i+4, len(p.items)); k++ {
		if p.is(k, word.With, word.At, word.And, word.But, ",", ".", word.For, word.On) {
			return false
		}
		if p.items[k].isParam() || p.items[k].isNumber() || p.items[k].isChoice() {
			return true
		}
	}
	return false
}
