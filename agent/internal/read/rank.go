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
	Text  string // as typed
}

// ranked reads "the biggest one" and "the two smallest lrs" after a word that
// means keep or drop.
func (p *parser) ranked(i int) int {
	op := p.pendingOp()
	if op == "" && !p.is(p.skipBack(i-1, word.The), word.Picking) {
		return i
	}
	j := p.skip(i, word.The)
	rank := Rank{N: 1}
	if num, ok := p.numberAt(j); ok && isWhole(num) && num.Value >= 1 {
		rank.N, j = int(num.Value), j+1
	}
	if j >= len(p.items) || !p.anyOf(j, word.Largest) && !p.anyOf(j, word.Smallest) {
		return i
	}
	rank.Least = p.anyOf(j, word.Smallest)
	if p.anyOf(j, word.Comparative) && !p.anyOf(j+1, word.PlaceNoun) { // "drop the lower lr"
		return i
	}
	j++
	if num, ok := p.numberAt(j); ok && isWhole(num) && num.Value >= 1 && p.items[j].Kind == lex.Num {
		rank.N, j = int(num.Value), j+1
	}
	if param, ok := p.paramAt(j); ok {
		rank.Param, j = param.Name, j+1
	}
	end := p.skipWords(j, word.PlaceNoun)
	rank.Text = p.text(i, end)
	if op == word.MarkOnly || p.is(p.skipBack(i-1, word.The), word.Only, word.Keep) {
		p.s.KeepRanks = append(p.s.KeepRanks, rank)
	} else {
		p.s.LoseRanks = append(p.s.LoseRanks, rank)
	}
	return end
}
