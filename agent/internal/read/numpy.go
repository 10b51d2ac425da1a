package read

import (
	"math"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/sweep"
)

// function reads ranges written as functions of numpy or of random
// distributions.
func (p *parser) function(i int) int {
	if i+1 >= len(p.items) || !p.is(i+1, "(") {
		return i
	}
	name := p.items[i].Text
	var args []value
	j := i + 2
	if p.isName(j) && p.is(j+1, ",") { // "hp.uniform('lr', 0.01, 0.1)"
		j += 2
	}
	for j < len(p.items) && len(args) < 4 {
		v, end := p.valueAt(j)
		if end == j || v.kind != vNumber {
			break
		}
		args, j = append(args, v), p.skip(end, ",")
	}
	if len(args) == 1 && len(args[0].num.List) == 2 {
		args = p.splitPair(args[0])
	}
	if len(args) == 1 && name == "range" || name == "arange" && len(args) == 1 { // starts at 0
		args = []value{{kind: vNumber, text: "0", at: args[0].at, end: args[0].at}, args[0]}
	}
	if len(args) < 2 || !p.is(j, ")") {
		return i
	}
	a := atom{kind: aSpread, at: i, end: j + 1, spread: spread{from: args[0], to: args[1]}}
	mod := &a.spread.mod
	switch name {
	case "linspace", "geomspace", "logspace":
		mod.spacing = sweep.Even
		if name != "linspace" {
			mod.spacing = sweep.Geometric
		}
		if len(args) > 2 {
			mod.count = int(args[2].num.Value)
		}
		if name == "logspace" {
			a.spread.from.num.Value = math.Pow(10, args[0].num.Value)
			a.spread.to.num.Value = math.Pow(10, args[1].num.Value)
		}
	case "range", "arange":
		step := value{kind: vNumber, num: lex.Number{Value: 1}}
		if len(args) > 2 {
			step = args[2]
		}
		mod.step = &step
		if from, width := args[0].num.Value, args[1].num.Value-args[0].num.Value; width*step.num.Value > 0 { // the range excludes its end
			a.spread.to.num.Value = from + step.num.Value*(math.Ceil(width/step.num.Value-1e-9)-1)
		}
	case "uniform", "loguniform", "randint":
		p.s.Random = true
		mod.spacing = sweep.Even
		if name[0] == 'l' {
			mod.spacing = sweep.Geometric
		}
	default:
		return i
	}
	return p.add(a)
}

func (p *parser) splitPair(v value) []value {
	a, b := v, v
	a.num = lex.Number{Value: v.num.List[0]}
	b.num = lex.Number{Value: v.num.List[1]}
	return []value{a, b}
}
