package card

import (
	"fmt"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// RunHeadline returns the first line about a run.
func RunHeadline(run *trex.Run, now time.Time) string {
	parts := []string{say.Mark(run.Status) + " " + string(run.ID), run.Project, say.Status(run.Status)}
	if _, ok := run.Progress.Fraction(); ok && !run.Status.Final() {
		parts = append(parts, fmt.Sprintf("%s %s/%s", run.Progress.Unit,
			trex.FormatNumber(run.Progress.Done), trex.FormatNumber(run.Progress.Total)))
	}
	if verdict := say.Verdict(run); verdict != "" {
		parts = append(parts, verdict)
	}
	if broken(*run) && run.Best != nil {
		parts = append(parts, say.BestBefore(run))
	} else if run.Best != nil {
		parts = append(parts, fmt.Sprintf("best %s %s", run.Objective.Metric, say.Number(run.Best.Value)))
	}
	if left, ok := insight.Remaining(run, now); ok {
		parts = append(parts, say.About(left)+" left")
	}
	return strings.Join(parts, " · ")
}

// Why returns the reason why a run failed, was stopped or waits.
func Why(run *trex.Run) string {
	if run.Status == trex.Failed {
		return say.Cause(run)
	}
	return say.Clip(run.Reason, 300)
}

// mostMetrics is the most metrics in a line; the run's page has them all.
const mostMetrics = 6

// LastValues lists the last values of a run's metrics, the objective first.
func LastValues(series []trex.Series, objective string) string {
	var parts []string
	for _, s := range series {
		switch {
		case strings.HasPrefix(s.Metric, trex.SystemPrefix):
		case s.Metric == objective:
			parts = append([]string{s.Metric + " " + say.Number(s.Last)}, parts...)
		default:
			parts = append(parts, s.Metric+" "+say.Number(s.Last))
		}
	}
	if len(parts) < 2 { // the headline has the objective already
		return ""
	}
	if more := len(parts) - mostMetrics; more > 0 {
		parts = append(parts[:mostMetrics], fmt.Sprintf("%d more", more))
	}
	return "last: " + say.Clip(strings.Join(parts, " · "), 300)
}

// Times says who asked for a run, when it started and how long it took.
func Times(run *trex.Run, now time.Time) string {
	parts := []string{string(run.Experiment), "asked by " + run.Requester.Name}
	if !run.StartedAt.IsZero() {
		parts = append(parts, "started "+say.Clock(run.StartedAt, now))
	}
	if !run.FinishedAt.IsZero() && !run.StartedAt.IsZero() {
		parts = append(parts, "took "+say.Duration(run.FinishedAt.Sub(run.StartedAt)))
	}
	if run.Executor != trex.ThisMachine {
		parts = append(parts, "on "+run.Executor)
	}
	return strings.Join(parts, " · ")
}
