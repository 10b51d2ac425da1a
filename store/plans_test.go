package store_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store"
)

// sorts are all orders the grid offers.
var sorts = []string{"created", "started", "finished", "name", "status", "project", "requester", "best", "last", "duration",
	"param:lr", "param:optimizer", "metric:val_loss", "metric:val_acc"}

// slow finds what a plan for a first page must not have: a table read from end
// to end, or all of it sorted. Walking the runs in the order of their ids is
// what newest first means.
var slow = map[string]*regexp.Regexp{
	"SQLite":     regexp.MustCompile(`SCAN k|TEMP B-TREE|AUTOMATIC`),
	"PostgreSQL": regexp.MustCompile(`Seq Scan|Sort  |Hash`),
}

// TestListPlans asks both databases how they would answer at ten thousand runs.
func TestListPlans(t *testing.T) {
	for _, by := range store.PlainSorts() {
		if !slices.Contains(sorts, by) {
			t.Errorf("nobody looks at how runs are sorted by %s", by)
		}
	}
	for kind, open := range kinds {
		t.Run(kind, func(t *testing.T) {
			o := open(t)
			o.fill(t, 10_000)
			for _, by := range sorts {
				for direction, desc := range map[string]bool{"Up": false, "Down": true} {
					t.Run(by+direction, func(t *testing.T) {
						sort := trex.SortKey{By: by, Desc: desc}
						checkPlan(t, o, kind, trex.RunQuery{Sort: sort})
						page, err := o.ListRuns(t.Context(), trex.RunQuery{Sort: sort, Limit: 10})
						if err != nil {
							t.Fatal(err)
						}
						checkPlan(t, o, kind, trex.RunQuery{Sort: sort, Cursor: page.Next})
						checkPlan(t, o, kind, trex.RunQuery{Sort: sort, Statuses: []trex.Status{trex.Completed}})
					})
				}
			}
			t.Run("FewMatch", func(t *testing.T) { checkFew(t, o, kind) })
		})
	}
}

func checkPlan(t *testing.T, o *opened, kind string, q trex.RunQuery) {
	t.Helper()
	plans, err := o.shared.ListPlans(t.Context(), o.explain, q)
	if err != nil {
		t.Fatal(err)
	}
	if found := slow[kind].FindString(plans[0]); found != "" {
		t.Errorf("%+v is answered with a %s:\n%s", q, found, plans[0])
	}
	if kind == "SQLite" && strings.HasPrefix(plans[0], "SCAN r\n") && q.Sort.By != "created" {
		t.Errorf("%+v reads all runs:\n%s", q, plans[0])
	}
}

// checkFew: a filter that few runs pass is entered by its own index, whatever
// the order.
func checkFew(t *testing.T, o *opened, kind string) {
	few := map[string]trex.RunQuery{
		"Experiment": {Experiment: "e7"},
		"Status":     {Statuses: []trex.Status{trex.Pending, trex.Running}},
		"Param":      {Where: []trex.Condition{{Name: "seed", Op: trex.Less, Value: trex.Number(50)}}},
		"Best":       {Where: []trex.Condition{{Name: "val_loss", Op: trex.Less, Value: trex.Number(0.01)}}},
		"Last":       {Where: []trex.Condition{{Name: "val_acc", Op: trex.Greater, Value: trex.Number(0.99)}}},
	}
	for name, q := range few {
		t.Run(name, func(t *testing.T) {
			for _, by := range sorts {
				q.Sort = trex.SortKey{By: by}
				plans, err := o.shared.ListPlans(t.Context(), o.explain, q)
				if err != nil {
					t.Fatal(err)
				}
				whole := map[string]string{"SQLite": "SCAN r\n", "PostgreSQL": "Seq Scan on runs"}
				if strings.Contains(plans[0]+"\n", whole[kind]) {
					t.Errorf("by %s reads all runs:\n%s", by, plans[0])
				}
			}
		})
	}
}
