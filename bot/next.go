package bot

import (
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
)

// NextButtons are what can be tried after an experiment: a button is offered
// when what it proposes can be proposed. Nothing can of a project that is not
// configured any more, nil.
func NextButtons(project *trex.Project, id trex.ExperimentID, runs []trex.Run) []chat.Button {
	if project == nil {
		return nil
	}
	var buttons []chat.Button
	if _, err := insight.Around(project, runs); err == nil {
		buttons = append(buttons, chat.Button{Label: "Try around the best", Action: chat.Action{Name: chat.ActAround, Subject: string(id)}})
	}
	if _, err := insight.MoreSeeds(project, runs); err == nil {
		label := "3 seeds of the top 2"
		if len(insight.WithValue(runs)) < 2 {
			label = "3 seeds of it"
		}
		buttons = append(buttons, chat.Button{Label: label, Action: chat.Action{Name: chat.ActSeeds, Subject: string(id)}})
	}
	return buttons
}

// RetryButton proposes what failed once more, or what was stopped when nothing
// failed; ok is false when neither did.
func RetryButton(project *trex.Project, id trex.ExperimentID, runs []trex.Run) (button chat.Button, ok bool) {
	again := retryable(runs)
	if project == nil || len(again) == 0 {
		return button, false
	}
	label := "Retry what failed"
	if again[0].Status == trex.Cancelled {
		label = "Retry what was stopped"
	}
	return chat.Button{Label: label, Action: chat.Action{Name: chat.ActRetry, Subject: string(id)}}, true
}
