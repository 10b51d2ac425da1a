package agent

import (
	"context"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
)

// Finder finds the runs of selectors.
type Finder struct {
	Lookup  Lookup
	Person  trex.Person // whose runs "mine" are
	Project string      // "": of all projects
}

// Select returns the runs that a selector names, newest first unless it names
// them by id or rank. A limit of 0 is all. An id that does not exist is a
// not-found error.
func (f Finder) Select(ctx context.Context, s Select) ([]trex.Run, error) {
	runs, err := f.named(ctx, s)
	if err != nil {
		return nil, err
	}
	person := f.person(s)
	runs = slices.DeleteFunc(runs, func(run trex.Run) bool {
		return !s.holds(&run) || !person.IsZero() && !run.Requester.Same(person)
	})
	if s.Rank != RankNone {
		runs = s.ranked(runs)
	}
	if s.Except != nil {
		except, err := f.Select(ctx, s.Except.within(&s))
		if err != nil {
			return nil, err
		}
		runs = slices.DeleteFunc(runs, func(run trex.Run) bool {
			return slices.ContainsFunc(except, func(e trex.Run) bool { return e.ID == run.ID })
		})
	}
	if s.Rank == RankNone && s.Limit > 0 {
		runs = runs[:min(s.Limit, len(runs))]
	}
	return runs, nil
}

// within restricts an exception to what it is an exception from: "the adam runs
// except the failed ones".
func (s *Select) within(outer *Select) Select {
	inner := *s
	if len(inner.Experiments)+len(inner.Runs) == 0 {
		inner.Experiments, inner.Scope = outer.Experiments, outer.Scope
		if len(inner.Statuses) == 0 {
			inner.Statuses = outer.Statuses
		}
	}
	return inner
}

// named reads the runs before they are filtered.
func (f Finder) named(ctx context.Context, s Select) (runs []trex.Run, err error) {
	query := trex.RunQuery{Project: f.Project}
	switch {
	case len(s.Runs) > 0:
		for _, id := range s.Runs {
			run, err := f.Lookup.FindRun(ctx, id)
			if err != nil {
				return nil, err
			}
			runs = append(runs, run)
		}
		return runs, nil
	case len(s.Experiments) > 0:
		for _, experiment := range s.Experiments {
			some, err := f.all(ctx, trex.RunQuery{Experiment: experiment}) // whatever its project
			if err != nil {
				return nil, err
			}
			if len(some) == 0 {
				return nil, trex.NotFound("there is no experiment %s", experiment)
			}
			runs = append(runs, some...)
		}
		return runs, nil
	}
	query.Person = f.person(s)
	query.Statuses = s.Statuses
	for _, c := range s.Where {
		if len(c.Values) == 1 {
			query.Where = append(query.Where, trex.Condition{Name: "param:" + c.Param, Op: c.Op, Value: c.Values[0]})
		}
	}
	return f.all(ctx, query)
}

// person returns whose runs a selector names, zero for everybody's.
func (f Finder) person(s Select) trex.Person {
	if s.Scope == ScopeMine {
		return f.Person
	}
	return s.By
}

// mostOfPage is the largest page of runs.
const mostOfPage = 1000

// all reads every page.
func (f Finder) all(ctx context.Context, query trex.RunQuery) (runs []trex.Run, err error) {
	for query.Limit = mostOfPage; ; {
		page, err := f.Lookup.ListRuns(ctx, query)
		if err != nil {
			return nil, err
		}
		runs = append(runs, page.Runs...)
		if query.Cursor = page.Next; page.Next == "" {
			return runs, nil
		}
	}
}

// holds reports whether a run matches the conditions.
func (s *Select) holds(run *trex.Run) bool {
	if len(s.Statuses) > 0 && !slices.Contains(s.Statuses, run.Status) ||
		!s.Since.IsZero() && run.CreatedAt.Before(s.Since) && !run.FinishedAt.After(s.Since) ||
		!s.Until.IsZero() && run.CreatedAt.After(s.Until) {
		return false
	}
	return !slices.ContainsFunc(s.Where, func(c Condition) bool { return !c.holds(run.Config[c.Param]) })
}

// ranked picks by the objective; runs without a score are never picked.
func (s *Select) ranked(runs []trex.Run) []trex.Run {
	runs = slices.DeleteFunc(insight.Ranked(runs), func(run trex.Run) bool {
		_, ok := run.Score()
		return !ok
	})
	if s.Rank == RankWorst || s.Rank == RankLower {
		slices.Reverse(runs)
	}
	n := max(s.Limit, 1)
	if s.Rank == RankUpper || s.Rank == RankLower {
		n = (len(runs) + 1) / 2
	}
	return runs[:min(n, len(runs))]
}
