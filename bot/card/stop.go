package card

import (
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// listedRuns is the most ids in a line about stopping.
const listedRuns = 8

// Stopped says which runs are stopping or were taken off the queue.
func Stopped(stopped trex.Stopped) chat.Message {
	var cancelled, stopping []trex.Run
	for _, run := range stopped.Runs {
		if run.Status.Final() {
			cancelled = append(cancelled, run)
		} else {
			stopping = append(stopping, run)
		}
	}
	var parts []string
	if len(stopping) > 0 {
		parts = append(parts, "stopping "+say.Runs(stopping, listedRuns))
	}
	if len(cancelled) > 0 {
		parts = append(parts, "took "+say.Runs(cancelled, listedRuns)+" off the queue")
	}
	return withOthers(chat.Message{Headline: "■ " + strings.Join(parts, ", ")}, stopped.Others)
}

// ConfirmStop asks whether to stop runs. subject is the Subject of its button;
// others is how many runs of other people go on.
func ConfirmStop(active []trex.Run, others int, subject string) chat.Message {
	return withOthers(chat.Message{
		Headline: fmt.Sprintf("Stop %s: %s?", say.Count(len(active), "run"), say.Runs(active, listedRuns)),
		Tone:     chat.Warn,
		Buttons: []chat.Button{{
			Label: "Stop " + say.Count(len(active), "run"), Style: chat.Danger, Action: chat.Action{Name: chat.ActStop, Subject: subject},
		}},
	}, others)
}

func withOthers(m chat.Message, others int) chat.Message {
	if others > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("%s of others left alone", say.Count(others, "run"))})
	}
	return m
}
