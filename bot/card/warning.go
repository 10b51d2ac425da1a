package card

import (
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// Warning shows what a watchdog saw. When the warning is settled, a line with the
// run's state replaces the buttons.
func Warning(s *Standing, warning trex.Warning, run *trex.Run, platform string) chat.Message {
	m := chat.Message{Tone: chat.Warn, Headline: fmt.Sprintf("⚠ %s: %s", run.ID, say.Clip(warning.Message, 300))}
	if !strings.Contains(warning.Message, "(") { // in brackets the watchdog names the parameters that matter
		m.Headline += " (" + run.Name + ")"
	}
	m.Headline += "."
	switch {
	case warning.Policy == trex.WatchStop && !run.StopAsked.IsZero():
		m.Headline += fmt.Sprintf(" It was stopped, as %s asks for.", run.Project)
		if run.Status.Final() {
			m.Buttons = retryFixButtons(warning, "Retry")
		}
		return m
	case run.Status.Final():
		m.Blocks = []chat.Block{{Note: fmt.Sprintf("%s is %s", run.ID, say.Status(run.Status))}}
		return m
	case !run.StopAsked.IsZero():
		m.Blocks = []chat.Block{{Note: fmt.Sprintf("%s is being stopped by %s", run.ID, run.StopBy.Name)}}
		return m
	case warning.Settled:
		m.Blocks = []chat.Block{{Note: "ignored: it goes on"}}
		return m
	}
	m.Headline += stillRunning(run)
	if warning.Policy == trex.WatchAsk && s.Experiment.Requester.Platform == platform {
		m.Mention = s.Experiment.Requester.ID
	}
	m.Buttons = append(m.Buttons, chat.Button{
		Label: "Stop it", Style: chat.Danger, Action: chat.Action{Name: chat.ActStop, Subject: string(run.ID)},
	})
	m.Buttons = append(m.Buttons, retryFixButtons(warning, "Stop and retry")...)
	m.Buttons = append(m.Buttons, chat.Button{Label: "Ignore", Action: chat.Action{Name: chat.ActIgnore, Subject: string(warning.ID)}})
	return m
}

func stillRunning(run *trex.Run) string {
	switch len(run.GPUs) {
	case 0:
		return " It is still running."
	case 1:
		return " It is still burning a GPU."
	}
	return fmt.Sprintf(" It is still burning %d GPUs.", len(run.GPUs))
}

func retryFixButtons(warning trex.Warning, verb string) []chat.Button {
	if len(warning.Fix) == 0 {
		return nil
	}
	return []chat.Button{{
		Label:  verb + " " + say.Fix([]trex.RunConfig{warning.Fix}),
		Action: chat.Action{Name: chat.ActStopRetry, Subject: string(warning.ID)},
	}}
}

// FindRun returns the run with an id, nil when it is not among runs.
func FindRun(runs []trex.Run, id trex.RunID) *trex.Run {
	for i := range runs {
		if runs[i].ID == id {
			return &runs[i]
		}
	}
	return nil
}
