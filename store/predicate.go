package store

import (
	"strconv"
	"strings"
)

// predicate collects conditions written with ? and the values for them.
type predicate struct {
	terms []string
	args  []any
}

func (p *predicate) and(term string, args ...any) {
	p.terms = append(p.terms, "("+term+")")
	p.args = append(p.args, args...)
}

// build returns head WHERE every condition, then tail, with each ? numbered;
// the arguments of tail come last.
func (p *predicate) build(head, tail string, tailArgs ...any) (query string, args []any) {
	var b strings.Builder
	b.WriteString(head)
	if len(p.terms) > 0 {
		b.WriteString(" WHERE ")
		b.WriteString(strings.Join(p.terms, " AND "))
	}
	b.WriteString(" " + tail)
	return numbered(b.String()), append(append([]any{}, p.args...), tailArgs...)
}

// numbered replaces each ? by $1, $2, …; no statement of this package uses a
// question mark for anything else.
func numbered(query string) string {
	var b strings.Builder
	n := 0
	for _, r := range query {
		if r != '?' {
			b.WriteRune(r)
			continue
		}
		n++
		b.WriteString("$" + strconv.Itoa(n))
	}
	return b.String()
}
