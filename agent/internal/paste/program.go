package paste

import (
	"regexp"
	"slices"
	"strings"
)

// program reads statements of Python. ok is false when too many of them are none.
func (r *reader) program(source string) (s space, ok bool) {
	loops := make(map[string]node)
	strange, read := 0, 0
	for _, statement := range statements(source) {
		if header.MatchString(statement) {
			r.loop(statement, loops)
			continue
		}
		one, ok := r.statement(statement, loops)
		if !ok {
			strange++
			continue
		}
		read++
		s.addCase(one)
	}
	for name, values := range loops {
		if r.known(name) && !s.sets(name) {
			s.set(name, values)
		}
	}
	return s, read > 0 && strange <= read && !s.empty()
}

// header matches lines that only frame others.
var header = regexp.MustCompile(`^(import|from|def|class|for|if|elif|else|with|try|except|finally|return|pass|break|continue|@|print)\b|^@|^"""`)

var looping = regexp.MustCompile(`^for\s+(\w+)\s+in\s+(.+):$`)

// loop notes the values that a variable takes.
func (r *reader) loop(statement string, loops map[string]node) {
	parts := looping.FindStringSubmatch(statement)
	if parts == nil {
		return
	}
	values, ok := python(parts[2])
	if !ok {
		return
	}
	if one, _, ok := spread(values); ok {
		values = node{kind: list, items: one.values}
	}
	if values.scalars() {
		loops[parts[1]] = values
	}
}

var assignment = regexp.MustCompile(`^([A-Za-z_][\w.]*(?:\[["'][\w.]+["']\])?)\s*(?::\s*\w+\s*)?=\s*([^=][\s\S]*)$`)

// statement reads an assignment or a call.
func (r *reader) statement(statement string, loops map[string]node) (s space, ok bool) {
	if parts := assignment.FindStringSubmatch(statement); parts != nil {
		value, ok := python(strings.TrimSuffix(strings.TrimSpace(parts[2]), ","))
		if !ok {
			return s, false
		}
		target := strings.NewReplacer(`["`, ".", `']`, "", `['`, ".", `"]`, "").Replace(parts[1])
		r.assigned(&s, target, value.with(loops))
		return s, true
	}
	n, ok := python(strings.TrimSuffix(statement, ","))
	if !ok {
		return s, false
	}
	n = n.with(loops)
	switch n.kind {
	case call:
		r.function(&s, "", n, nil)
	case dict:
		s = r.config(n)
	case list:
		if !n.dicts() {
			return s, false
		}
		r.dictionaries(&s, "", n, nil)
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
		r.dictionaries(s, target, value, nil)
	case name != "":
		s.set(name, value)
	case value.kind == scalar && !strings.ContainsRune(target, '.') && !slices.Contains(aside, target):
		s.miss(target)
	}
}

// with replaces the variables of loops by their values.
func (n node) with(loops map[string]node) node {
	if values, ok := loops[n.text]; ok && n.kind == scalar && !n.quoted {
		return values
	}
	if len(n.items) == 0 || len(loops) == 0 {
		return n
	}
	n.items = slices.Clone(n.items)
	for i, item := range n.items {
		n.items[i] = item.with(loops)
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
