package read

import (
	"math"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
)

// pair is a parameter with what belongs to it. Either side may be missing.
type pair struct {
	param   string
	plural  bool
	values  []value
	old     []value
	spread  *spread
	bracket string
	join    seps // what separates it from the pair before within a list
	first   int  // atoms
	last    int
}

// Costs of readings. Only their order matters: a name goes to the values that
// stand closest, every value should belong to something, and a reading within
// the bounds wins over one outside of them.
const (
	costBare      = 20.0 // a value without a parameter
	costMention   = 10.0 // a parameter without a value
	costOutside   = 15.0 // a value its parameter refuses
	costRest      = 10.0 // the last value of a list that belongs to something else
	costWrongKind = 40.0 // a text for a number
	impossible    = 1e9
)

// states of the search: what the atom before leaves to the next one.
const (
	stNone    = iota
	stPending // a parameter waits for values
	stWhole   // a list waits for the parameter after it
	stLast    // the last value of a list waits for the parameter after it
	stCount
)

type step struct {
	cost float64
	from int
	act  action
}

type action uint8

const (
	actNone   action = iota
	actBare          // the list belongs to nothing
	actPrefix        // the list belongs to the waiting parameter
	actSplit         // all but its last value do
	actCarry         // the list waits
	actSkip          // a list of choices stands between a parameter and its values
	actPost          // what waits belongs to this parameter
	actRest          // all but its last value belong to the waiting parameter, the last to nothing
)

// attach decides which values belong to which parameter: the cheapest way to
// pair neighbours, found in one pass (Viterbi).
func (p *parser) attach() []pair {
	seq := p.sequence()
	table := make([][stCount]step, len(seq)+1)
	for s := range stCount {
		table[0][s] = step{cost: impossible}
	}
	table[0][stNone].cost = 0
	pendingAt := make([][stCount]int, len(seq)+1) // which parameter waits in stPending
	for k := range seq {
		next := &table[k+1]
		for s := range stCount {
			next[s].cost = impossible
		}
		for s := range stCount {
			if table[k][s].cost >= impossible {
				continue
			}
			relax := func(to int, cost float64, act action, waiting int) {
				if total := table[k][s].cost + cost; total < next[to].cost {
					next[to] = step{total, s, act}
					pendingAt[k+1][to] = waiting
				}
			}
			p.moves(seq, k, s, pendingAt[k][s], relax)
		}
	}
	return p.pairs(seq, table, pendingAt)
}

// sequence lists the atoms that pair: parameters, lists and ranges.
func (p *parser) sequence() []int {
	var seq []int
	for i, a := range p.atoms {
		if a.kind == aParam || a.kind == aValues || a.kind == aSpread {
			seq = append(seq, i)
		}
	}
	return seq
}

func (p *parser) moves(seq []int, k, state, waiting int, relax func(to int, cost float64, act action, waiting int)) {
	a := &p.atoms[seq[k]]
	if a.kind == aParam {
		switch state {
		case stNone:
			relax(stPending, 0, actNone, k)
		case stPending:
			relax(stPending, p.mentionCost(seq[waiting]), actNone, k)
		default:
			values := p.atoms[seq[k-1]]
			if state == stLast {
				values.values = values.values[len(values.values)-1:]
			}
			relax(stNone, p.postfixGap(seq[k-1], seq[k])+p.misfit(&values, a.param), actPost, 0)
		}
		return
	}
	bare := costBare
	own := a.kind == aValues && a.values[0].kind == vChoice
	if own {
		bare = 0
	}
	switch state {
	case stNone:
		relax(stNone, bare, actBare, 0)
		relax(stWhole, 0, actCarry, 0)
	case stPending:
		param := p.atoms[seq[waiting]].param
		gap := p.prefixGap(seq[k-1], seq[k])
		relax(stNone, gap+p.misfit(a, param), actPrefix, 0)
		if n := len(a.values); n > 1 && a.kind == aValues {
			head := *a
			head.values = a.values[:n-1]
			relax(stLast, gap+p.misfit(&head, param)+splitCost(a.joins[n-1]), actSplit, 0)
			relax(stNone, gap+p.misfit(&head, param)+splitCost(a.joins[n-1])+costRest, actRest, 0)
		}
		mention := p.mentionCost(seq[waiting])
		relax(stWhole, mention, actCarry, 0)
		relax(stNone, mention+bare, actBare, 0)
		if own && !p.mayOwn(a, param) {
			relax(stPending, 1, actSkip, waiting)
		}
	}
}

// mayOwn reports whether the choices can be the parameter's.
func (p *parser) mayOwn(a *atom, name string) bool {
	param, ok := p.project.Param(name)
	return ok && a.values[0].belongs(param)
}

// mentionCost is lower where a name alone says something: a switch, or one that
// is left out.
func (p *parser) mentionCost(at int) float64 {
	param, _ := p.project.Param(p.atoms[at].param)
	if param.Type == trex.Boolean || p.markBefore(at, mWithout, mAll, mEach, mDrop) {
		return 0.5
	}
	return costMention
}

func splitCost(join seps) float64 {
	switch {
	case join == 0:
		return 0.2
	case join&sepStop != 0:
		return 4
	case join&sepAnd != 0:
		return 2
	}
	return 1
}

// misfit is what it costs to give the values to the parameter.
func (p *parser) misfit(a *atom, name string) float64 {
	param, _ := p.project.Param(name)
	values := a.values
	if a.kind == aSpread {
		if param.Type == trex.Boolean || param.Type == trex.String {
			return costWrongKind
		}
		values = []value{a.spread.from, a.spread.to}
	}
	for _, v := range values {
		if !v.belongs(param) {
			return costWrongKind
		}
	}
	if !fits(values, param) {
		return costOutside
	}
	return 0
}

// connectors are the words that may stand between a name and its values.
var connectors = wordSet(`= : of to at is are be in over values value the a as set should from among across like about around either both between
	ranging equal equals being going ~ ∈ say > - → namely its my these this following list range sized [ ( { ] ) } different exactly`)

func wordSet(text string) map[string]bool {
	words := make(map[string]bool)
	for w := range strings.FieldsSeq(text) {
		words[w] = true
	}
	return words
}

// words counts the words between two atoms that do not connect them.
func (p *parser) words(a, b int) float64 {
	n := 0.0
	for i := p.atoms[a].end; i < p.atoms[b].at; i++ {
		if !connectors[p.items[i].Text] && n < 4 {
			n += 0.3
		}
	}
	return n
}

// between sums the seps and marks between two atoms.
func (p *parser) between(a, b int) (sep seps, marks []marker) {
	for i := a + 1; i < b && i < a+40; i++ {
		switch p.atoms[i].kind {
		case aSep:
			sep |= p.atoms[i].sep
		case aMark:
			marks = append(marks, p.atoms[i].mark)
		}
	}
	return sep, marks
}

// prefixGap is what stands between a name and the values after it.
func (p *parser) prefixGap(a, b int) float64 {
	sep, marks := p.between(a, b)
	cost := p.words(a, b)
	for _, m := range marks {
		switch m {
		case mWith:
			cost += 2
		case mFresh, mUse, mPoint, mNow, mAll, mRandom, mFiller:
			cost++
		case mFor, mAnd:
			cost += 6
		case mStop, mAnother:
			cost += 8
		default:
			cost += 3
		}
	}
	return cost + sepCost(sep, 3, 6)
}

// postfixGap is what stands between values and the name after them.
func (p *parser) postfixGap(a, b int) float64 {
	sep, marks := p.between(a, b)
	cost := 3 * p.words(a, b)
	for _, m := range marks {
		switch m {
		case mFor:
			cost++
		case mAll, mRandom:
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

// pairs walks the cheapest path back.
func (p *parser) pairs(seq []int, table [][stCount]step, pendingAt [][stCount]int) []pair {
	best, cost := stNone, math.Inf(1)
	for _, s := range []int{stNone, stPending} {
		total := table[len(seq)][s].cost
		if s == stPending && len(seq) > 0 && total < impossible {
			total += p.mentionCost(seq[pendingAt[len(seq)][s]])
		}
		if total < cost {
			best, cost = s, total
		}
	}
	var list []pair
	taken := make([]bool, len(seq))
	for k, s := len(seq), best; k > 0; k-- {
		st := table[k][s]
		at := seq[k-1]
		waiting := pendingAt[k-1][st.from]
		switch st.act {
		case actBare, actSkip:
			list = append(list, p.pairOf(-1, at, 0, -1))
		case actPrefix:
			list = append(list, p.pairOf(seq[waiting], at, 0, -1))
			taken[waiting] = true
		case actSplit:
			list = append(list, p.pairOf(seq[waiting], at, 0, len(p.atoms[at].values)-1))
			taken[waiting] = true
		case actRest:
			n := len(p.atoms[at].values) - 1
			rest := p.pairOf(-1, at, n, -1)
			rest.join = p.atoms[at].joins[n]
			list = append(list, rest, p.pairOf(seq[waiting], at, 0, n))
			taken[waiting] = true
		case actPost:
			from := 0
			if st.from == stLast {
				from = len(p.atoms[seq[k-2]].values) - 1
			}
			list = append(list, p.pairOf(at, seq[k-2], from, -1))
			taken[k-1] = true
		}
		s = st.from
	}
	for k, at := range seq {
		if p.atoms[at].kind == aParam && !taken[k] {
			list = append(list, pair{param: p.atoms[at].param, plural: p.atoms[at].plural, first: at, last: at})
		}
	}
	slices.Reverse(list)
	slices.SortStableFunc(list, func(a, b pair) int { return p.place(a) - p.place(b) })
	return list
}

// place orders pairs by their first word; what is left of a list comes after
// the list.
func (p *parser) place(pr pair) int {
	if pr.join != 0 {
		return pr.values[0].at
	}
	return p.atoms[pr.first].at
}

func (p *parser) pairOf(name, at, from, to int) pair {
	a := p.atoms[at]
	pr := pair{first: at, last: at, bracket: a.bracket, old: a.old}
	if a.kind == aSpread {
		s := a.spread
		pr.spread = &s
	} else {
		if to < 0 {
			to = len(a.values)
		}
		pr.values = a.values[from:to]
	}
	if name >= 0 {
		pr.param, pr.plural = p.atoms[name].param, p.atoms[name].plural
		pr.first, pr.last = min(name, at), max(name, at)
	}
	return pr
}

// markBefore reports whether one of these marks stands directly before an
// atom, small words aside.
func (p *parser) markBefore(at int, marks ...marker) bool {
	for i := at - 1; i >= 0; i-- {
		a := p.atoms[i]
		if a.kind != aMark || p.atoms[at].at-a.end > 4 {
			return false
		}
		if slices.Contains(marks, a.mark) {
			return p.onlySmall(a.end, p.atoms[at].at)
		}
		if a.mark != mAll && a.mark != mFor && a.mark != mWith {
			return false
		}
	}
	return false
}

func (p *parser) onlySmall(i, end int) bool {
	for ; i < end; i++ {
		if !p.is(i, "the", "a", "any", "of", "its", "my", "all", "each", "every", "three", "two", "available", "possible", "for", "different", "with") && !(p.items[i].isNumber() && p.items[i].Num.Spelled) {
			return false
		}
	}
	return true
}
