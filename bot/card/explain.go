package card

import (
	"fmt"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// NotFailed answers a question about failures when none of the runs failed.
func NotFailed(runs []trex.Run, now time.Time) chat.Message {
	switch len(runs) {
	case 0:
		return chat.Message{Headline: "no run has failed"}
	case 1:
		return chat.Message{Headline: notFailed(&runs[0], now)}
	}
	m := chat.Message{Headline: "none of these failed: " + Counts(&Standing{Runs: runs})}
	if text := WhyStopped(runs, now); text != "" {
		m.Blocks = []chat.Block{{Text: text}}
	}
	return m
}

// notFailed says how a run is that did not fail.
func notFailed(run *trex.Run, now time.Time) string {
	switch {
	case run.Status == trex.Cancelled:
		return whyStopped(run, now)
	case run.Status.Final():
		line := fmt.Sprintf("%s did not fail: it is %s", run.ID, say.Status(run.Status))
		if run.Reason != "" {
			line += ", " + say.Clip(run.Reason, 200)
		}
		return line
	}
	line := fmt.Sprintf("%s did not fail and was not stopped: it is %s", run.ID, say.Status(run.Status))
	switch note := RunNote(run, now); {
	case !run.StopAsked.IsZero():
		return fmt.Sprintf("%s did not fail: %s asked to stop it %s, and it is ending", run.ID, run.StopBy.Name, say.Clock(run.StopAsked, now))
	case note != "":
		line += ", " + note
	}
	return line
}

// mostExplained is the most stopped runs that are explained one by one.
const mostExplained = 5

// WhyStopped says who stopped runs and when, a line for each that was stopped.
func WhyStopped(runs []trex.Run, now time.Time) string {
	var lines []string
	for i := range runs {
		if runs[i].Status == trex.Cancelled {
			lines = append(lines, whyStopped(&runs[i], now))
		}
	}
	if more := len(lines) - mostExplained; more > 0 {
		lines = append(lines[:mostExplained], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// whyStopped says who stopped a run, else the reason that is recorded.
func whyStopped(run *trex.Run, now time.Time) string {
	line := fmt.Sprintf("%s was stopped", run.ID)
	if run.StopBy.Name != "" {
		line += fmt.Sprintf(" by %s %s", run.StopBy.Name, say.Clock(run.StopAsked, now))
	}
	if run.StartedAt.IsZero() {
		line += ", before it started"
	} else if !run.FinishedAt.IsZero() {
		line += " after " + say.Duration(run.FinishedAt.Sub(run.StartedAt))
	}
	if run.StopBy.Name == "" && run.Reason != "" { // else the reason says the same
		line += ": " + say.Clip(run.Reason, 200)
	}
	return line
}
