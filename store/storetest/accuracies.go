package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/trex-ml/trex"
)

// Accuracies adds n runs of the project digits that maximise val_acc, more than a
// page holds or an agent is told. r5 is best with 0.99, r6 is worst with 0.01, the
// others are between, and the last has no points yet. n is at least 7, and the
// store is empty.
func Accuracies(t testing.TB, db interface {
	launcher
	AppendPoints(ctx context.Context, a trex.Append) error
}, n int) {
	t.Helper()
	p := trex.Proposal{Project: "digits", Requester: ada, Thread: thread, CreatedAt: at(0), ExpiresAt: at(3600)}
	launch := trex.Launch{Objective: trex.Objective{Metric: "val_acc", Goal: trex.Maximize}}
	for i := range n {
		p.Configs = append(p.Configs, trex.RunConfig{"lr": trex.Number(float64(i+1) / 1000)})
		launch.Names = append(launch.Names, fmt.Sprintf("lr %g", float64(i+1)/1000))
	}
	p, err := db.CreateProposal(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	launch.Decision = trex.Decision{Proposal: p.ID, By: ada, At: at(10)}
	_, runs, err := db.LaunchProposal(t.Context(), launch)
	if err != nil {
		t.Fatal(err)
	}
	for i, run := range runs[:n-1] {
		value := 0.2 + 0.5*float64(i)/float64(n)
		switch run.ID {
		case "r5":
			value = 0.99
		case "r6":
			value = 0.01
		}
		point := trex.Point{Metric: "val_acc", Step: 1, Value: value, Time: at(20)}
		if err := db.AppendPoints(t.Context(), trex.Append{Run: run.ID, Points: []trex.Point{point}}); err != nil {
			t.Fatal(err)
		}
	}
}
