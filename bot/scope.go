package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/say"
)

// scope says what an answer is about, in words.
type scope struct {
	selected agent.Select
	project  string // "": of all projects
	now      time.Time
}

// narrow reports whether the selector leaves out runs of its experiments, its
// project or its person.
func (s scope) narrow() bool {
	sel := s.selected
	return len(sel.Runs)+len(sel.Where)+len(sel.Statuses)+sel.Limit > 0 || sel.Rank != agent.RankNone ||
		!sel.Since.IsZero() || !sel.By.IsZero() || sel.Except != nil
}

// String names the runs: "r3 and r5", "e4", "digits", "the failed adam runs of e4".
func (s scope) String() string {
	sel := s.selected
	if sel.Plain() && len(sel.Runs) > 0 {
		return listIDs(sel.Runs)
	}
	if !s.narrow() && sel.Scope != agent.ScopeMine {
		return s.of()
	}
	parts := []string{s.whose()}
	single := sel.Limit == 1
	switch sel.Rank {
	case agent.RankBest, agent.RankWorst:
		parts, single = append(parts, string(sel.Rank)), sel.Limit < 2
	case agent.RankUpper, agent.RankLower:
		parts = []string{"the", string(sel.Rank), "of", s.whose()}
	case agent.RankNone:
		if sel.Limit > 0 {
			parts = append(parts, "last")
		}
	}
	if sel.Limit > 1 {
		parts = append(parts, strconv.Itoa(sel.Limit))
	}
	parts = append(parts, s.adjectives()...)
	if single {
		parts = append(parts, "run of "+s.of())
	} else {
		parts = append(parts, "runs of "+s.of())
	}
	if since := s.since(); since != "" {
		parts = append(parts, since)
	}
	if sel.Except != nil {
		parts = append(parts, "except "+s.except().bare())
	}
	return strings.Join(parts, " ")
}

func (s scope) whose() string {
	switch {
	case s.selected.Scope == agent.ScopeMine:
		return "your"
	case !s.selected.By.IsZero():
		return s.selected.By.Name + "'s"
	}
	return "the"
}

// bare is String for an exception: it does not say again of what.
func (s scope) bare() string {
	if s.selected.Plain() {
		return s.String()
	}
	return strings.Replace(s.String(), " of "+s.of(), "", 1)
}

func (s scope) except() scope {
	return scope{selected: *s.selected.Except, project: s.project, now: s.now}
}

// of names the whole from which the selector picks.
func (s scope) of() string {
	sel := s.selected
	switch {
	case len(sel.Runs) > 0:
		return listIDs(sel.Runs)
	case len(sel.Experiments) > 0:
		return listIDs(sel.Experiments)
	case s.project == "":
		return "all projects"
	}
	return s.project
}

func (s scope) adjectives() []string {
	var words []string
	if len(s.selected.Statuses) > 0 {
		words = append(words, orList(mapped(s.selected.Statuses, say.Status)))
	}
	for _, c := range s.selected.Where {
		words = append(words, condition(c))
	}
	return words
}

// condition writes "adam", "lr 0.05" for a value that says nothing alone, or "lr < 0.02".
func condition(c agent.Condition) string {
	if c.Op == trex.Equal && !slices.ContainsFunc(c.Values, func(v trex.Value) bool { _, isText := v.Text(); return !isText }) {
		return orList(valueWords(c.Values))
	}
	return named(c)
}

// named writes a condition with its parameter: "optimizer adam", "lr < 0.02".
func named(c agent.Condition) string {
	words := c.Param + " "
	if c.Op != trex.Equal {
		words += string(c.Op) + " "
	}
	return words + orList(valueWords(c.Values))
}

func mapped[T, U any](items []T, f func(T) U) []U {
	out := make([]U, len(items))
	for i, item := range items {
		out[i] = f(item)
	}
	return out
}

func valueWords(values []trex.Value) []string { return mapped(values, say.Value) }

// listIDs writes "r3 and r5".
func listIDs[T ~string](ids []T) string {
	return say.List(mapped(ids, func(id T) string { return string(id) }), 5)
}

// orList writes "a, b or c".
func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
