package read

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent/internal/vocab"
	"github.com/trex-ml/trex/agent/internal/word"
	"github.com/trex-ml/trex/insight"
)

// counted reads numbers that are counts and not values: "5 seeds", "10 random
// configs", "3 times", "4 learning rates".
func (p *parser) counted(i int) int {
	if num, ok := p.numberAt(i + 2); ok && p.is(i, word.N, word.DrawCount) && p.is(i+1, "=", ":") && p.countEnd(i+2) == i+2 && isWhole(num) {
		p.s.Total = int(num.Value)
		return i + 3
	}
	if p.is(i, word.SeedCount) || p.is(i, word.Number) && p.isSeed(p.skip(i+1, word.Of)) {
		j := p.skip(p.skip(i, word.Number, word.Of)+1, word.Link)
		if num, ok := p.numberAt(j); ok && isWhole(num) && num.Value >= 1 {
			p.s.Repeats = int(num.Value)
			return j + 1
		}
	}
	if end := p.repeatWord(i); end > i {
		return end
	}
	num, ok := p.numberAt(i)
	if !ok {
		return i
	}
	end := p.countEnd(i)
	if end == i {
		return i
	}
	c := counting{at: i, end: end, n: int(num.Value)}
	c.noun = p.countAdjectives(i+1, &c)
	p.count(c)
	return max(end, i+1)
}

// repeated reports whether the "3x" or "thrice" at i ends its clause, and no other
// factor stands beside it: "lr 0.1, 3x each", but not "bs 32, 2x, 4x".
func (p *parser) repeated(i int) bool {
	num, ok := p.numberAt(i)
	after, _ := p.numberAt(p.skip(i+1, ",", word.And))
	before, _ := p.numberAt(p.skipBack(i-1, ",", word.And))
	return (ok && num.Times && num.Value >= 2 || p.is(i, word.Twice, word.Thrice)) && p.endsClause(i+1) && !after.Times && !before.Times
}

// repeatWord reads "twice" and "3x" when they count runs.
func (p *parser) repeatWord(i int) int {
	switch {
	case p.is(i, word.Twice, word.Thrice) && !p.comparesNext(i+1):
		p.s.Repeats = 2
		if p.is(i, word.Thrice) {
			p.s.Repeats = 3
		}
		return i + 1
	case p.is(i, word.Various, word.Some, word.Extra, word.Random) && p.is(i+1, word.Seed, word.Seeds) && !p.is(i+1, word.Seed):
		p.s.AnySeeds = true
		return i + 2
	}
	num, ok := p.numberAt(i)
	if !ok || !num.Times || num.Value < 2 || num.Value != float64(int(num.Value)) {
		return i
	}
	if before := p.skipBack(i-1, ","); p.repeated(i) && !p.lastIs(aSpread) && before >= 0 && (p.items[before].isNumber() || p.items[before].isChoice()) {
		p.s.Repeats = int(num.Value)
		return p.skip(i+1, word.Each)
	}
	switch begins := i == 0 || p.items[i-1].isBreak() || p.is(i-1, ",", ";", word.Verb); {
	case p.isSeed(i+1) && p.items[i+1].meaning.Plural, p.is(i+1, word.Seeds): // "x3 seeds"
		p.s.Repeats = int(num.Value)
		return i + 2
	case begins && p.isName(i+1) && p.takesValue(i+2): // "3x lr .2"
		p.s.Repeats = int(num.Value)
		return i + 1
	case p.comparesNext(i + 1):
		return i
	}
	if strings.HasPrefix(p.items[i].Text, "x") || strings.HasPrefix(p.items[i].Text, "×") {
		if i > 0 && (p.items[i-1].isNumber() || p.items[i-1].isChoice()) {
			p.s.Repeats = int(num.Value)
			return i + 1
		}
	}
	if p.is(i-1, word.It, word.Each, word.Repeating, word.Everything) || p.is(i+1, word.Each, word.TimesNoun, word.Seeds) {
		p.s.Repeats = int(num.Value)
		return p.skip(i+1, word.Each, word.TimesNoun, word.Seeds)
	}
	return i
}

// countEnd returns the end of the counted noun when the number at i is a count,
// or i when it is a value.
func (p *parser) countEnd(i int) int {
	num, ok := p.numberAt(i)
	if !ok || !isWhole(num) || num.Value < 1 {
		return i
	}
	var c counting
	j := p.countAdjectives(i+1, &c)
	switch {
	case c.random && p.endsClause(j) && !p.followsParam(i): // "…, 5 random"
		return j
	case j >= len(p.items):
		return i
	case p.is(j, word.TimesNoun):
		if _, operand := p.numberAt(p.skip(j+1, word.Open)); p.is(j, word.Times) && (operand || p.comparesNext(j+1) || j > i+1) {
			return i
		}
		return j + 1
	case p.isSeed(j) && p.chained(i, j):
		return i
	case p.isSeed(j):
		if !p.items[j].meaning.Plural && !p.is(j, word.Seeds) && !(num.Value == 1 && num.Spelled) {
			return i
		}
		return j + 1
	case p.is(j, word.Run) && num.Value > 1 && (j+1 >= len(p.items) || p.is(j+1, ",", ":", ".", word.With, word.Where, word.For, word.And)): // "two run"
		return j + 1
	case p.is(j, word.Step) && !p.lastIs(aSpread) && (p.items[j].isParam() || p.countsSteps(i, j)):
		return i
	case p.is(j, word.RunNoun), p.is(j, word.DrawNoun), p.is(j, word.ValueNoun):
		if p.items[j].isParam() && !p.lastIs(aSpread) || p.is(j, word.Singular) && num.Value != 1 && !p.lastIs(aSpread) {
			return i
		}
		return j + 1
	}
	if _, ok := p.paramAt(j); ok && num.Value < 100 && (c.random || p.items[j].meaning.Plural || p.is(j+1, word.ValueNoun) && !p.is(j+1, word.Singular, word.Step) || p.is(j+1, word.Option)) {
		return j
	}
	return i
}

// chained reports whether the number at i belongs to the parameter before it and
// a later number belongs to the name at j: "epochs ten seeds three".
func (p *parser) chained(i, j int) bool {
	_, before := p.paramAt(i - 1)
	_, after := p.numberAt(j + 1)
	return before && after
}

// countsSteps reports whether "100 steps" is the value of a parameter measured
// in steps: "warmup 100 steps", "100 steps of warmup".
func (p *parser) countsSteps(i, noun int) bool {
	before := p.skipBack(i-1, word.Link, word.For, word.With, word.About)
	for _, at := range []int{before, p.skip(noun+1, word.Of, word.For, word.The)} {
		if param, ok := p.paramAt(at); ok && slices.ContainsFunc(vocab.Words(param.Name), func(w string) bool { return word.Values.Is(w, word.Step) }) {
			return true
		}
	}
	return false
}

func (p *parser) isSeed(i int) bool {
	if i >= len(p.items) {
		return false
	}
	if param, ok := p.paramAt(i); ok {
		seed, has := insight.Seed(p.project)
		return has && param.Name == seed.Name
	}
	return p.is(i, word.Seed, word.Seeds)
}

// counting is a number that counts a noun: "10 more random configs".
type counting struct {
	at, noun, end int // index of the number, of its noun, and after the noun
	n             int
	mod           modifier
	random, more  bool
}

func (p *parser) countAdjectives(i int, c *counting) int {
	for i < len(p.items) {
		switch {
		case p.is(i, word.Random) && !p.isSeed(i):
			c.random = true
			i++
		case p.phrase(i, word.AtRandom) > i:
			c.random = true
			i = p.phrase(i, word.AtRandom)
		case p.is(i, word.Extra):
			c.more = true
			i++
		case p.is(i, word.Training, word.Of, word.The, word.Own) && (p.is(i+1, word.RunNoun) || p.is(i+1, word.DrawNoun)):
			i++
		default:
			j := p.adjectives(i, &c.mod)
			if j == i {
				return i
			}
			i = j
		}
	}
	return i
}

// count records a count.
func (p *parser) count(c counting) {
	noun, end, n, random := c.noun, c.end, c.n, c.random
	c.mod.count = n
	each := p.is(end, word.Each, word.Per) || p.is(end, word.Of, word.For) && p.is(end+1, word.Each)
	switch {
	case random && p.endsClause(noun):
		p.s.Total, p.s.Random = n, true
	case p.isSeed(noun) && p.listsSeeds(end, n):
		p.add(atom{kind: aParam, at: noun, end: noun + 1, param: p.seedName()})
	case p.isSeed(noun), p.is(noun, word.TimesNoun), each && !random && p.is(noun, word.RunNoun):
		p.s.Repeats = n
		p.s.NewSeeds = p.s.NewSeeds || c.more && p.isSeed(noun)
	case p.items[noun].isParam() && random:
		p.s.Total, p.s.Random = n, true
	case p.items[noun].isParam() && end == noun:
		p.add(atom{kind: aMod, at: c.at, end: noun, mod: c.mod})
	case p.is(noun, word.ValueNoun) && p.lastIsPair() && !random, p.is(noun, word.ValueNoun) && (p.is(end, word.Of, word.For, word.From, word.Between, word.In, word.Over, word.Evenly) || p.lastIs(aSpread) || p.lastIs(aParam)) && !p.is(noun, word.Sample) && !random,
		p.is(noun, word.Sample) && (p.lastIs(aSpread) || p.is(end, word.Of, word.For) && p.nameFollows(end+1)) && !random:
		p.add(atom{kind: aMod, at: c.at, end: end, mod: c.mod})
	case p.is(noun, word.Steps): // divides no range and counts no runs
		p.s.Unknown = append(p.s.Unknown, Unknown{Text: p.text(c.at, end)})
	default:
		p.s.Total = n
		p.s.Random = p.s.Random || random || p.is(noun, word.DrawNoun)
	}
}

func (p *parser) nameFollows(i int) bool {
	_, ok := p.paramAt(p.skip(i, word.The))
	return ok
}

// listsSeeds reports whether a list of the seeds follows directly: "3 seeds: 1,
// 2, 3".
func (p *parser) listsSeeds(end, n int) bool {
	if _, has := insight.Seed(p.project); !has {
		return false
	}
	j := p.skip(end, ":", ",", "=", word.Open, word.Namely)
	if a, after := p.spreadAt(j); j == end && after == j {
		return false
	} else if after > j {
		return a.kind == aSpread
	}
	a, after := p.list(j)
	if after == j || len(a.values) != n {
		return false
	}
	return a.values[0].kind == vNumber && isWhole(a.values[0].num)
}

func (p *parser) seedName() string {
	seed, _ := insight.Seed(p.project)
	return seed.Name
}
