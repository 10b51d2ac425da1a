package agent

import (
	"slices"
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

// Select names runs, in a question, a command, a change, or as the start of a
// request. Its fields restrict each other; the zero Select names nothing.
type Select struct {
	Runs        []trex.RunID // in the order they were named
	Experiments []trex.ExperimentID
	Where       []Condition // by value: "the lr 0.05 one", "the adam runs"
	Statuses    []trex.Status
	Scope       Scope
	By          trex.Person // who asked for them; zero: anybody
	Rank        Rank
	Limit       int // "the last 5": the newest; with Rank: that many from its end; 0: all
	Since       time.Time
	Until       time.Time
	Except      *Select
}

// Condition is a parameter that has one of some values, or none of them, or that
// compares with a value: lr < 0.02.
type Condition struct {
	Param  string
	Op     trex.Op // Equal: one of Values; NotEqual: none of them; any other compares with the first
	Values []trex.Value
}

// holds reports whether a value meets the condition.
func (c Condition) holds(value trex.Value) bool {
	if c.Op == trex.Equal {
		return slices.Contains(c.Values, value)
	}
	if c.Op == trex.NotEqual {
		return !slices.Contains(c.Values, value)
	}
	a, ok := value.Float()
	b, _ := c.Values[0].Float()
	return ok && map[trex.Op]bool{trex.Less: a < b, trex.LessEqual: a <= b, trex.Greater: a > b, trex.GreaterEqual: a >= b}[c.Op]
}

// Scope extends a selector beyond single runs and experiments.
type Scope string

const (
	ScopeNone Scope = ""     // the other fields decide; without any, the thread's experiment
	ScopeMine Scope = "mine" // everything that belongs to the person who asks
	ScopeAll  Scope = "all"  // everything of everybody
)

// Rank picks from an order by the objective.
type Rank string

const (
	RankNone  Rank = ""
	RankBest  Rank = "best"
	RankWorst Rank = "worst"
	RankUpper Rank = "top half"
	RankLower Rank = "bottom half"
)

// IsZero reports whether nothing is named.
func (s *Select) IsZero() bool {
	return len(s.Runs)+len(s.Experiments)+len(s.Where)+len(s.Statuses)+s.Limit == 0 &&
		s.Scope == ScopeNone && s.By.IsZero() && s.Rank == RankNone && s.Since.IsZero() && s.Except == nil
}

// Plain reports whether the selector names runs, or experiments, by id, and nothing
// else.
func (s *Select) Plain() bool {
	return (len(s.Runs) > 0) != (len(s.Experiments) > 0) && len(s.Where)+len(s.Statuses)+s.Limit == 0 &&
		s.Scope == ScopeNone && s.By.IsZero() && s.Rank == RankNone && s.Since.IsZero() && s.Except == nil
}

// Experiment returns the first experiment that is named, "" for none.
func (s *Select) Experiment() trex.ExperimentID {
	if len(s.Experiments) == 0 {
		return ""
	}
	return s.Experiments[0]
}

// String writes the selector for people: "all except r12", "failed runs of e4".
func (s *Select) String() string {
	var parts []string
	for _, run := range s.Runs {
		parts = append(parts, string(run))
	}
	for _, status := range s.Statuses {
		parts = append(parts, string(status))
	}
	for _, c := range s.Where {
		var values []string
		for _, v := range c.Values {
			values = append(values, v.String())
		}
		parts = append(parts, c.Param+string(c.Op)+strings.Join(values, ","))
	}
	if s.Rank != RankNone {
		parts = append(parts, string(s.Rank))
	}
	if s.Limit > 0 && s.Rank == RankNone {
		parts = append(parts, "last")
	}
	if s.Limit > 0 {
		parts = append(parts, trex.Number(float64(s.Limit)).String())
	}
	if s.Scope != ScopeNone {
		parts = append(parts, string(s.Scope))
	}
	if !s.By.IsZero() {
		parts = append(parts, "by "+s.By.Name)
	}
	for _, e := range s.Experiments {
		parts = append(parts, string(e))
	}
	text := strings.Join(parts, " ")
	if s.Except != nil {
		text += " except " + s.Except.String()
	}
	return strings.TrimSpace(text)
}
