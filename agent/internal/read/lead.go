package read

import (
	"strings"
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
			case mWith:
				sep |= sepWith
			case mFor:
				sep |= sepFor
			case mAnd, mOr:
				sep |= sepAnd
			case mStop:
				sep |= sepStop
			case mAlso:
				if strings.Contains(p.text(a.at, a.end), "another") || p.is(a.at+1, "one") {
					sep |= sepBreak
				}
			case mAnother:
				sep |= sepBreak
			}
			if a.mark == mAdd && a.one {
				sep |= sepBreak
			}
			if p.s.Baseline && (a.one || a.mark == mDefaults || a.mark == mAnother || a.mark == mAdd && sep&sepComma != 0) {
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
		case mAdd, mAlso:
			return Add, marks[i]
		case mDrop:
			return Drop, mDrop
		case mOnly:
			return Only, mOnly
		case mUse, mNow, mChange, mUp, mDown, mBut:
			return Set, marks[i]
		}
	}
	if op == Drop && !bare {
		return Set, mNone
	}
	return op, was
}
