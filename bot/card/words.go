package card

import (
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// Refusal makes a message that refuses a request.
func Refusal(text string) chat.Message { return chat.Message{Headline: text, Tone: chat.Warn} }

// OpenButton makes a link to a page.
func OpenButton(url string) chat.Button {
	return chat.Button{Label: "Open", URL: url, Action: chat.Action{Name: chat.ActOpen}}
}

// longestThreadName is the most characters of a thread's name; it fits every
// platform.
const longestThreadName = 90

// ThreadName returns the name of an experiment's thread.
func ThreadName(s *Standing) string {
	name := fmt.Sprintf("%s · %s · %s", s.Experiment.ID, s.Experiment.Project, say.Summary(s.Project, trex.Configs(s.Runs)))
	return say.Clip(name, longestThreadName)
}

// CurveNote returns the note of a curve: the experiment and its best run.
func CurveNote(s *Standing) string {
	if best := s.Best(); best != nil {
		return fmt.Sprintf("%s · best %s %s", s.Experiment.ID, best.ID, s.Value(best.Best.Value))
	}
	return string(s.Experiment.ID)
}

// Named gives runs of different experiments names that tell them apart. It changes
// runs and returns it.
func Named(project *trex.Project, runs []trex.Run) []trex.Run {
	for i, name := range say.Names(project, trex.Configs(runs)) {
		runs[i].Name = name
	}
	return runs
}
