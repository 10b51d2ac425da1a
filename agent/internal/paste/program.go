package paste

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// scope is the values of a program's variables: one set of them for each time that
// loops over several variables run.
type scope []map[string]node

// mostStatements is more than people paste to say what to run.
const mostStatements = 500

// program reads statements of Python. ok is false when one of them is none: it is
// words.
func (r *reader) program(source string) (s space, ok bool) {
	vars := scope{{}}
	read, looped := 0, ""
	list := statements(source)
	if len(list) > mostStatements {
		return space{}, false
	}
	for i, statement := range list {
		if header.MatchString(statement) {
			vars = r.loop(statement, vars)
			looped += statement
			continue
		}
		name, value := variable(statement)
		if name != "" && mentioned(name, list[i+1:]) {
			vars.each([]string{name}, []node{value})
			read++
			continue
		}
		one, ok := r.repeated(statement, vars)
		switch {
		case ok:
			read++
			s.addCase(one)
		case !r.code(statement):
			return space{}, false
		}
	}
	for _, name := range slices.Sorted(maps.Keys(vars[0])) { // what no statement passed on
		if len(vars) == 1 && r.Param(name) && !s.sets(name) && !within(name, looped) {
			r.set(&s, name, vars[0][name])
		}
	}
	return s, read > 0 && !s.empty()
}

var simple = regexp.MustCompile(`^[A-Za-z_]\w*$`)

// variable returns the name and the values of "lrs = [0.1, 0.01]", "" for any other
// statement.
func variable(statement string) (name string, value node) {
	parts := assignment.FindStringSubmatch(statement)
	if parts == nil || !simple.MatchString(parts[1]) {
		return "", node{}
	}
	value, ok := python(parts[2])
	if !ok || value.kind != scalar && !value.scalars() {
		return "", node{}
	}
	return parts[1], value
}

// mentioned reports whether statements use a name, other than to give it a value.
func mentioned(name string, statements []string) bool {
	return slices.ContainsFunc(statements, func(statement string) bool { return within(name, statement) })
}

// within reports whether a text uses a name, other than as that of an argument or a
// target.
func within(name, text string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		i += at
		at = i + len(name)
		after := strings.TrimLeft(text[at:], " ")
		gives := strings.HasPrefix(after, "=") && !strings.HasPrefix(after, "==")
		whole := (i == 0 || !wordy(text[i-1])) && (at == len(text) || !wordy(text[at]))
		if whole && !gives && !loops(text[:i], after) {
			return true
		}
	}
}

// loops reports whether a name stands in the place of a loop's variable.
func loops(before, after string) bool {
	return strings.HasPrefix(before, "for ") && !strings.Contains(before, " in ") && strings.Contains(after, "in ")
}

// code reports whether a statement that sets nothing is Python all the same:
// "x = [i for i in items]".
func (r *reader) code(statement string) bool {
	parts := assignment.FindStringSubmatch(statement)
	if parts == nil || r.name(nil, parts[1]) != "" {
		return false
	}
	_, err := options.ParseExpr("", parts[2], 0)
	return err == nil
}

// header matches lines that only frame others.
var header = regexp.MustCompile(`^(import|from|def|class|for|if|elif|else|with|try|except|finally|return|pass|break|continue|@|print)\b|^@|^"""`)

var looping = regexp.MustCompile(`^for\s+\(?([\w\s,]+?)\)?\s+in\s+(.+):$`)

// loop adds the values that variables take.
func (r *reader) loop(statement string, vars scope) scope {
	parts := looping.FindStringSubmatch(statement)
	if parts == nil {
		return vars
	}
	names := strings.FieldsFunc(parts[1], func(c rune) bool { return c == ',' || c == ' ' })
	over, ok := python(parts[2])
	over = over.with(vars[0])
	values := over.items
	if one, _, spreads := spread(over); spreads {
		values = one.values
	}
	switch {
	case !ok || len(values) == 0:
		return vars
	case len(names) == 1:
		return vars.each(names, []node{{kind: list, items: values}})
	case over.kind == call && last(over.text) == "product" && len(values) == len(names):
		return vars.each(names, values)
	case over.kind == call && last(over.text) == "zip" && len(values) == len(names):
		return vars.rows(names, len(values[0].items), func(row, i int) node { return values[i].at(row) })
	case over.kind == list:
		return vars.rows(names, len(values), func(row, i int) node { return values[row].at(i) })
	}
	return vars
}

// each gives every variable all of its values.
func (v scope) each(names []string, values []node) scope {
	for i, name := range names {
		for _, vars := range v {
			if values[i].scalars() || values[i].kind == scalar {
				vars[name] = values[i]
			}
		}
	}
	return v
}

// mostRows limits how often a loop runs.
const mostRows = 200

// rows gives the variables one value each, once for each row.
func (v scope) rows(names []string, rows int, value func(row, i int) node) scope {
	var all scope
	for _, vars := range v {
		for row := range min(rows, mostRows) {
			more := maps.Clone(vars)
			for i, name := range names {
				more[name] = value(row, i)
			}
			if all = append(all, more); len(all) > mostRows {
				return v
			}
		}
	}
	return all
}

// at returns an item of a list, null beyond it.
func (n node) at(i int) node {
	if i >= len(n.items) {
		return node{null: true}
	}
	return n.items[i]
}

// repeated reads a statement, once for each set of variables.
func (r *reader) repeated(statement string, vars scope) (s space, ok bool) {
	if len(vars) == 1 {
		return r.statement(statement, vars[0])
	}
	for _, each := range vars {
		one, ok := r.statement(statement, each)
		if !ok {
			return s, false
		}
		if len(one.shared) > 0 {
			s.rows, one.shared = append(s.rows, one.shared), nil
		}
		s.add(one)
	}
	return s, true
}

var assignment = regexp.MustCompile(`^([A-Za-z_][\w.]*(?:\[["'][\w.]+["']\])?)\s*(?::\s*\w+\s*)?=\s*([^=][\s\S]*)$`)

// statement reads an assignment or a call.
func (r *reader) statement(statement string, vars map[string]node) (s space, ok bool) {
	if parts := assignment.FindStringSubmatch(statement); parts != nil {
		value, ok := python(strings.TrimSuffix(strings.TrimSpace(parts[2]), ","))
		if !ok {
			return s, false
		}
		target := strings.NewReplacer(`["`, ".", `']`, "", `['`, ".", `"]`, "").Replace(parts[1])
		r.assigned(&s, target, value.with(vars))
		return s, true
	}
	n, ok := python(strings.TrimSuffix(statement, ","))
	if !ok {
		return s, false
	}
	n = n.with(vars)
	switch n.kind {
	case call:
		r.function(&s, "", n, nil)
	case dict:
		s = r.config(n)
	case list:
		if !n.dicts() && !slices.ContainsFunc(n.items, isCall) {
			return s, false
		}
		r.assigned(&s, "", n)
	default:
		return s, false
	}
	return s, true
}

// assigned reads "lr = 0.1", "config.lr = 0.1" and "space = {…}".
func (r *reader) assigned(s *space, target string, value node) {
	name := r.name(nil, target)
	switch {
	case slices.Contains(trials, last(target)):
		s.draws, _ = value.whole()
	case value.kind == dict:
		*s = r.config(value)
	case value.kind == call:
		r.function(s, name, value, nil)
	case value.dicts():
		r.dictionaries(s, value, nil)
	case value.kind == list && slices.ContainsFunc(value.items, isCall):
		r.functions(s, value, nil)
	case name != "":
		r.set(s, name, value)
	case (value.kind == scalar || value.scalars()) && settings(target) && !slices.Contains(aside, last(target)):
		s.miss(last(target))
	}
}

// holders are objects that hold settings: "config.layers = 3".
var holders = []string{"config", "cfg", "conf", "args", "opt", "opts", "options", "params", "hparams", "hp", "flags", "settings"}

// settings reports whether an assignment to a target may set something of a run:
// "torch.backends.cudnn.benchmark = True" does not.
func settings(target string) bool {
	holder, _, dotted := strings.Cut(target, ".")
	return !dotted || slices.Contains(holders, holder)
}

// with replaces variables by their values.
func (n node) with(vars map[string]node) node {
	if values, ok := vars[n.text]; ok && n.kind == scalar && !n.quoted {
		return values
	}
	if len(n.items) == 0 || len(vars) == 0 {
		return n
	}
	n.items = slices.Clone(n.items)
	for i, item := range n.items {
		n.items[i] = item.with(vars)
	}
	return n
}

// sets reports whether a name has values already.
func (s *space) sets(name string) bool {
	return slices.ContainsFunc(s.shared, func(o setting) bool { return o.name == name })
}

// addCase appends what a statement sets. A name that has values already begins
// another case: two calls of the same function.
func (s *space) addCase(one space) {
	again := slices.ContainsFunc(one.shared, func(o setting) bool { return s.sets(o.name) })
	if again || len(s.rows) > 0 && len(one.shared) > 1 {
		if len(s.rows) == 0 {
			s.rows, s.shared = append(s.rows, s.shared), nil
		}
		s.rows, one.shared = append(s.rows, one.shared), nil
	}
	s.add(one)
}
