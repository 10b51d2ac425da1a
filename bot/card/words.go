package card

import (
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// Refusal is a message that says no.
func Refusal(text string) chat.Message { return chat.Message{Headline: text, Tone: chat.Warn} }

// OpenButton leads to a page.
func OpenButton(url string) chat.Button {
	return chat.Button{Label: "Open", URL: url, Action: chat.Action{Name: chat.ActOpen}}
}

// longestThreadName fits the names of threads everywhere.
const longestThreadName = 90

// ThreadName is what an experiment's thread is called.
func ThreadName(s *Standing) string {
	name := fmt.Sprintf("%s · %s · %s", s.Experiment.ID, s.Experiment.Project, say.Summary(s.Project, trex.Configs(s.Runs)))
	return say.Clip(name, longestThreadName)
}

// CurveNote names an experiment and its best run beside a picture.
func CurveNote(s *Standing) string {
	if best := s.Best(); best != nil {
		return fmt.Sprintf("%s · best %s %s", s.Experiment.ID, best.ID, s.Value(best.Best.Value))
	}
	return string(s.Experiment.ID)
}

// Named gives runs of different experiments names that tell them apart here.
func Named(project *trex.Project, runs []trex.Run) []trex.Run {
	for i, name := range say.Names(project, trex.Configs(runs)) {
		runs[i].Name = name
	}
	return runs
}
