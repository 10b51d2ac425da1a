package runcsv

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

func TestWriter(t *testing.T) {
	at := time.Date(2026, 3, 14, 14, 0, 0, 0, time.UTC)
	runs := []trex.Run{
		{
			ID: "r1", Name: "lr 0.1", Project: "digits", Experiment: "e1", Status: trex.Completed, Requester: trex.Person{Name: "=ann()"},
			Objective: trex.Objective{Metric: "val_loss"}, Best: &trex.Best{Value: 0.25, Step: 3}, Last: new(0.5),
			CreatedAt: at, StartedAt: at, FinishedAt: at.Add(90 * time.Second), Config: trex.RunConfig{"lr": trex.Number(0.1), "note": trex.Text("+1")},
		},
		{ID: "r2", Status: trex.Pending, Config: trex.RunConfig{"amp": trex.Bool(true)}},
	}
	params := Params{}
	for i := range runs {
		params.Add(&runs[i])
	}
	var got strings.Builder
	w := New(&got, params)
	for i := range runs {
		if err := w.Write(&runs[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want := "id,name,project,experiment,status,reason,requested_by,objective,best,best_step,last,created_at,started_at,finished_at,verdict,verdict_since,duration_s,amp,lr,note\n" +
		"r1,lr 0.1,digits,e1,completed,,'=ann(),val_loss,0.25,3,0.5,2026-03-14T14:00:00.000Z,2026-03-14T14:00:00.000Z,2026-03-14T14:01:30.000Z,,,90,,0.1,'+1\n" +
		"r2,,,,pending,,,,,,,,,,,,,true,,\n"
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("CSV (-want +got): %s", diff)
	}
	for _, cell := range []string{"=1+1", "@x", "+1", "-1", "\tx", " =1", "＝1"} {
		if got := Text(cell); got != "'"+cell {
			t.Errorf("Text(%q) = %q", cell, got)
		}
	}
}
