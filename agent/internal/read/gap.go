package read

import (
	"github.com/trex-ml/trex/agent/internal/word"
)

// words counts the words between two atoms that are not connectors.
func (p *parser) words(a, b int) float64 {
	n := 0.0
	for i := p.atoms[a].end; i < p.atoms[b].at; i++ {
		if !p.anyOf(i, word.Connector) && n < 4 {
			n += 0.3
		}
	}
	return n
}

// between collects the seps and marks between two atoms.
func (p *parser) between(a, b int) (sep seps, marks []marker) {
	for i := a + 1; i < b && i < a+40; i++ {
		switch p.atoms[i].kind {
		case aSep:
			sep |= p.atoms[i].sep
		case aMark:
			marks = append(marks, p.atoms[i].mark)
		case aPlace:
			if p.atoms[i].place.before {
				sep |= sepBreak
			}
		}
	}
	return sep, marks
}

// prefixGap returns the cost of the words between a name and the values after
// it.
func (p *parser) prefixGap(a, b int) float64 {
	sep, marks := p.between(a, b)
	cost := p.words(a, b)
	for _, m := range marks {
		switch m {
		case word.MarkWith:
			cost += 2
		case word.MarkFresh, word.MarkUse, word.MarkPoint, word.MarkNow, word.MarkAll, word.MarkRandom, word.MarkFiller, word.MarkDivide, word.MarkMultiply, word.MarkCorrect:
			cost++
		case word.MarkFor, word.MarkAnd:
			cost += 6
		case word.MarkStop, word.MarkAnother:
			cost += 8
		default:
			cost += 3
		}
	}
	return cost + sepCost(sep, 3, 6)
}

// postfixGap returns the cost of the words between values and the name after
// them.
func (p *parser) postfixGap(a, b int) float64 {
	sep, marks := p.between(a, b)
	cost := 3 * p.words(a, b)
	if p.finds(p.atoms[a].end, p.atoms[b].at, word.When) { // "skip 128 when lr is 0.1"
		cost += 12
	}
	for _, m := range marks {
		switch m {
		case word.MarkFor:
			cost++
		case word.MarkAll, word.MarkRandom:
			cost += 2
		default:
			cost += 8
		}
	}
	return cost + sepCost(sep, 9, 12)
}

func sepCost(sep seps, comma, line float64) float64 {
	switch {
	case sep&sepBreak != 0:
		return line
	case sep&sepStop != 0:
		return 8
	case sep&sepAnd != 0:
		return 6
	case sep&sepComma != 0:
		return comma
	}
	return 0
}
