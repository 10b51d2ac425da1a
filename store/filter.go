package store

import (
	"context"
	"strings"

	"github.com/trex-ml/trex"
)

// filter restricts a listing in two forms: term is checked run by run, source
// finds the ids by an index. Both take args.
type filter struct {
	term   string
	source string // "": there is no index for it
	args   []any
}

// The numbers of matching runs up to which they are fetched and sorted instead
// of being looked for along the sort order: always up to fewRuns, and up to
// mostFew when the walk would take longer. To fill a page from n matches, the
// walk reads about limit*all/n runs if they are spread evenly, and many more if
// not. In the order of ids, that of most listings, the filters' own indexes are
// walked.
const (
	fewRuns = 1000
	mostFew = 4000
)

// filter collects the filters of q and finds out whether one of them alone
// matches few runs. limit is the number of runs on the page.
func (l *runLister) filter(ctx context.Context, q trex.RunQuery, limit int) error {
	l.columnFilters(q)
	for _, text := range q.Text {
		if text != "" {
			l.add(l.dialect.Contains("r.search"), "", strings.ToLower(text))
		}
	}
	for _, c := range q.Where {
		if err := l.condition(ctx, c); err != nil {
			return err
		}
	}
	l.fewest = mostFew + 1
	for i := range l.filters {
		f := &l.filters[i]
		if f.source == "" {
			continue
		}
		n, err := one(ctx, l.session, scanValue[int64],
			numbered("SELECT count(*) FROM (SELECT 1 FROM ("+f.source+") AS s LIMIT ?) AS t"),
			append(append([]any{}, f.args...), mostFew+1)...)
		if err != nil {
			return err
		}
		if n < l.fewest {
			l.fewest, l.few = n, f
		}
	}
	if l.few == nil || l.fewest <= fewRuns {
		return nil
	}
	all, err := one(ctx, l.session, scanValue[int64], "SELECT coalesce(max(id), 0) FROM runs")
	if l.order.byID() || l.fewest*l.fewest > 2*int64(limit)*all {
		l.few = nil
	}
	return err
}

func (l *runLister) add(term, source string, args ...any) {
	l.filters = append(l.filters, filter{term, source, args})
}

func (l *runLister) columnFilters(q trex.RunQuery) {
	if q.Project != "" {
		l.add(l.plain("r.project")+" = ?", "SELECT id FROM runs WHERE project = ?", label(q.Project))
	}
	if q.Experiment != "" {
		l.add(l.plain("r.experiment_id")+" = ?", "SELECT id FROM runs WHERE experiment_id = ?", q.Experiment)
	}
	if q.NotExperiment != "" {
		l.add(l.dialect.Unindexed("r.experiment_id")+" <> ?", "", q.NotExperiment)
	}
	if !q.FinishedBefore.IsZero() {
		l.add(l.plain("r.finished_at")+" < ?", "SELECT id FROM runs WHERE finished_at < ?", q.FinishedBefore)
	}
	if !q.Person.IsZero() {
		l.add(l.plain("r.requester_id")+" = ? AND r.requester_platform = ?",
			"SELECT id FROM runs WHERE requester_id = ? AND requester_platform = ?", label(q.Person.ID), label(q.Person.Platform))
	}
	if q.Requester != "" {
		// With two indexes for one OR, all matching runs would be read and sorted.
		l.add(l.dialect.Unindexed("r.requester_name")+" = ? OR "+l.dialect.Unindexed("r.requester_id")+" = ?",
			"SELECT id FROM runs WHERE requester_name = ? UNION ALL SELECT id FROM runs WHERE requester_id = ?",
			label(q.Requester), label(q.Requester))
	}
	if len(q.Statuses) > 0 {
		var args []any
		for _, status := range q.Statuses {
			args = append(args, status)
		}
		marks := "(?" + strings.Repeat(", ?", len(args)-1) + ")"
		l.add(l.plain("r.status")+" IN "+marks, "SELECT id FROM runs WHERE status IN "+marks, args...)
	}
}

// plain makes the planner use the index of the sort order and not that of the
// filter's column, unless the order is that of ids, which both indexes have.
func (l *runLister) plain(column string) string {
	if l.order.byID() {
		return column
	}
	return l.dialect.Unindexed(column)
}
