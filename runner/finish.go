package runner

import (
	"context"
	"fmt"
	"time"

	"github.com/trex-ml/trex"
)

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
	finish := trex.Finish{Run: run.ID, Exit: exit, At: f.r.now()}
	finish.Status, finish.Reason = outcome(run, f.job, exit, lost)
	_, err = f.r.store.FinishRun(ctx, finish)
	if trex.KindOf(err) == trex.KindConflict {
		return nil
	}
	return err
}

// drain reads all files of the run to their end.
func (f *follower) drain(ctx context.Context) error {
	if f.ingest == nil {
		return nil // it never started
	}
	if f.handle != nil {
		if err := f.report(ctx); err != nil {
			return err
		}
	}
	for _, s := range f.ingest.sources {
		if s.trouble != nil {
			f.r.log.Warn("read run", "run", f.id, "error", s.trouble)
		}
	}
	return f.ingest.drain(ctx, f.r.now())
}

// watchdog is who asks to stop a run whose project wants that of its watchdog.
var watchdog = trex.Person{Platform: "trex", ID: "watchdog", Name: "the watchdog"}

// outcome says what a run has become, and why in a sentence.
func outcome(run trex.Run, job Job, exit *trex.Exit, lost *LostError) (trex.Status, string) {
	stopped := !run.StopAsked.IsZero()
	switch {
	case lost != nil && stopped:
		return stoppedBy(run)
	case lost != nil:
		return trex.Failed, lost.Reason
	case exit.StartErr != "":
		return trex.Failed, exit.StartErr
	case exit.TimedOut:
		return trex.Failed, fmt.Sprintf("ran longer than its limit of %s", job.Timeout)
	case exit.Stopped && stopped:
		return stoppedBy(run)
	case exit.Stopped:
		return trex.Failed, "was told to end from outside Trex (the machine may have been shutting down)"
	case exit.OutOfMem:
		return trex.Failed, "was killed because the machine ran out of memory"
	case exit.Signal == "SIGKILL":
		return trex.Failed, "was killed from outside (SIGKILL)"
	case exit.Signal != "":
		return trex.Failed, fmt.Sprintf("crashed: it was ended by %s", exit.Signal)
	case exit.Code != 0:
		return trex.Failed, fmt.Sprintf("ended with exit status %d", exit.Code)
	}
	return trex.Completed, ""
}

func stoppedBy(run trex.Run) (trex.Status, string) {
	if run.StopBy == watchdog {
		return trex.Failed, "was stopped by the watchdog"
	}
	who := run.StopBy.Name
	if who == "" {
		who = "someone"
	}
	return trex.Cancelled, "stopped by " + who + afterRunning(run)
}

func afterRunning(run trex.Run) string {
	if run.StartedAt.IsZero() || run.StopAsked.Before(run.StartedAt) {
		return ""
	}
	return " after " + run.StopAsked.Sub(run.StartedAt).Round(time.Second).String()
}
