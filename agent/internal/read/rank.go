package read

import (
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/word"
)

// Rank is the configurations with the largest or smallest values of a parameter.
type Rank struct {
	Param string // "": the one that differs
	Least bool
	N     int
	Some  bool   // "the small ones": how many is not said
	Text  string // as typed
}

// ranked reads "the biggest one" and "the two smallest lrs" after a word that
// means keep or drop.
func (p *parser) ranked(i int) int {
	op, lead := p.pendingOp(), p.skipBack(i-1, word.The)
	uses := p.is(lead, word.Use, word.With)
	if op == "" && !uses && !p.is(lead, word.Picking) {
		return i
	}
	j := p.skip(i, word.The)
	rank := Rank{N: 1}
	if num, ok := p.numberAt(j); ok && isWhole(num) && num.Value >= 1 {
		rank.N, j = int(num.Value), j+1
	}
	least, sized := p.sizedOnes(j, op != "")
	if !sized {
		return i
	}
	rank.Least = least
	j++
	if num, ok := p.numberAt(j); ok && isWhole(num) && num.Value >= 1 && p.items[j].Kind == lex.Num {
		rank.N, j = int(num.Value), j+1
	}
	if param, ok := p.paramAt(j); ok {
		rank.Param, j = param.Name, j+1
	}
	end := p.skipWords(j, word.PlaceNoun)
	if uses && !p.anyOf(end-1, word.PlaceNoun) { // "use the largest batch size"
		return i
	}
	rank.Some = rank.N == 1 && end > j && p.anyOf(j, word.PlaceNouns)
	rank.Text = p.text(i, end)
	if op == word.MarkOnly || uses || p.is(lead, word.Only, word.Keep) {
		p.s.KeepRanks = append(p.s.KeepRanks, rank)
	} else {
		p.s.LoseRanks = append(p.s.LoseRanks, rank)
	}
	return end
}

// sizedOnes reports whether j speaks of configurations by size: "biggest", and
// only before a noun or at the end of the words "bigger" and "big".
func (p *parser) sizedOnes(j int, closes bool) (least, ok bool) {
	if j >= len(p.items) {
		return false, false
	}
	noun := j+1 < len(p.items) && p.anyOf(j+1, word.PlaceNoun)
	closed := closes && (j+1 >= len(p.items) || p.items[j+1].isBreak() || p.is(j+1, ",", ".", "!", word.And))
	switch {
	case p.is(j, word.Big, word.Little):
		return p.is(j, word.Little), noun
	case p.is(j, word.Comparative):
		return p.anyOf(j, word.Smallest), noun || closed && p.is(j-1, word.The)
	}
	return p.anyOf(j, word.Smallest), p.anyOf(j, word.Largest) || p.anyOf(j, word.Smallest)
}
