package read

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/word"
)

// ordinals reads "the first two", "the second", "the last one", "#2" after a
// word that means keep or drop.
func (p *parser) ordinals(i int) int {
	op := p.pendingOp()
	if op != word.MarkDrop && op != word.MarkOnly && !p.is(i-1, word.Only, word.Keep) && !p.is(i-2, word.Only, word.Keep) && i > 1 {
		return i
	}
	j := p.skip(i, word.The, word.Label, word.Only)
	into := &p.s.Keep
	if op == word.MarkDrop {
		into = &p.s.Lose
	}
	if several := p.several(j); several != nil {
		*into = append(*into, several...)
		return p.skip(j+2, word.Labelled, word.Of, word.It)
	}
	n, end := p.ordinal(j)
	if end == j || op == "" && !p.is(i-1, word.Only, word.Keep, word.The) {
		return i
	}
	*into = append(*into, n)
	if p.is(end, word.And, ",") {
		if m, after := p.ordinal(p.skip(end, word.And, ",", word.The)); after > p.skip(end, word.And, ",", word.The) {
			*into, end = append(*into, m), after
		}
	}
	return p.skip(end, word.One, word.Labelled, word.Of, word.It)
}

// several reads "first two" and "last three". Ordinals from the end are
// negative, from -1.
func (p *parser) several(j int) (ordinals []int) {
	num, ok := p.numberAt(j + 1)
	if !ok || !isWhole(num) || !p.is(j, word.First, word.Last) || p.anyOf(j+1, word.One) || p.isName(j+2) { // "the first 5 epochs"
		return nil
	}
	for k := range min(int(num.Value), 1000) {
		if p.is(j, word.Last) {
			k = -k - 2
		}
		ordinals = append(ordinals, k+1)
	}
	return ordinals
}

func (p *parser) ordinalWord(j int) (n int, ok bool) {
	if j < len(p.items) {
		n, ok = ordinalWord(p.items[j].Text)
	}
	return n, ok
}

// ordinalWord reads "second" as 2, "last" as -1 and "middle" as 0.
func ordinalWord(text string) (n int, ok bool) {
	switch {
	case word.Values.Is(text, word.Last):
		return -1, true
	case word.Values.Is(text, word.Middle):
		return 0, true
	}
	n = slices.Index(word.Values.Forms(word.Nth), text) + 1
	return n, n > 0
}

func (p *parser) ordinal(j int) (int, int) {
	if n, ok := p.ordinalWord(j); ok {
		if _, isParam := p.paramAt(j + 1); !isParam {
			if j+1 < len(p.items) && p.items[j+1].isNumber() && p.anyOf(j+1, word.One) {
				return n, j + 2
			}
			return n, j + 1
		}
	}
	if num, ok := p.numberAt(j); ok && (num.Ordinal || p.is(j-1, word.Label)) && num.Value >= 1 && num.Value <= 1000 {
		return int(num.Value), j + 1
	}
	return 0, j
}

// pendingOp returns the marker that still has no object.
func (p *parser) pendingOp() marker {
	for n := len(p.atoms) - 1; n >= max(0, len(p.atoms)-4); n-- {
		a := p.atoms[n]
		if a.kind == aMark && (a.mark == word.MarkOnly || a.mark == word.MarkDrop) {
			return a.mark
		}
		if a.kind != aMark {
			return ""
		}
	}
	return ""
}

// strayOrdinal asks about a position that no rule reads: "10x the first".
func (p *parser) strayOrdinal(i int) int {
	_, ordinal := p.ordinalWord(i)
	end := p.skipWords(i+1, word.PlaceNoun)
	if !ordinal || !p.is(i-1, word.The) || end < len(p.items) && !p.is(end, ",", ".") {
		return i
	}
	p.s.Unknown = append(p.s.Unknown, Unknown{Text: p.text(i-1, end)})
	return end
}
