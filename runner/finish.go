package runner

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner/diagnose"
	"github.com/trex-ml/trex/runner/judge"
)

// tailSize is how much of the end of a log a diagnosis reads.
const tailSize = 64 << 10

// finish reads the rest of what the run wrote and records how it ended. One of
// exit and lost is nil.
func (f *follower) finish(ctx context.Context, exit *trex.Exit, lost *LostError) error {
	if err := f.drain(ctx); err != nil {
		return err
	}
	run, err := f.r.store.FindRun(ctx, f.id) // a request to stop may have come meanwhile
	if err != nil {
		return err
	}
	finish := trex.Finish{Run: run.ID, Exit: exit, At: endOf(run, exit, f.r.now())}
	if run.Queued() && exit != nil && exit.WallS > 0 {
		// It began and ended between two looks of its executor.
		began := finish.At.Add(-wall(exit))
		if err := f.r.store.MarkStarted(ctx, f.id, began, ""); err != nil {
			return err
		}
		run.StartedAt = began
	}
	finish.Status, finish.Reason = outcome(run, exit, lost)
	switch finish.Status {
	case trex.Failed:
		finish.Diagnosis = f.diagnose(run, exit, finish.Reason)
		finish.Reason = finish.Diagnosis.Cause
	case trex.Completed:
		finish.Reason = f.damage()
	case trex.Cancelled, trex.Pending, trex.Running: // these have a reason, or have not ended
	}
	if !run.StartedAt.IsZero() {
		verdict, err := judge.Judge(ctx, f.r.store, &run)
		if err != nil {
			return err
		}
		finish.Verdict = &verdict
	}
	_, err = f.r.store.FinishRun(ctx, finish)
	if trex.KindOf(err) == trex.KindConflict {
		return nil
	}
	return err
}

// endOf says when a run ended that is found ended now: Trex may not have been
// running then, and its clock may have been set since. The supervisor measured
// how long the command ran, with a clock that does not jump.
func endOf(run trex.Run, exit *trex.Exit, now time.Time) time.Time {
	if run.StartedAt.IsZero() {
		return now
	}
	if exit == nil || exit.WallS <= 0 {
		if now.Before(run.StartedAt) {
			return run.StartedAt
		}
		return now
	}
	ended := run.StartedAt.Add(wall(exit))
	if now.Sub(ended).Abs() <= endSlack {
		return now
	}
	return ended
}

// endSlack is the time between the end of a command and Trex seeing it.
const endSlack = 2 * time.Second

func wall(exit *trex.Exit) time.Duration { return time.Duration(exit.WallS * float64(time.Second)) }

// drain reads all files of the run to their end.
func (f *follower) drain(ctx context.Context) error {
	if f.ingest == nil {
		return nil // it never started, or this Trex could not attach to it
	}
	if err := f.report(ctx); err != nil {
		return err
	}
	for _, s := range f.ingest.sources {
		if s.trouble != nil {
			f.r.log.Warn("read run", "run", f.id, "error", s.trouble)
		}
	}
	if err := f.ingest.drain(ctx, f.r.now); err != nil {
		return err
	}
	return f.warn(ctx, f.ingest.damages(f.r.now()))
}

// damage says which of the run's files could not be read, "" for none.
func (f *follower) damage() string {
	var sentences []string
	for _, s := range f.ingest.sources {
		if sentence := s.damage(); sentence != "" {
			sentences = append(sentences, sentence)
		}
	}
	return strings.Join(sentences, "; ")
}

// watchdog is the person recorded when the watchdog asks to stop a run.
var watchdog = trex.Person{Platform: "trex", ID: "watchdog", Name: "the watchdog"}

// outcome returns the final status of a run, and the reason in a sentence. A
// failure of the command itself has no reason here, but a diagnosis.
func outcome(run trex.Run, exit *trex.Exit, lost *LostError) (status trex.Status, reason string) {
	stopped := !run.StopAsked.IsZero()
	switch {
	case lost != nil && !stopped:
		return trex.Failed, lost.Reason
	case lost != nil, exit.Stopped && stopped:
		return stoppedBy(run, exit)
	case exit.Cause != "":
		return trex.Failed, exit.Cause
	case exit.Stopped:
		return trex.Failed, "was told to end from outside Trex (was the machine shutting down?)"
	case exit.Code != 0, exit.Signal != "", exit.StartErr != "", exit.TimedOut, exit.OutOfMem:
		return trex.Failed, ""
	}
	return trex.Completed, ""
}

func stoppedBy(run trex.Run, exit *trex.Exit) (trex.Status, string) {
	if run.StopBy == watchdog {
		return trex.Failed, "was stopped by the watchdog: " + run.Reason
	}
	who := run.StopBy.Name
	if who == "" {
		who = "someone"
	}
	return trex.Cancelled, "stopped by " + who + afterRunning(run, exit)
}

func afterRunning(run trex.Run, exit *trex.Exit) string {
	switch {
	case run.StartedAt.IsZero():
		return " before it started"
	case run.StopAsked.Before(run.StartedAt):
		return ""
	}
	after := run.StopAsked.Sub(run.StartedAt)
	if exit != nil && exit.WallS > 0 {
		after = min(after, wall(exit)) // the clock may have been set meanwhile
	}
	return " after " + after.Round(time.Second).String()
}

// diagnose explains a failure. One that has a reason is not the command's.
func (f *follower) diagnose(run trex.Run, exit *trex.Exit, reason string) *trex.Diagnosis {
	if reason != "" {
		kind := "lost"
		switch {
		case run.StopBy == watchdog:
			kind = "watchdog"
		case exit != nil:
			kind = "stopped"
		case f.ingest == nil:
			kind = "not_started"
		}
		return &trex.Diagnosis{Kind: kind, Cause: reason}
	}
	explained := diagnose.Explain(diagnose.Case{
		Exit: *exit, Tail: readTail(filepath.Join(f.r.folder(f.id), LogFile)),
		Project: f.job.Project, Config: run.Config, GPUBytes: f.r.gpus.bytesOf(run.GPUs), Memory: f.memoryBound(),
	})
	return &explained
}

func (f *follower) memoryBound() (bound diagnose.Bound) {
	if executor, ok := f.r.executors[f.executor].(MemoryBounder); ok {
		bound.Cause, bound.Hint = executor.OutOfMemory(f.job.Project)
	}
	return bound
}

// readTail returns the end of a log, nothing if it cannot be read.
func readTail(path string) []byte {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	start := max(info.Size()-tailSize, 0)
	tail, _ := io.ReadAll(io.NewSectionReader(file, start, tailSize))
	return tail
}
