package store_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store"
)

// sorts are all orders that the grid offers.
var sorts = []string{"created", "started", "finished", "name", "status", "project", "requester", "best", "last", "duration",
	"param:lr", "param:optimizer", "metric:val_loss", "metric:val_acc"}

// slow finds steps that a plan for a first page must not have: a read or a sort of
// a whole table. A walk over the runs in the order of their ids is allowed: it
// lists the newest first.
var slow = map[string]*regexp.Regexp{
	"SQLite":     regexp.MustCompile(`SCAN k|TEMP B-TREE|AUTOMATIC`),
	"PostgreSQL": regexp.MustCompile(`Seq Scan|Sort  |Hash`),
}

// TestListPlans checks the plans of both databases with ten thousand runs.
func TestListPlans(t *testing.T) {
	for _, by := range store.PlainSorts() {
		if !slices.Contains(sorts, by) {
			t.Errorf("nobody looks at how runs are sorted by %s", by)
		}
	}
	for kind, open := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
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
						checkPlan(t, o, kind, trex.RunQuery{Sort: sort, Requester: "person 3"})
					})
				}
			}
			t.Run("SameThing", func(t *testing.T) { checkSame(t, o, kind) })
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
	plan := plans[0]
	if q.Requester != "" { // PostgreSQL may walk the index of the other direction and sort equal values only
		plan = strings.ReplaceAll(plan, "Incremental Sort", "")
	}
	if found := slow[kind].FindString(plan); found != "" {
		t.Errorf("%+v is answered with a %s:\n%s", q, found, plans[0])
	}
	if kind == "SQLite" && strings.HasPrefix(plans[0], "SCAN r\n") && q.Sort.By != "created" {
		t.Errorf("%+v reads all runs:\n%s", q, plans[0])
	}
}

// checkSame: when a sort and a condition use the same column, the index scan
// begins where the condition begins to hold.
func checkSame(t *testing.T, o *opened, kind string) {
	entered := map[string]*regexp.Regexp{
		"SQLite":     regexp.MustCompile(`^SEARCH k .*(score|key)>\?`),
		"PostgreSQL": regexp.MustCompile(`Index (Only )?Scan using \w+ on \w+ k.*\n *Index Cond: .*(score|key) >`),
	}
	for by, value := range map[string]float64{"metric:val_loss": 0.5, "param:lr": 0.01} {
		_, name, _ := strings.Cut(by, ":")
		q := trex.RunQuery{Sort: trex.SortKey{By: by}, Where: []trex.Condition{{Name: name, Op: trex.Greater, Value: trex.Number(value)}}}
		checkPlan(t, o, kind, q)
		plans, err := o.shared.ListPlans(t.Context(), o.explain, q)
		if err != nil {
			t.Fatal(err)
		}
		if !entered[kind].MatchString(plans[0]) {
			t.Errorf("by %s, of which a part is asked for, all of it is walked:\n%s", by, plans[0])
		}
	}
}

// baseline asks for the best of earlier runs of a configuration.
var baseline = trex.RunQuery{
	Project: "project-4", Statuses: []trex.Status{trex.Completed}, NotExperiment: "e7", FinishedBefore: time.UnixMilli(2e12),
	Person: trex.Person{Platform: "slack", ID: "U1"},
	Where: []trex.Condition{
		{Name: "lr", Op: trex.Equal, Value: trex.Number(0.01)},
		{Name: "optimizer", Op: trex.Equal, Value: trex.Text("adam")},
		{Name: "dropout", Op: trex.Equal},
	},
}

// checkFew: a filter that few runs match uses its own index, whatever the order.
func checkFew(t *testing.T, o *opened, kind string) {
	few := map[string]trex.RunQuery{
		"Baseline":   baseline,
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
				whole := map[string]*regexp.Regexp{
					"SQLite":     regexp.MustCompile(`SCAN [rk]\b|SEARCH k USING [^(]*\((name|metric)=\?\)`),
					"PostgreSQL": regexp.MustCompile(`Seq Scan on (runs|series|run_params)`),
				}
				if found := whole[kind].FindString(plans[0]); found != "" {
					t.Errorf("by %s reads all runs, %s:\n%s", by, found, plans[0])
				}
			}
		})
	}
}
