package store

import (
	"context"
	"fmt"

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
// are fetched and sorted. Otherwise the index of the sort order is walked until
// the page is full.
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
	if err := l.filter(ctx, q); err != nil {
		return trex.RunPage{}, err
	}
	var page trex.RunPage
	var last cursor
	for phase := from.Phase; phase < len(order.phases); phase++ {
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
	few     *filter // matches so few runs that they are fetched and sorted
}

// query returns the statement for the runs of a phase behind the cursor.
func (l *runLister) query(phase int, from cursor, limit int) (string, []any) {
	p := l.order.phases[phase]
	key, tie := p.key, p.tie
	where := &predicate{}
	if p.where != "" {
		where.and(p.where, p.args...)
	}
	if l.few != nil {
		key, tie = l.dialect.Unindexed(key), l.dialect.Unindexed(tie)
		where.and("r.id IN ("+l.few.source+")", l.few.args...)
	}
	for i := range l.filters {
		if f := &l.filters[i]; f != l.few {
			where.and(f.term, f.args...)
		}
	}
	if from.ID > 0 {
		l.after(where, p, key, tie, from)
	}
	by := tie + " DESC"
	switch {
	case p.key == p.tie && p.keyed:
		by = tie + direction(l.order.desc)
	case p.keyed:
		by = key + direction(l.order.desc) + ", " + by
	}
	return where.build("SELECT "+runColumns+", "+p.key+" FROM "+p.from, "ORDER BY "+by+" LIMIT ?", limit)
}

// after restricts to what comes behind the cursor. The first comparison is what
// an index is entered by.
func (l *runLister) after(where *predicate, p phase, key, tie string, from cursor) {
	beyond := ">"
	if l.order.desc || !p.keyed {
		beyond = "<"
	}
	if !p.keyed || p.key == p.tie {
		where.and(tie+" "+beyond+" ?", from.ID)
		return
	}
	value := p.parse(from.Key)
	where.and(key+" "+beyond+"= ? AND ("+key+" "+beyond+" ? OR "+tie+" < ?)", value, value, from.ID)
}

func direction(desc bool) string {
	if desc {
		return " DESC"
	}
	return " ASC"
}
