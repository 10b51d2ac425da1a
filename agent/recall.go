package agent

import (
	"cmp"
	"context"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
)

// known is a Lookup of the recent runs that came with the request.
type known struct{ runs []trex.Run }

func (k known) FindRun(_ context.Context, id trex.RunID) (trex.Run, error) {
	for _, run := range k.runs {
		if run.ID == id {
			return run, nil
		}
	}
	return trex.Run{}, trex.NotFound("I do not know a run %s.", id)
}

func (k known) ListRuns(_ context.Context, query trex.RunQuery) (trex.RunPage, error) {
	return trex.RunPage{Runs: recent(k.runs, query)}, nil
}

func (k known) ListSeries(context.Context, trex.RunID) ([]trex.Series, error) { return nil, nil }

func (k known) LogTail(context.Context, trex.RunID, int) (string, error) { return "", nil }

// recall returns the runs that match the query, at most its Limit; 0 means all.
// They are newest first unless the query has another order. Without a Lookup it
// searches only the recent runs.
func (m *message) recall(query trex.RunQuery) []trex.Run {
	lookup := m.lookup()
	var runs []trex.Run
	for all := query.Limit == 0; ; {
		page, err := lookup.ListRuns(m.ctx, query)
		if err != nil {
			m.err = err
			return nil
		}
		runs = append(runs, page.Runs...)
		if query.Cursor = page.Next; !all || page.Next == "" {
			return runs
		}
	}
}

// recent runs recall's query on the runs that came with the request.
func recent(known []trex.Run, query trex.RunQuery) []trex.Run {
	var runs []trex.Run
	for _, run := range known {
		if run.Project == cmp.Or(query.Project, run.Project) &&
			run.Experiment == cmp.Or(query.Experiment, run.Experiment) &&
			(query.Person.IsZero() || run.Requester.Same(query.Person)) &&
			(query.Statuses == nil || slices.Contains(query.Statuses, run.Status)) {
			runs = append(runs, run)
		}
	}
	if query.Sort.By == "best" {
		runs = insight.Ranked(runs)
	}
	if query.Limit > 0 {
		runs = runs[:min(query.Limit, len(runs))]
	}
	return runs
}

// newest returns the newest run that matches the query.
func (m *message) newest(query trex.RunQuery) (trex.Run, bool) {
	query.Limit = 1
	for _, run := range m.recall(query) {
		return run, true
	}
	return trex.Run{}, false
}

func runIDs(runs []trex.Run) []trex.RunID {
	var ids []trex.RunID
	for _, run := range runs {
		ids = append(ids, run.ID)
	}
	return ids
}

func (m *message) lookup() Lookup {
	if m.req.Lookup != nil {
		return m.req.Lookup
	}
	return known{m.req.Runs}
}
