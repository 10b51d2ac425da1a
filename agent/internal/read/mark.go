package read

import (
	"slices"
	"strconv"
	"strings"

	"github.com/trex-ml/trex/agent/internal/lex"
)

// marked reads a wording that changes how its neighbours are read.
func (p *parser) marked(i int) int {
	mark, n := p.markerAt(i)
	if p.leavesBehind(i) {
		mark, n = mDrop, 1
	}
	if n == 0 {
		return i
	}
	end := i + n
	switch mark {
	case mFiller:
		return end
	case mAnew:
		if _, ok := p.paramAt(p.skip(end, "the")); ok && n == 1 { // "reset lr to default"
			p.s.Weak = true
			return p.add(atom{kind: aMark, at: i, end: end, mark: mReset})
		}
		p.s.Anew = true
		return end
	case mAdd, mAlso, mAnother:
		p.s.OneMore = p.s.OneMore || p.saysOne(i, end)
	case mSingly:
		p.s.Singly = true
	case mScratch:
		p.s.Scratch = true
		return end
	case mSameRest:
		p.s.Point = true
		return end
	case mRest:
		p.s.Defaults, p.s.Rest = true, true
		return end
	case mUp, mDown:
		p.dir = 1
		if mark == mDown {
			p.dir = -1
		}
		p.s.Weak = true
	case mDivide, mMultiply:
		p.scales = operations[mark-mDivide].apply
		p.s.Weak = true
	case mDrop:
		if p.towards(end) { // "drop the lr to 0.01"
			p.dir = -1
			return end
		}
	case mChange:
		p.changing = true
		p.s.Weak = true
	case mRandom:
		p.s.Random = p.s.Random || !p.isSeed(end)
	case mVague:
		p.vague = append(p.vague, [2]int{i, end})
		return end
	case mFresh:
		p.s.Fresh = true
	case mDefaults:
		p.s.Defaults = true
	case mSame:
		if len(p.atoms) > 0 && p.is(i, "repeat") && p.isSeed(p.skip(end, "with", "for", "using", "the")) { // "adam, repeat with seeds 1 and 2"
			return end
		}
		p.s.Same = true
	case mPoint, mNow, mBut, mCorrect:
		p.s.Point = true
	case mZip:
		if p.afterExclusion() { // "except the pair (0.1, 256)"
			return end
		}
		p.s.Zip = true
	case mLinked:
		p.s.Linked = true
		return end
	case mUse:
		p.s.Weak = true
	}
	return p.add(atom{kind: aMark, at: i, end: end, mark: mark, one: p.s.OneMore && p.saysOne(i, end)})
}

// afterExclusion reports whether a word like "except" was read last.
func (p *parser) afterExclusion() bool {
	n := len(p.atoms)
	return n > 0 && p.atoms[n-1].kind == aMark && slices.Contains([]marker{mExcept, mDrop, mWithout}, p.atoms[n-1].mark)
}

// leavesBehind reports whether the verb at i goes on with "out" later in its
// clause: "leave adam with 0.1 out".
func (p *parser) leavesBehind(i int) bool {
	if !p.is(i, "leave", "take", "throw", "kick") {
		return false
	}
	for j := i + 1; j < len(p.items) && j < i+mostSkipped && !p.endsClauseHard(j); j++ {
		if p.is(j, "out", "away", "off") && j > i+1 {
			return true
		}
	}
	return false
}

// endsClauseHard reports whether a new sentence or line begins at i.
func (p *parser) endsClauseHard(i int) bool {
	return p.items[i].isBreak() || p.is(i, ".", ";", "!", "?")
}

// saysOne reports whether the words from i to end speak of one configuration.
func (p *parser) saysOne(i, end int) bool {
	for ; i < end; i++ {
		if p.items[i].Text == "one" || p.is(i, "another", "run") {
			return true
		}
	}
	return false
}

// towards reports whether a parameter and "to" or "by" follow.
func (p *parser) towards(i int) bool {
	i = p.skip(i, "the", "its", "down")
	_, ok := p.paramAt(i)
	return ok && p.is(i+1, "to", "by", "down") || p.is(i, "to", "by")
}

// aside skips a remark, as in "0.1 (default)". It reads a label, as in "run 1:",
// as the start of another part.
func (p *parser) aside(i int) int {
	if num, ok := p.numberAt(i + 1); ok && isWhole(num) && p.is(i, "run", "config", "configuration", "experiment", "option", "trial", "setting") && p.is(i+2, ":", ")") {
		return p.add(atom{kind: aPlace, at: i, end: i + 3, place: place{ordinals: []int{int(num.Value)}, before: true}}) // "run 1: lr 0.1"
	}
	if p.is(i, "run", "config", "option", "variant", "setting") && p.is(i+1, "a", "b", "c", "d", "e", "f") && p.is(i+2, ":", ")") {
		return p.add(atom{kind: aSep, at: i, end: i + 3, sep: sepBreak}) // "run A: lr 0.1"
	}
	if p.is(i+1, ")") && p.is(i, "a", "b", "c", "d", "e", "f", "i", "ii", "iii", "iv", "v") { // "a) lr 0.1 b) lr 0.2"
		return p.add(atom{kind: aSep, at: i, end: i + 2, sep: sepBreak})
	}
	if end := p.gridSize(i); end > i {
		return end
	}
	if end := p.thanDefault(i); end > i && p.isName(i-1) { // "5 epochs more than the default"
		return end
	}
	if !p.is(i, "(", "[") || i == 0 {
		return i
	}
	end := p.skip(i+1, "max", "maximum", "min", "minimum", "largest", "smallest", "highest", "lowest", "allowed", "limit", "usual", "standard", "the", "default", "baseline", "current", "value", "same", "as", "before")
	if end == i+1 || !p.is(end, ")", "]") {
		return i
	}
	return end + 1
}

// gridSize reads "a 2x3 grid", which counts the runs.
func (p *parser) gridSize(i int) int {
	rows, ok := p.numberAt(i)
	if !ok || !isWhole(rows) || i+2 >= len(p.items) || !p.is(i+2, "grid", "sweep", "search", "table") {
		return i
	}
	columns, err := strconv.Atoi(strings.TrimLeft(p.items[i+1].Text, "x×"))
	if err != nil || columns < 1 || columns > 1000 || rows.Value > 1000 || !strings.HasPrefix(p.items[i+1].Text, "x") && !strings.HasPrefix(p.items[i+1].Text, "×") {
		return i
	}
	p.s.Total = int(rows.Value) * columns
	return i + 2
}

// punctuation records the separators.
func (p *parser) punctuation(i int) int {
	it := p.items[i]
	sep := seps(0)
	switch {
	case it.isBreak():
		sep = sepBreak
	case it.Kind != lex.Mark:
		return i
	case it.Is(",", "-", "|", "/"):
		sep = sepComma
	case it.Is(";", ".", "!", "?", ".."):
		sep = sepStop
	case it.Is("+", "&"):
		sep = sepAnd
	default:
		return i + 1
	}
	if sep >= sepStop {
		p.dir, p.scales, p.changing = 0, nil, false
	}
	return p.add(atom{kind: aSep, at: i, end: i + 1, sep: sep})
}
