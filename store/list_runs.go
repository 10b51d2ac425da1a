package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/trex-ml/trex"
)

const (
	defaultPage = 100
	largestPage = 1000
)

// ListRuns returns one page of the runs that q asks for. The cursor holds the
// sort value and the id of the last run of the page before, so that a page
// costs the same wherever it is and no run is shown twice; a run whose value
// changes between pages may be missed or seen again.
//
// There are two ways to answer. When few runs match one of the filters, those
// runs are fetched and sorted. Otherwise the index of the sort order is walked
// until the page is full.
func (s *Store) ListRuns(ctx context.Context, q trex.RunQuery) (trex.RunPage, error) {
	page, err := s.listRuns(ctx, q)
	if err != nil {
		return trex.RunPage{}, fmt.Errorf("list runs: %w", err)
	}
	return page, nil
}

func (s *Store) listRuns(ctx context.Context, q trex.RunQuery) (trex.RunPage, error) {
	order, err := parseOrder(q.Sort)
	if err != nil {
		return trex.RunPage{}, err
	}
	from, err := parseCursor(q.Cursor, q.Sort, order)
	if err != nil {
		return trex.RunPage{}, err
	}
	limit := defaultPage
	if q.Limit > 0 {
		limit = min(q.Limit, largestPage)
	}
	l := runLister{session: s.list, order: order}
	if err := l.filter(ctx, q, limit); err != nil {
		return trex.RunPage{}, err
	}
	var page trex.RunPage
	var last cursor
	for phase := from.Phase; phase < len(l.order.phases); phase++ {
		query, args := l.query(phase, from, limit+1-len(page.Runs))
		err := each(ctx, s.list, func(row scanner) error {
			if len(page.Runs) == limit { // there is one more
				page.Next = last.String()
				return nil
			}
			var key any
			r, err := scanRun(keyed{row, &key})
			page.Runs = append(page.Runs, r)
			last = cursor{Sort: sortText(q.Sort), Phase: phase, Key: keyText(key), ID: r.ID.Number()}
			return err
		}, query, args...)
		if err != nil {
			return trex.RunPage{}, err
		}
		if page.Next != "" {
			break
		}
		from = cursor{}
	}
	return page, nil
}

// keyed scans the columns of a run and then the key it is sorted by.
type keyed struct {
	scanner
	key *any
}

func (k keyed) Scan(dest ...any) error { return k.scanner.Scan(append(dest, k.key)...) }

// runLister builds the statements of one listing.
type runLister struct {
	session
	order   order
	filters []filter
	few     *filter // matches few runs, which are fetched and sorted
	fewest  int64   // how many
}

// query returns the statement for the runs of a phase behind the cursor. If the
// matches are few, they are found first, even if the planner would prefer the
// order's index, and only their ids and keys are sorted.
func (l *runLister) query(phase int, from cursor, limit int) (string, []any) {
	p := l.order.phases[phase]
	tables, key, tie := p.from, p.key, p.tie
	where := &predicate{}
	if p.where != "" {
		where.and(p.where, p.args...)
	}
	if l.few != nil {
		tables, key, tie = p.known, l.dialect.Unindexed(key), l.dialect.Unindexed("r.id")
		// The limit tells the planner how few; no more can match by now.
		where.and("r.id IN (SELECT id FROM ("+l.few.source+") AS few LIMIT ?)", slices.Concat(l.few.args, []any{2*l.fewest + fewRuns})...)
	}
	for i := range l.filters {
		if f := &l.filters[i]; f != l.few {
			where.and(f.term, f.args...)
		}
	}
	if from.ID > 0 {
		l.after(where, p, behind{key, tie, from})
	}
	if l.few == nil {
		return where.build("SELECT "+runColumns+", "+key+" FROM "+tables, l.by(p, key, tie)+" LIMIT ?", limit)
	}
	return where.build("WITH found AS MATERIALIZED (SELECT r.id AS run, "+key+" AS sorted FROM "+tables,
		"), page AS (SELECT run, sorted FROM found "+l.by(p, "sorted", "run")+" LIMIT ?) SELECT "+runColumns+
			", page.sorted FROM page CROSS JOIN runs r WHERE r.id = page.run "+l.by(p, "page.sorted", "page.run"), limit)
}

// by is the order of a phase.
func (l *runLister) by(p phase, key, tie string) string {
	switch {
	case p.key == p.tie && p.keyed:
		return "ORDER BY " + tie + direction(l.order.desc)
	case p.keyed:
		return "ORDER BY " + key + direction(l.order.desc) + ", " + tie + " DESC"
	}
	return "ORDER BY " + tie + " DESC"
}

// behind selects the runs after a cursor in the order of two columns.
type behind struct {
	key, tie string
	from     cursor
}

// after restricts to the runs behind the cursor. The first comparison gives the
// start of the index scan.
func (l *runLister) after(where *predicate, p phase, b behind) {
	beyond := ">"
	if l.order.desc || !p.keyed {
		beyond = "<"
	}
	if !p.keyed || p.key == p.tie {
		where.and(b.tie+" "+beyond+" ?", b.from.ID)
		return
	}
	value := p.parse(b.from.Key)
	where.and(b.key+" "+beyond+"= ? AND ("+b.key+" "+beyond+" ? OR "+b.tie+" < ?)", value, value, b.from.ID)
}

func direction(desc bool) string {
	if desc {
		return " DESC"
	}
	return " ASC"
}
