package storetest

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/trex-ml/trex"
)

// manyRuns are runs that differ in everything a listing can sort or filter by.
//
//	r1 digits  Ada completed lr 0.1  best 0.5, last 0.6  10 s
//	r2 digits  Ada completed lr 0.01 best 0.2, last 0.7  30 s
//	r3 digits  Ada failed    lr 10   best NaN            5 s
//	r4 mnist   Bob running   lr 0.1  no points
//	r5 mnist   Bob pending   lr 0.03
//	r6 convnet Ada cancelled, no lr, a note
func manyRuns(f *fixture) {
	t := f.t
	f.launch(ada, "digits", 0.1, 0.01, 10)
	f.launch(bob, "mnist", 0.1, 0.03)
	p := proposal(trex.RunConfig{"note": trex.Text("Über 50%"), "depth": trex.Number(-2)})
	p.Project = "convnet"
	p, err := f.CreateProposal(f.ctx, p)
	must(t, err)
	_, _, err = f.LaunchProposal(f.ctx, trex.Launch{Decision: trex.Decision{Proposal: p.ID, At: at(11)}, Names: []string{"base"}, Objective: loss})
	must(t, err)
	for id, started := range map[trex.RunID]float64{"r1": 100, "r2": 101, "r3": 102, "r4": 103} {
		_, err := f.ClaimRun(f.ctx, trex.Claim{Run: id, At: at(started)})
		must(t, err)
	}
	f.points("r1", "val_loss", 0.9, 0.5, 0.6)
	f.points("r2", "val_loss", 0.8, 0.2, 0.7)
	f.points("r3", "val_loss", math.NaN())
	f.points("r1", "acc", 0.7, 0.8)
	f.points("r2", "acc", 0.95, 0.9)
	for _, end := range []trex.Finish{
		{Run: "r1", Status: trex.Completed, At: at(110)},
		{Run: "r2", Status: trex.Completed, At: at(131)},
		{Run: "r3", Status: trex.Failed, At: at(107)},
		{Run: "r6", Status: trex.Cancelled, At: at(50)},
	} {
		_, err := f.FinishRun(f.ctx, end)
		must(t, err)
	}
}

// sorts maps each order to the numbers of manyRuns' runs, upwards and downwards:
// runs without a value last, ties newest first.
var sorts = map[string][2][]int{
	"created":         {{1, 2, 3, 4, 5, 6}, {6, 5, 4, 3, 2, 1}},
	"started":         {{1, 2, 3, 4, 6, 5}, {4, 3, 2, 1, 6, 5}},
	"finished":        {{6, 3, 1, 2, 5, 4}, {2, 1, 3, 6, 5, 4}},
	"duration":        {{3, 1, 2, 6, 5, 4}, {2, 1, 3, 6, 5, 4}},
	"best":            {{2, 1, 6, 5, 4, 3}, {1, 2, 6, 5, 4, 3}},
	"last":            {{1, 2, 6, 5, 4, 3}, {2, 1, 6, 5, 4, 3}},
	"name":            {{6, 2, 5, 4, 1, 3}, {3, 4, 1, 5, 2, 6}},
	"status":          {{5, 4, 2, 1, 3, 6}, {6, 3, 2, 1, 4, 5}},
	"project":         {{6, 3, 2, 1, 5, 4}, {5, 4, 3, 2, 1, 6}},
	"requester":       {{6, 3, 2, 1, 5, 4}, {5, 4, 6, 3, 2, 1}},
	"param:lr":        {{2, 5, 4, 1, 3, 6}, {3, 4, 1, 5, 2, 6}},
	"param:note":      {{6, 5, 4, 3, 2, 1}, {6, 5, 4, 3, 2, 1}},
	"metric:val_loss": {{2, 1, 6, 5, 4, 3}, {1, 2, 6, 5, 4, 3}},
	"metric:acc":      {{1, 2, 6, 5, 4, 3}, {2, 1, 6, 5, 4, 3}},
	"metric:nothing":  {{6, 5, 4, 3, 2, 1}, {6, 5, 4, 3, 2, 1}},
}

func eachSort(t *testing.T, check func(t *testing.T, sort trex.SortKey, want []trex.RunID)) {
	for by, orders := range sorts {
		for i, name := range []string{"Up", "Down"} {
			t.Run(by+name, func(t *testing.T) { check(t, trex.SortKey{By: by, Desc: i == 1}, numberedRuns(orders[i]...)) })
		}
	}
}

func numberedRuns(numbers ...int) []trex.RunID {
	ids := []trex.RunID{}
	for _, n := range numbers {
		ids = append(ids, trex.MakeRunID(int64(n)))
	}
	return ids
}

func testListOrder(t *testing.T, f *fixture) {
	manyRuns(f)
	eachSort(t, func(t *testing.T, sort trex.SortKey, want []trex.RunID) {
		page, err := f.ListRuns(f.ctx, trex.RunQuery{Sort: sort})
		must(t, err)
		equal(t, "runs", want, runIDs(page.Runs))
		if page.Next != "" {
			t.Error("there is no next page, but a cursor")
		}
	})
	page, err := f.ListRuns(f.ctx, trex.RunQuery{})
	must(t, err)
	equal(t, "newest first unless told otherwise", numberedRuns(6, 5, 4, 3, 2, 1), runIDs(page.Runs))
	equal(t, "whole runs", f.findRun("r1"), page.Runs[5])
}

func testListPages(t *testing.T, f *fixture) {
	manyRuns(f)
	eachSort(t, func(t *testing.T, sort trex.SortKey, want []trex.RunID) {
		for _, limit := range []int{1, 2, 3, 5, 6} {
			for _, query := range []trex.RunQuery{{}, {Statuses: trex.Statuses[:]}} {
				query.Sort, query.Limit = sort, limit
				got := []trex.RunID{}
				for pages := 0; ; pages++ {
					page, err := f.ListRuns(f.ctx, query)
					must(t, err)
					got = append(got, runIDs(page.Runs)...)
					if len(page.Runs) > limit || pages > 6 {
						t.Fatalf("page %d has %d runs", pages, len(page.Runs))
					}
					if page.Next == "" {
						break
					}
					query.Cursor = page.Next
				}
				equal(t, fmt.Sprintf("in pages of %d", limit), want, got)
			}
		}
	})
}

func testListFilters(t *testing.T, f *fixture) {
	manyRuns(f)
	where := func(name string, op trex.Op, value trex.Value) []trex.Condition {
		return []trex.Condition{{Name: name, Op: op, Value: value}}
	}
	num := trex.Number
	for name, tc := range map[string]struct {
		query trex.RunQuery
		want  []int
	}{
		"Project":          {trex.RunQuery{Project: "mnist"}, []int{5, 4}},
		"ProjectUnknown":   {trex.RunQuery{Project: "mnis"}, nil},
		"Status":           {trex.RunQuery{Statuses: []trex.Status{trex.Completed}}, []int{2, 1}},
		"Statuses":         {trex.RunQuery{Statuses: []trex.Status{trex.Pending, trex.Failed}}, []int{5, 3}},
		"Experiment":       {trex.RunQuery{Experiment: "e2"}, []int{5, 4}},
		"RequesterName":    {trex.RunQuery{Requester: "Bob"}, []int{5, 4}},
		"RequesterID":      {trex.RunQuery{Requester: "U1"}, []int{6, 3, 2, 1}},
		"NotExperiment":    {trex.RunQuery{NotExperiment: "e1"}, []int{6, 5, 4}},
		"FinishedBefore":   {trex.RunQuery{FinishedBefore: at(110)}, []int{6, 3}},
		"Person":           {trex.RunQuery{Person: trex.Person{Platform: "discord", ID: "2", Name: "Robert"}}, []int{5, 4}},
		"PersonElsewhere":  {trex.RunQuery{Person: trex.Person{Platform: "slack", ID: "2", Name: "Bob"}}, nil},
		"PersonIsNoName":   {trex.RunQuery{Person: trex.Person{Platform: "discord", ID: "Bob"}}, nil},
		"TextName":         {trex.RunQuery{Text: []string{"LR 0.1"}}, []int{4, 1}},
		"TextID":           {trex.RunQuery{Text: []string{"r3"}}, []int{3}},
		"TextAll":          {trex.RunQuery{Text: []string{"ada", "0.01"}}, []int{2}},
		"TextValue":        {trex.RunQuery{Text: []string{"über 50%"}}, []int{6}},
		"TextNone":         {trex.RunQuery{Text: []string{"digitsada"}}, nil},
		"TextUnderscore":   {trex.RunQuery{Text: []string{"_"}}, nil},
		"ParamLess":        {trex.RunQuery{Where: where("lr", trex.Less, num(0.1))}, []int{5, 2}},
		"ParamLessEqual":   {trex.RunQuery{Where: where("lr", trex.LessEqual, num(0.1))}, []int{5, 4, 2, 1}},
		"ParamEqual":       {trex.RunQuery{Where: where("lr", trex.Equal, num(0.1))}, []int{4, 1}},
		"ParamNotEqual":    {trex.RunQuery{Where: where("lr", trex.NotEqual, num(0.1))}, []int{5, 3, 2}},
		"ParamGreater":     {trex.RunQuery{Where: where("lr", trex.Greater, num(0.1))}, []int{3}},
		"ParamAtLeast":     {trex.RunQuery{Where: where("lr", trex.GreaterEqual, num(0.1))}, []int{4, 3, 1}},
		"ParamNegative":    {trex.RunQuery{Where: where("depth", trex.Less, num(-1))}, []int{6}},
		"ParamText":        {trex.RunQuery{Where: where("note", trex.Equal, trex.Text("Über 50%"))}, []int{6}},
		"ParamBool":        {trex.RunQuery{Where: where("augment", trex.Equal, trex.Bool(true))}, []int{5, 4, 3, 2, 1}},
		"ParamAbsent":      {trex.RunQuery{Where: where("lr", trex.Equal, trex.Value{})}, []int{6}},
		"ParamAbsentInAll": {trex.RunQuery{Where: where("param:momentum", trex.Equal, trex.Value{})}, []int{6, 5, 4, 3, 2, 1}},
		"ParamOnly":        {trex.RunQuery{Where: where("param:lr", trex.Equal, num(10))}, []int{3}},
		"ParamNotMetric":   {trex.RunQuery{Where: where("param:acc", trex.Greater, num(0))}, nil},
		"MetricOnly":       {trex.RunQuery{Where: where("metric:acc", trex.Equal, num(0.9))}, []int{2}},
		"MetricNotParam":   {trex.RunQuery{Where: where("metric:lr", trex.Greater, num(0))}, nil},
		"Baseline": {trex.RunQuery{Project: "digits", Statuses: []trex.Status{trex.Completed}, FinishedBefore: at(140), NotExperiment: "e2",
			Person: ada, Where: append(where("optimizer", trex.Equal, trex.Text("adam")), where("note", trex.Equal, trex.Value{})...),
			Sort: trex.SortKey{By: "best"}}, []int{2, 1}},
		"ParamOtherType":   {trex.RunQuery{Where: where("note", trex.Greater, num(0))}, nil},
		"Best":             {trex.RunQuery{Where: where("val_loss", trex.LessEqual, num(0.5))}, []int{2, 1}},
		"BestNotLast":      {trex.RunQuery{Where: where("val_loss", trex.Equal, num(0.5))}, []int{1}},
		"MetricLast":       {trex.RunQuery{Where: where("acc", trex.Equal, num(0.9))}, []int{2}},
		"MetricText":       {trex.RunQuery{Where: where("acc", trex.Equal, trex.Text("0.9"))}, nil},
		"NobodyHasIt":      {trex.RunQuery{Where: where("momentum", trex.Less, num(1))}, nil},
		"Range":            {trex.RunQuery{Where: append(where("lr", trex.Greater, num(0.01)), where("lr", trex.Less, num(1))...)}, []int{5, 4, 1}},
		"Everything":       {trex.RunQuery{Project: "digits", Statuses: trex.Statuses[:], Requester: "Ada", Text: []string{"adam"}, Where: where("val_loss", trex.Less, num(0.3))}, []int{2}},
		"SortedByAnother":  {trex.RunQuery{Project: "digits", Sort: trex.SortKey{By: "best"}}, []int{2, 1, 3}},
		"SortedByParam":    {trex.RunQuery{Requester: "Ada", Sort: trex.SortKey{By: "param:lr", Desc: true}}, []int{3, 1, 2, 6}},
		"SortedByDuration": {trex.RunQuery{Where: where("val_loss", trex.Less, num(1)), Sort: trex.SortKey{By: "duration", Desc: true}}, []int{2, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			page, err := f.ListRuns(f.ctx, tc.query)
			must(t, err)
			equal(t, "runs", numberedRuns(tc.want...), runIDs(page.Runs))
		})
	}
}

// testBothNames: a parameter and a metric have the same name.
func testBothNames(t *testing.T, f *fixture) {
	manyRuns(f)
	f.points("r2", "lr", 0.7) // its schedule changed 0.01 to this
	for name, want := range map[string][]int{"lr": {3, 2}, "param:lr": {3}, "metric:lr": {2}} {
		page, err := f.ListRuns(f.ctx, trex.RunQuery{Where: []trex.Condition{{Name: name, Op: trex.Greater, Value: trex.Number(0.5)}}})
		must(t, err)
		equal(t, name+" > 0.5", numberedRuns(want...), runIDs(page.Runs))
	}
}

func testListBadInput(t *testing.T, f *fixture) {
	manyRuns(f)
	page, err := f.ListRuns(f.ctx, trex.RunQuery{Limit: 2})
	must(t, err)
	for name, query := range map[string]trex.RunQuery{
		"Sort":        {Sort: trex.SortKey{By: "colour"}},
		"SortInject":  {Sort: trex.SortKey{By: "id; DROP TABLE runs"}},
		"SortNoParam": {Sort: trex.SortKey{By: "param:"}},
		"Cursor":      {Cursor: "xyz"},
		"CursorJSON":  {Cursor: "e30"},
		"CursorOther": {Cursor: page.Next, Sort: trex.SortKey{By: "name"}},
		"Op":          {Where: []trex.Condition{{Name: "lr", Op: "LIKE", Value: trex.Number(1)}}},
		"NoMetric":    {Where: []trex.Condition{{Name: "metric:acc", Op: trex.Equal}}},
		"NoValue":     {Where: []trex.Condition{{Name: "lr", Op: trex.Less}}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := f.ListRuns(f.ctx, query)
			wantKind(t, err, trex.KindInvalid)
		})
	}
	page, err = f.ListRuns(f.ctx, trex.RunQuery{Limit: 1 << 30})
	must(t, err)
	if len(page.Runs) != 6 || !slices.Equal(runIDs(page.Runs), numberedRuns(6, 5, 4, 3, 2, 1)) {
		t.Error("a huge limit must be cut, not refused")
	}
}
