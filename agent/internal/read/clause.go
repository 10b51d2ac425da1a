package read

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent/internal/sweep"
)

// clauses finds which assigns belong together. A parameter that gets values
// twice begins another case: "lr 0.1 with bs 32 and lr 0.01 with bs 64" has two.
// Assigns before all cases, or after them with a word that says so, are shared.
func (s *Sentence) clauses() {
	if s.Singly && len(s.Assigns) > 1 && s.singly() {
		return
	}
	cases := s.cut()
	if len(cases) == 1 {
		s.Shared = cases[0]
		return
	}
	if slices.ContainsFunc(s.Assigns, func(a Assign) bool { return a.lead&sepCase != 0 }) {
		s.Cases = s.shareEach(cases)
		return
	}
	cases = s.shareLeading(cases)
	cases = s.shareTrailing(cases)
	s.Cases = cases
	if s.Zip { // "lr 0.1 and 0.01 with bs 32 and 64, respectively": one case
		s.Zip = len(cases) == 1
	}
}

// askLinked asks for the pairs of values that scale together, unless the message
// gives each of them.
func (s *Sentence) askLinked() {
	cases := s.Cases
	if len(cases) == 0 {
		cases = [][]Assign{s.Shared}
	}
	single := func(c []Assign) bool {
		return len(c) > 1 && !slices.ContainsFunc(c, func(a Assign) bool { return len(a.Axis.Terms) != 1 })
	}
	if s.Linked && !s.Zip && len(s.Assigns) > 1 && slices.ContainsFunc(cases, func(c []Assign) bool { return !single(c) }) {
		s.ask("Which values belong together? Say each pair, like “" + s.Assigns[0].Param + " … with " + s.Assigns[1].Param + " …”, and then the next.")
	}
}

// cut splits the assigns where a parameter is repeated.
func (s *Sentence) cut() [][]Assign {
	var cases [][]Assign
	var current []Assign
	for _, a := range s.Assigns {
		if a.lead&sepCase != 0 && len(current) > 0 {
			cases, current = append(cases, current), nil
		}
		if a.Param != "" && a.Op != Drop && repeats(current, a) {
			b := boundary(current, a)
			rest := slices.Clone(current[b:])
			cases = append(cases, current[:b:b])
			current = rest
		}
		current = append(current, a)
	}
	return append(cases, current)
}

// singly makes each parameter a case by itself, but for those that all share at
// the end.
func (s *Sentence) singly() bool {
	var cases [][]Assign
	for _, a := range s.Assigns {
		cases = append(cases, []Assign{a})
	}
	n := len(cases)
	for n > 1 && (cases[n-1][0].shared || cases[n-1][0].lead&sepFor != 0) {
		n--
		s.Shared = append(s.Shared, cases[n][0])
	}
	s.Cases = cases[:n]
	return n > 1
}

// shareEach moves what is for each from the end of the last case to the shared
// ones.
func (s *Sentence) shareEach(cases [][]Assign) [][]Assign {
	last := &cases[len(cases)-1]
	for n := len(*last) - 1; n >= 0 && (*last)[n].shared; n-- {
		s.Shared = append(s.Shared, (*last)[n])
		*last = (*last)[:n]
	}
	return cases
}

func repeats(list []Assign, a Assign) bool {
	return slices.ContainsFunc(list, func(b Assign) bool { return b.Param == a.Param && b.Op == a.Op })
}

// boundary returns the index in current where the case of a begins. The
// case begins at a itself when a repeats the case's first parameter. Otherwise
// it begins at the strongest separator since the parameter's last mention.
func boundary(current []Assign, a Assign) int {
	last := 0
	for i, b := range current {
		if b.Param == a.Param {
			last = i
		}
	}
	best, strength := len(current), a.lead.strength()
	for i := len(current) - 1; i > last; i-- {
		limit := strength
		if last == 0 { // only a line break or a full stop is stronger than parallelism
			limit = max(limit, 3)
		}
		if current[i].lead.strength() > limit {
			best, strength = i, current[i].lead.strength()
		}
	}
	return best
}

// shareLeading moves assigns from the first case to the shared ones: those
// before the parameter with which the other cases begin.
func (s *Sentence) shareLeading(cases [][]Assign) [][]Assign {
	if len(cases[1]) == 0 {
		return cases
	}
	first := cases[1][0].Param
	i := slices.IndexFunc(cases[0], func(a Assign) bool { return a.Param == first })
	if i <= 0 {
		return cases
	}
	for _, c := range cases[1:] {
		for _, a := range c {
			if slices.ContainsFunc(cases[0][:i], func(b Assign) bool { return b.Param == a.Param }) {
				return cases
			}
		}
	}
	s.Shared = append(s.Shared, cases[0][:i]...)
	cases[0] = cases[0][i:]
	return cases
}

// shareTrailing moves assigns from the last case to the shared ones when they
// apply to all cases: "… for 20 epochs", "…, both with adam". When the words are
// ambiguous, it asks.
func (s *Sentence) shareTrailing(cases [][]Assign) [][]Assign {
	last := cases[len(cases)-1]
	n := len(last)
	for n > 0 && onlyIn(last[n-1], cases) {
		n--
	}
	if n == 0 || n == len(last) {
		return cases
	}
	extra := last[n:]
	switch {
	case last[0].lead&sepBreak != 0 && !extra[0].shared && extra[0].lead&(sepFor|sepBreak|sepStop) == 0: // "run 2: lr 0.2 with adam"
	case extra[0].shared, n == 1 && single(cases[:len(cases)-1]), extra[0].lead&(sepFor|sepComma|sepStop|sepBreak) != 0:
		s.Shared = append(s.Shared, extra...)
		cases[len(cases)-1] = last[:n]
	default:
		texts := make([]string, len(extra))
		for i, a := range extra {
			texts[i] = a.Text
		}
		s.ask("Does “" + strings.Join(texts, ", ") + "” go with all of them, or only with the last?")
	}
	return cases
}

func onlyIn(a Assign, cases [][]Assign) bool {
	return !slices.ContainsFunc(slices.Concat(cases[:len(cases)-1]...), func(b Assign) bool { return b.Param == a.Param })
}

func single(cases [][]Assign) bool {
	return !slices.ContainsFunc(cases, func(c []Assign) bool { return len(c) != 1 })
}

// Axes returns the axes of assigns.
func Axes(assigns []Assign) []sweep.Axis {
	axes := make([]sweep.Axis, len(assigns))
	for i, a := range assigns {
		axes[i] = a.Axis
	}
	return axes
}
