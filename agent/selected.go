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
	runs, _, err := f.Divide(ctx, s)
	return runs, err
}

// Divide also returns the runs that the exception of a selector leaves out. An
// exception picks from what the selector names: "the adam runs except the best".
func (f Finder) Divide(ctx context.Context, s Select) (runs, left []trex.Run, err error) {
	if runs, err = f.named(ctx, s); err != nil {
		return nil, nil, err
	}
	return f.pick(ctx, runs, s)
}

// pick does what a selector says besides naming runs.
func (f Finder) pick(ctx context.Context, runs []trex.Run, s Select) (picked, left []trex.Run, err error) {
	person := f.person(s)
	picked = slices.DeleteFunc(slices.Clone(runs), func(run trex.Run) bool {
		return !s.holds(&run) || !person.IsZero() && !run.Requester.Same(person)
	})
	if s.Rank != RankNone {
		picked = s.ranked(picked)
	}
	if s.Except != nil && !s.Except.IsZero() {
		if picked, left, err = f.without(ctx, picked, *s.Except); err != nil {
			return nil, nil, err
		}
	}
	if s.Rank == RankNone && s.Limit > 0 {
		picked = picked[:min(s.Limit, len(picked))]
	}
	return picked, left, nil
}

// without divides runs into those that go on to count and those of an exception.
func (f Finder) without(ctx context.Context, runs []trex.Run, except Select) (rest, left []trex.Run, err error) {
	inner := runs
	if len(except.Runs)+len(except.Experiments) > 0 {
		some, err := f.named(ctx, except) // one that does not exist is an error, not an exception from nothing
		if err != nil {
			return nil, nil, err
		}
		ids := idSet(some)
		inner = slices.DeleteFunc(slices.Clone(runs), func(run trex.Run) bool { return !ids[run.ID] })
	}
	if inner, _, err = f.pick(ctx, inner, except); err != nil {
		return nil, nil, err
	}
	ids := idSet(inner)
	for _, run := range runs {
		if ids[run.ID] {
			left = append(left, run)
		} else {
			rest = append(rest, run)
		}
	}
	return rest, left, nil
}

func idSet(runs []trex.Run) map[trex.RunID]bool {
	ids := make(map[trex.RunID]bool, len(runs))
	for _, run := range runs {
		ids[run.ID] = true
	}
	return ids
}

// named reads the runs before they are filtered.
func (f Finder) named(ctx context.Context, s Select) (runs []trex.Run, err error) {
	for _, id := range s.Runs {
		run, err := f.Lookup.FindRun(ctx, id)
		if err != nil {
			return nil, err
		}
		runs = append(runs, run)
	}
	if len(runs) > 0 && !slices.ContainsFunc(runs, func(run trex.Run) bool { return !slices.Contains(s.Experiments, run.Experiment) }) {
		return runs, nil // "r3 and r4 of e2"
	}
	known := idSet(runs)
	for _, experiment := range s.Experiments {
		some, err := f.all(ctx, trex.RunQuery{Experiment: experiment}) // whatever its project
		if err != nil {
			return nil, err
		}
		if len(some) == 0 {
			return nil, trex.NotFound("there is no experiment %s", experiment)
		}
		runs = append(runs, slices.DeleteFunc(some, func(run trex.Run) bool { return known[run.ID] })...)
	}
	if len(s.Runs)+len(s.Experiments) > 0 {
		return runs, nil
	}
	query := trex.RunQuery{Project: f.Project, Person: f.person(s), Statuses: s.Statuses}
	for _, c := range s.Where {
		if len(c.Values) == 1 {
			query.Where = append(query.Where, trex.Condition{Name: "param:" + c.Param, Op: c.Op, Value: c.Values[0]})
		}
	}
	if s.Rank == RankNone && s.Except == nil && s.Since.IsZero() && s.Until.IsZero() && len(query.Where) == len(s.Where) {
		query.Limit = s.Limit // the query says all of it
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

// all reads every page, or as many runs as the query's limit.
func (f Finder) all(ctx context.Context, query trex.RunQuery) (runs []trex.Run, err error) {
	most := query.Limit
	if query.Limit = mostOfPage; most > 0 {
		query.Limit = min(most, mostOfPage)
	}
	for {
		page, err := f.Lookup.ListRuns(ctx, query)
		if err != nil {
			return nil, err
		}
		runs = append(runs, page.Runs...)
		if query.Cursor = page.Next; page.Next == "" || most > 0 && len(runs) >= most {
			return runs, nil
		}
	}
}

// holds reports whether a run matches the conditions.
func (s *Select) holds(run *trex.Run) bool {
	if len(s.Statuses) > 0 && !slices.Contains(s.Statuses, run.Status) || !s.during(run) {
		return false
	}
	return !slices.ContainsFunc(s.Where, func(c Condition) bool { return !c.holds(run.Config[c.Param]) })
}

// during reports whether a run falls into the time of a selector. "What failed
// yesterday" asks when runs ended; without an end, a run counts for every day from
// its launch to its end.
func (s *Select) during(run *trex.Run) bool {
	begins, ends := run.CreatedAt, run.FinishedAt
	if len(s.Statuses) > 0 && !slices.ContainsFunc(s.Statuses, func(status trex.Status) bool { return !status.Final() }) {
		begins = ends
	}
	return (s.Since.IsZero() || ends.IsZero() || !ends.Before(s.Since)) && (s.Until.IsZero() || begins.Before(s.Until))
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
