package read

import (
	"cmp"
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent/internal/word"
)

// marker is a concept whose words change how their neighbours are read.
type marker = word.Concept

// markReset is MarkAnew before a parameter: "reset lr". It has no words of its
// own.
const markReset marker = "mark reset"

// pattern is one wording, cut into words.
type pattern struct {
	words []string
	mark  marker
}

var patterns = compile(word.Values)

// structural words are read by rules. They are never part of a misspelling and
// never unknown.
var structural = structuralWords()

// compile lists the wordings of the markers by their first word, the longest
// first. Of the same wording in two lines, the earlier line wins.
func compile(t *word.Table) map[string][]pattern {
	index := make(map[string][]pattern)
	for _, c := range t.Concepts {
		if !strings.HasPrefix(string(c), "mark ") {
			continue
		}
		for _, wording := range t.Forms(c) {
			words := strings.Fields(wording)
			index[words[0]] = append(index[words[0]], pattern{words, c})
		}
	}
	for _, list := range index {
		slices.SortStableFunc(list, func(a, b pattern) int { return cmp.Compare(len(b.words), len(a.words)) })
	}
	return index
}

func structuralWords() map[string]bool {
	words := make(map[string]bool)
	for _, list := range patterns {
		for _, p := range list {
			for _, w := range p.words {
				words[w] = true
			}
		}
	}
	for _, w := range word.Values.Forms(word.RuleWord) {
		words[w] = true
	}
	return words
}

// markerAt returns the marker of the longest wording that begins at i, and the
// wording's length.
func (p *parser) markerAt(i int) (marker, int) {
	if it := p.items[i]; it.isNumber() && !it.Num.Spelled {
		return "", 0
	}
	for _, pat := range patterns[p.items[i].Text] {
		if p.matches(i, pat.words) {
			return pat.mark, len(pat.words)
		}
	}
	return "", 0
}

func (p *parser) matches(i int, words []string) bool {
	for k, w := range words {
		if i+k >= len(p.items) || p.items[i+k].Text != w {
			return false
		}
	}
	return true
}

// phrase returns the end of the longest form of the concept at i, i itself when
// there is none.
func (p *parser) phrase(i int, c word.Concept) int {
	end := i
	if i < 0 || i >= len(p.items) {
		return i
	}
	for _, form := range word.Values.Forms(c) {
		if !strings.HasPrefix(form, p.items[i].Text) {
			continue // most forms, and cutting them takes time
		}
		if words := strings.Fields(form); i+len(words) > end && p.matches(i, words) {
			end = i + len(words)
		}
	}
	return end
}
