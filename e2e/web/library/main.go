// Command library fills a data directory with as much data as years of use
// would: ten thousand runs, one run of a million points, and an experiment of a
// hundred runs of ten thousand steps. The browser tests open a server on it.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // inserts the data directly, which is much faster

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/examples/digits"
	"github.com/trex-ml/trex/store/sqlite"
	"github.com/trex-ml/trex/store/storetest"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: library DIR")
		os.Exit(2)
	}
	if err := fill(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "library:", err)
		os.Exit(1)
	}
}

const (
	runs      = 10_000
	longRun   = 1_000_000 // points
	sweep     = 100       // runs
	sweepRun  = 10_000    // points
	atATime   = 10_000
	objective = "val_loss"
)

func fill(ctx context.Context, dir string) (err error) {
	store, err := sqlite.Open(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	db, err := sql.Open("sqlite", filepath.Join(dir, "trex.db")+"?_pragma=busy_timeout(10000)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	exec := func(ctx context.Context, query string) error {
		_, err := db.ExecContext(ctx, query)
		return err
	}
	if err := storetest.Fill(ctx, store, runs, exec); err != nil {
		return err
	}
	// The last runs stay in the queue, because their project is not configured
	// here.
	waiting, err := store.ListPending(ctx, runs)
	if err != nil {
		return err
	}
	for _, run := range waiting {
		if _, err := store.FinishRun(ctx, trex.Finish{Run: run.ID, Status: trex.Cancelled, At: time.Now()}); err != nil {
			return err
		}
	}
	if err := train(ctx, store, 1, longRun); err != nil {
		return err
	}
	return train(ctx, store, sweep, sweepRun)
}

// train launches runs of digits and gives each a noisy curve.
func train(ctx context.Context, store *sqlite.DB, n, steps int) error {
	project := digits.Project()
	p := trex.Proposal{Project: project.Name, Requester: trex.Person{Platform: "web", ID: "web", Name: "web"},
		Thread: trex.Thread{Platform: "web", Channel: "chat", ID: "main"}, CreatedAt: time.Now()}
	names := make([]string, n)
	for i := range names {
		config := project.Defaults()
		config["lr"], config["dropout"] = trex.Number(0.001*float64(i+1)), trex.Number(float64(i%4)/10)
		p.Configs = append(p.Configs, config)
		names[i] = "lr " + config["lr"].String()
	}
	p, err := store.CreateProposal(ctx, p)
	if err != nil {
		return err
	}
	_, launched, err := store.LaunchProposal(ctx, trex.Launch{
		Decision: trex.Decision{Proposal: p.ID, At: time.Now()}, Objective: project.Objective, Names: names,
	})
	if err != nil {
		return err
	}
	for i, run := range launched {
		if err := trainOne(ctx, store, run.ID, steps, 0.1+0.002*float64(i)); err != nil {
			return err
		}
	}
	return nil
}

func trainOne(ctx context.Context, store *sqlite.DB, id trex.RunID, steps int, floor float64) error {
	begun := time.Now()
	if _, err := store.ClaimRun(ctx, trex.Claim{Run: id, Ref: "library", At: begun}); err != nil {
		return err
	}
	for first := 1; first <= steps; first += atATime {
		var points []trex.Point
		for step := first; step < first+atATime && step <= steps; step++ {
			value := floor + math.Exp(-6*float64(step)/float64(steps)) + 0.02*math.Sin(float64(step)*12.9898)
			points = append(points, trex.Point{Metric: objective, Step: int64(step), Value: value, Time: begun.Add(time.Duration(step) * time.Millisecond)})
		}
		if err := store.AppendPoints(ctx, trex.Append{Run: id, Points: points}); err != nil {
			return err
		}
	}
	_, err := store.FinishRun(ctx, trex.Finish{Run: id, Status: trex.Completed, At: begun.Add(time.Minute)})
	return err
}
