package card

import (
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

func Unsettled(runs []trex.Run) []trex.Run {
	var open []trex.Run
	for _, run := range runs {
		if !run.Status.Final() {
			open = append(open, run)
		}
	}
	return open
}

func Stopped(stopped []trex.Run) chat.Message {
	var cancelled, stopping []trex.Run
	for _, run := range stopped {
		if run.Status.Final() {
			cancelled = append(cancelled, run)
		} else {
			stopping = append(stopping, run)
		}
	}
	var parts []string
	if len(stopping) > 0 {
		parts = append(parts, "stopping "+IDs(stopping, 8))
	}
	if len(cancelled) > 0 {
		parts = append(parts, "took "+IDs(cancelled, 8)+" off the queue")
	}
	if len(parts) == 0 {
		return Refusal("Nothing of that is waiting or running.")
	}
	return chat.Message{Headline: "■ " + strings.Join(parts, ", ")}
}

// ConfirmStop asks before much is stopped.
func ConfirmStop(open []trex.Run, subject string) chat.Message {
	return chat.Message{
		Headline: fmt.Sprintf("Stop %s: %s?", say.Count(len(open), "run"), IDs(open, 8)),
		Tone:     chat.Warn,
		Buttons: []chat.Button{{
			Label: "Stop " + say.Count(len(open), "run"), Style: chat.Danger, Action: chat.Action{Name: chat.ActStop, Subject: subject},
		}},
	}
}

// compactSubject names runs in a button, or says scope when they are too many
// for one: the button then means what the scope means when it is clicked.
func RunsSubject(runs []trex.Run, scope string) string {
	ids := make([]string, len(runs))
	for i, run := range runs {
		ids[i] = string(run.ID)
	}
	if subject := strings.Join(ids, ","); len(subject) <= 80 {
		return subject
	}
	return scope
}
