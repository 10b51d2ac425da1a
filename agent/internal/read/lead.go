package read

import (
	"github.com/trex-ml/trex/agent/internal/word"
)

// lead collects the seps and marks between the atoms at end and first.
func (p *parser) lead(end, first int) (seps, []marker) {
	var sep seps
	var marks []marker
	for i := end + 1; i < first; i++ {
		switch a := p.atoms[i]; a.kind {
		case aSep:
			sep |= a.sep
		case aPlace:
			sep |= sepBreak
		case aMark:
			marks = append(marks, a.mark)
			switch a.mark {
			case word.MarkWith:
				sep |= sepWith
			case word.MarkFor:
				sep |= sepFor
			case word.MarkAnd, word.MarkOr:
				sep |= sepAnd
			case word.MarkStop:
				sep |= sepStop
			case word.MarkAlso:
				if p.finds(a.at, a.end, word.Another) || p.is(a.at+1, word.One) {
					sep |= sepBreak
				}
			case word.MarkAnother:
				sep |= sepBreak
			}
			if a.mark == word.MarkAdd && a.one {
				sep |= sepBreak
			}
			if p.s.Baseline && (a.one || a.mark == word.MarkDefaults || a.mark == word.MarkAnother || a.mark == word.MarkAdd && sep&sepComma != 0) {
				sep |= sepCase | sepBreak
			}
		}
	}
	return sep, marks
}

// nextOp returns the op of the next assign. A word like "add" applies to
// everything after it. "drop" applies only until a parameter is given a value.
func nextOp(op Op, was marker, marks []marker, bare bool) (Op, marker) {
	for i := len(marks) - 1; i >= 0; i-- {
		switch marks[i] {
		case word.MarkAdd, word.MarkAlso:
			return Add, marks[i]
		case word.MarkDrop:
			return Drop, word.MarkDrop
		case word.MarkOnly:
			return Only, word.MarkOnly
		case word.MarkUse, word.MarkNow, word.MarkChange, word.MarkUp, word.MarkDown, word.MarkBut:
			return Set, marks[i]
		}
	}
	if op == Drop && !bare {
		return Set, ""
	}
	return op, was
}
