package read

import (
	"github.com/trex-ml/trex/agent/internal/word"
)

// tuples rewrites "lr and batch size of 0.1/32 and 0.01/64" as the clauses that
// it means. It needs several parameters in a row, and then as many values or a
// multiple.
func (p *parser) tuples() {
	for i := 0; i < len(p.atoms); i++ {
		names, header := p.nameRun(i)
		if len(names) < 2 {
			i = p.rowsFirst(i)
			continue
		}
		if i > 0 && p.atoms[i-1].kind == aValues { // "512 neurons, epochs 20 or 5"
			continue
		}
		from := names[len(names)-1] + 1
		values, end := p.valueRun(from)
		if header && !tabledLists(values, len(names)) {
			i = names[len(names)-1]
			continue
		}
		if rows := p.rows(names, values); rows != nil {
			p.atoms = append(append(p.atoms[:i:i], rows...), p.atoms[end:]...)
			i += len(rows) - 1
		} else {
			i = names[len(names)-1]
		}
	}
}

// rowsFirst rewrites "(0.1, 32) and (0.01, 64) for lr and batch size". It
// returns the last atom that it read.
func (p *parser) rowsFirst(i int) int {
	if a := p.atoms[i]; a.kind != aValues || a.bracket != "(" || len(a.values) < 2 || i > 0 && p.atoms[i-1].kind == aParam {
		return i
	}
	values, end := p.valueRun(i)
	at := end
	for at < len(p.atoms) && p.atoms[at].kind == aMark && (p.atoms[at].mark == word.MarkFor || p.atoms[at].mark == word.MarkWith) {
		at++
	}
	if at >= len(p.atoms) {
		return end - 1
	}
	names, _ := p.nameRun(at)
	if len(names) != len(p.atoms[i].values) || at == end {
		return end - 1
	}
	rows := p.rows(names, values)
	if rows == nil {
		return end - 1
	}
	last := names[len(names)-1] + 1
	p.atoms = append(append(p.atoms[:i:i], rows...), p.atoms[last:]...)
	return i + len(rows) - 1
}

// nameRun returns the parameters at i with only "and", "/" and commas between
// them. header is true when two of them have no separator, as in a table.
func (p *parser) nameRun(i int) (names []int, header bool) {
	joined := false
	for ; i < len(p.atoms) && len(names) < 8; i++ {
		a := p.atoms[i]
		switch {
		case a.kind == aParam:
			header = header || len(names) > 0 && !joined
			names, joined = append(names, i), false
		case len(names) == 0:
			return nil, false
		case a.kind == aSep && a.sep <= sepComma, a.kind == aMark && a.mark == word.MarkAnd:
			joined = true
		default:
			return names, header
		}
	}
	return names, header
}

// tabledLists reports whether the values are in lines of k each.
func tabledLists(lists []atom, k int) bool {
	var joins []seps
	for _, list := range lists {
		joins = append(joins, list.joins...)
	}
	return len(joins) > k && len(joins)%k == 0 && tabled(joins, k)
}

// valueRun returns the lists at i and the end of the last one.
func (p *parser) valueRun(i int) (lists []atom, end int) {
	end = i
	for ; i < len(p.atoms) && len(lists) < 200; i++ {
		a := p.atoms[i]
		switch {
		case a.kind == aValues:
			lists = append(lists, a)
			end = i + 1
		case a.kind == aSep, a.kind == aMark && (a.mark == word.MarkAnd || a.mark == word.MarkWith && len(lists) == 0):
		default:
			return lists, end
		}
	}
	return lists, end
}

// rows cuts the values into rows with one value for each parameter. It returns
// nil when they do not fit into rows.
func (p *parser) rows(names []int, lists []atom) []atom {
	k := len(names)
	var values []value
	var joins []seps
	bracketed := len(lists) > 0
	for _, list := range lists {
		values = append(values, list.values...)
		joins = append(joins, list.joins...)
		bracketed = bracketed && list.bracket == "(" && len(list.values) == k
	}
	n := len(values)
	if n == 0 || n%k != 0 || !bracketed && n > k && !slashed(joins, k) && !tabled(joins, k) {
		return nil
	}
	var rows []atom
	for at := 0; at < n; at += k {
		if at > 0 {
			rows = append(rows, atom{kind: aSep, at: values[at].at, end: values[at].at, sep: sepAnd})
		}
		for j, name := range names {
			v, param := values[at+j], p.atoms[name]
			known, _ := p.project.Param(param.param)
			if !fits([]value{v}, known) {
				return nil
			}
			param.at, param.end = v.at, v.at
			rows = append(rows, param, atom{kind: aValues, at: v.at, end: v.end, values: []value{v}, joins: []seps{0}})
		}
	}
	if n == k && lists[0].bracket != "(" && p.allFitAll(names, values) && len(lists[0].values) == n && lists[0].bracket != "" {
		p.s.ask("Does each of these parameters take all of the values, or one each?")
	}
	return rows
}

// slashed reports whether the values of one row are joined by "/".
func slashed(joins []seps, k int) bool {
	for i, join := range joins {
		if inRow := i%k != 0; inRow && join&^sepBreak != sepStop && join != 0 {
			return false
		}
	}
	return true
}

// tabled reports whether every row is on its own line.
func tabled(joins []seps, k int) bool {
	for i, join := range joins {
		if first := i%k == 0; i > 0 && first != (join&sepBreak != 0) {
			return false
		}
	}
	return true
}

func (p *parser) allFitAll(names []int, values []value) bool {
	for _, name := range names {
		if param, _ := p.project.Param(p.atoms[name].param); !fits(values, param) {
			return false
		}
	}
	return true
}
