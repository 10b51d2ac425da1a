package read

import (
	"slices"
	"strconv"
	"strings"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/word"
)

// marked reads a wording that changes how its neighbours are read.
func (p *parser) marked(i int) int {
	mark, n := p.markerAt(i)
	if p.leavesBehind(i) {
		mark, n = word.MarkDrop, 1
	}
	if n == 0 {
		return i
	}
	end := i + n
	switch mark {
	case word.MarkFiller:
		return end
	case word.MarkAnew:
		if _, ok := p.paramAt(p.skip(end, word.The)); ok && n == 1 { // "reset lr to default"
			p.s.Weak = true
			return p.add(atom{kind: aMark, at: i, end: end, mark: markReset})
		}
		p.s.Anew = true
		return end
	case word.MarkAdd, word.MarkAlso, word.MarkAnother:
		p.s.OneMore = p.s.OneMore || p.saysOne(i, end)
	case word.MarkSingly:
		p.s.Singly = true
	case word.MarkScratch:
		p.s.Scratch = true
		return end
	case word.MarkSameRest:
		p.s.Point = true
		return end
	case word.MarkRest:
		p.s.Defaults, p.s.Rest = true, true
		return end
	case word.MarkUp, word.MarkDown:
		p.dir = 1
		if mark == word.MarkDown {
			p.dir = -1
		}
		p.s.Weak = true
	case word.MarkDivide, word.MarkMultiply:
		p.scales = operations[btoi(mark == word.MarkMultiply)].apply
		p.s.Weak = true
	case word.MarkDrop:
		if p.towards(end) { // "drop the lr to 0.01"
			p.dir = -1
			return end
		}
	case word.MarkChange:
		p.changing = true
		p.s.Weak = true
	case word.MarkRandom:
		p.s.Random = p.s.Random || !p.isSeed(end)
	case word.MarkVague:
		p.vague = append(p.vague, [2]int{i, end})
		return end
	case word.MarkFresh:
		p.s.Fresh = true
	case word.MarkDefaults:
		p.s.Defaults = true
	case word.MarkSame:
		if len(p.atoms) > 0 && p.is(i, word.Repeat) && p.isSeed(p.skip(end, word.With, word.For, word.The)) { // "adam, repeat with seeds 1 and 2"
			return end
		}
		p.s.Same = true
	case word.MarkPoint, word.MarkNow, word.MarkBut, word.MarkCorrect:
		p.s.Point = true
	case word.MarkZip:
		if p.afterExclusion() { // "except the pair (0.1, 256)"
			return end
		}
		p.s.Zip = true
	case word.MarkLinked:
		p.s.Linked = true
		return end
	case word.MarkUse:
		p.s.Weak = true
	}
	return p.add(atom{kind: aMark, at: i, end: end, mark: mark, one: p.s.OneMore && p.saysOne(i, end)})
}

// afterExclusion reports whether a word like "except" was read last.
func (p *parser) afterExclusion() bool {
	n := len(p.atoms)
	return n > 0 && p.atoms[n-1].kind == aMark && slices.Contains([]marker{word.MarkExcept, word.MarkDrop, word.MarkWithout}, p.atoms[n-1].mark)
}

// leavesBehind reports whether the verb at i goes on with "out" later in its
// clause: "leave adam with 0.1 out".
func (p *parser) leavesBehind(i int) bool {
	if !p.is(i, word.Leave) {
		return false
	}
	for j := i + 1; j < len(p.items) && j < i+mostSkipped && !p.endsClauseHard(j); j++ {
		if p.is(j, word.Out, word.Off) && j > i+1 {
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
	return p.finds(i, end, word.One, word.Another, word.Run)
}

// towards reports whether a parameter and "to" or "by" follow.
func (p *parser) towards(i int) bool {
	i = p.skip(i, word.The, word.Own, word.Down)
	_, ok := p.paramAt(i)
	return ok && p.is(i+1, word.To, word.By, word.Down) || p.is(i, word.To, word.By)
}

// aside skips a remark, as in "0.1 (default)". It reads a label, as in "run 1:",
// as the start of another part.
func (p *parser) aside(i int) int {
	if num, ok := p.numberAt(i + 1); ok && isWhole(num) && p.is(i, word.Label) && p.is(i+2, ":", ")") {
		return p.add(atom{kind: aPlace, at: i, end: i + 3, place: place{ordinals: []int{int(num.Value)}, before: true}}) // "run 1: lr 0.1"
	}
	if p.is(i, word.Label) && p.is(i+1, word.Letter) && p.is(i+2, ":", ")") {
		return p.add(atom{kind: aSep, at: i, end: i + 3, sep: sepBreak}) // "run A: lr 0.1"
	}
	if p.is(i+1, ")") && p.is(i, word.Numeral) { // "a) lr 0.1 b) lr 0.2"
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
	end := p.skip(i+1, word.Aside)
	if end == i+1 || !p.is(end, ")", "]") {
		return i
	}
	return end + 1
}

// gridSize reads "a 2x3 grid", which counts the runs.
func (p *parser) gridSize(i int) int {
	rows, ok := p.numberAt(i)
	if !ok || !isWhole(rows) || i+2 >= len(p.items) || !p.is(i+2, word.Grid) {
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
	case it.is(",", "-", "|", "/"):
		sep = sepComma
	case it.is(";", ".", "!", "?", ".."):
		sep = sepStop
	case it.is("+", "&"):
		sep = sepAnd
	default:
		return i + 1
	}
	if sep >= sepStop {
		p.dir, p.scales, p.changing = 0, nil, false
	}
	return p.add(atom{kind: aSep, at: i, end: i + 1, sep: sep})
}
