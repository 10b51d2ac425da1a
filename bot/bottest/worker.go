package bottest

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner/judge"
	"github.com/trex-ml/trex/store/teststore"
)

// Worker writes to a store what a runner would write, with the times of a clock.
type Worker struct {
	t     testing.TB
	store *teststore.DB
	now   func() time.Time
}

// NewWorker returns a worker for a store.
func NewWorker(t testing.TB, store *teststore.DB, now func() time.Time) *Worker {
	return &Worker{t: t, store: store, now: now}
}

// Start marks a pending run as started.
func (w *Worker) Start(id trex.RunID, gpus ...int) {
	w.t.Helper()
	_, err := w.store.ClaimRun(context.Background(), trex.Claim{Run: id, Ref: "test", GPUs: gpus, At: w.now()})
	w.check("claim", id, err)
}

// Train adds one epoch: progress, loss and the objective's value.
func (w *Worker) Train(id trex.RunID, epoch, epochs int, loss, valLoss float64) {
	w.t.Helper()
	now := w.now()
	err := w.store.AppendPoints(context.Background(), trex.Append{
		Run: id,
		Points: []trex.Point{
			{Metric: "loss", Step: int64(epoch), Value: loss, Time: now},
			{Metric: "val_loss", Step: int64(epoch), Value: valLoss, Time: now},
		},
		Progress: &trex.Progress{Done: float64(epoch), Total: float64(epochs), Unit: "epoch", At: now},
	})
	w.check("append points of", id, err)
}

// TrainTo trains all epochs; the objective falls to least.
func (w *Worker) TrainTo(id trex.RunID, epochs int, least float64) {
	w.t.Helper()
	for epoch := 1; epoch <= epochs; epoch++ {
		value := least * (1 + math.Exp(-3*float64(epoch)/float64(epochs)) - math.Exp(-3))
		w.Train(id, epoch, epochs, value/2, value)
	}
}

// Finish ends a run.
func (w *Worker) Finish(id trex.RunID, status trex.Status, reason string, diagnosis *trex.Diagnosis) {
	w.t.Helper()
	run, err := w.store.FindRun(context.Background(), id)
	w.check("find", id, err)
	verdict, err := judge.Judge(context.Background(), w.store, &run)
	w.check("judge", id, err)
	_, err = w.store.FinishRun(context.Background(), trex.Finish{
		Run: id, Status: status, Reason: reason, Diagnosis: diagnosis, Verdict: &verdict, Exit: &trex.Exit{}, At: w.now(),
	})
	w.check("finish", id, err)
}

// Complete takes a run from start to completion.
func (w *Worker) Complete(id trex.RunID, epochs int, least float64) {
	w.t.Helper()
	w.Start(id)
	w.TrainTo(id, epochs, least)
	w.Finish(id, trex.Completed, "", nil)
}

// OutOfMemory returns the diagnosis of a failed run. Its evidence has terminal
// codes, mentions and a secret, which must not reach the chat.
func OutOfMemory() *trex.Diagnosis {
	return &trex.Diagnosis{
		Kind: "gpu_memory", Cause: "out of GPU memory (batch_size 512 on a 24 GB card)",
		Evidence: []string{
			"\x1b[31mtorch.OutOfMemoryError\x1b[0m: Tried to allocate 2.50 GiB <!channel> @everyone",
			"train.py:88 in step token=" + "hf_" + "abcdefghijklmnopqrstuvwx",
		},
		Hint: "a smaller batch needs less memory",
		Fix:  trex.RunConfig{"batch_size": trex.Number(256)},
	}
}

func (w *Worker) check(verb string, id trex.RunID, err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%s %s: %v", verb, id, err)
	}
}
