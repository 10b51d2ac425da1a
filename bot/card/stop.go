package card

import (
	"fmt"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// listedRuns is the most ids in a line about stopping.
const listedRuns = 8

// Stopped says which runs are stopping or were taken off the queue, and which of the
// asked ones needed no stop: they were asked before, or had ended meanwhile.
func Stopped(stopped trex.Stopped, before []trex.Run) chat.Message {
	stopping, cancelled := byEnd(stopped.Runs)
	var parts []string
	if len(stopping) > 0 {
		parts = append(parts, "stopping "+say.Runs(stopping, listedRuns))
	}
	if len(cancelled) > 0 {
		parts = append(parts, "took "+say.Runs(cancelled, listedRuns)+" off the queue")
	}
	m := chat.Message{Headline: "■ " + strings.Join(parts, ", ")}
	asked, ended := byEnd(before)
	if len(asked) > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: "asked to stop before: " + say.Runs(asked, listedRuns)})
	}
	if len(ended) > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: endedText(ended, "had ended meanwhile")})
	}
	return withOthers(m, stopped.Others)
}

// byEnd divides runs into those that go on and those that have ended.
func byEnd(runs []trex.Run) (going, ended []trex.Run) {
	for _, run := range runs {
		if run.Status.Final() {
			ended = append(ended, run)
		} else {
			going = append(going, run)
		}
	}
	return going, ended
}

// NothingToStop says of each run why it cannot be stopped.
func NothingToStop(runs []trex.Run) chat.Message {
	if len(runs) == 1 {
		return Refusal(fmt.Sprintf("%s is %s already.", runs[0].ID, stateNow(&runs[0])))
	}
	verb := "ended already"
	if slices.ContainsFunc(runs, func(run trex.Run) bool { return !run.Status.Final() }) {
		verb = "need no stop"
	}
	return Refusal("Nothing to stop: " + endedText(runs, verb) + ".")
}

func stateNow(run *trex.Run) string {
	if !run.Status.Final() && !run.StopAsked.IsZero() {
		return "stopping"
	}
	return say.Status(run.Status)
}

// endedText writes "r1 (completed) and r2 (failed) ended already".
func endedText(runs []trex.Run, verb string) string {
	items := make([]string, len(runs))
	for i := range runs {
		items[i] = fmt.Sprintf("%s (%s)", runs[i].ID, stateNow(&runs[i]))
	}
	return say.List(items, listedRuns) + " " + verb
}

// Stop is a question whether to stop runs.
type Stop struct {
	Runs    []trex.Run // that the person may stop, in launch order
	Kept    []trex.Run // active ones that the person excepted
	Others  int        // runs of other people, which go on
	Subject string     // of its button
}

// ConfirmStop asks whether to stop runs, and names all of them.
func ConfirmStop(s Stop) chat.Message {
	n := len(s.Runs)
	m := chat.Message{
		Headline: fmt.Sprintf("Stop %s: %s?", say.Count(n, "run"), say.Runs(s.Runs, listedRuns)),
		Tone:     chat.Warn,
		Buttons: []chat.Button{{
			Label: "Stop " + say.Count(n, "run"), Style: chat.Danger, Action: chat.Action{Name: chat.ActStop, Subject: s.Subject},
		}},
	}
	if n == 1 {
		m.Headline, m.Buttons[0].Label = fmt.Sprintf("Stop %s (%s)?", s.Runs[0].ID, nameOrStatus(&s.Runs[0])), "Stop "+string(s.Runs[0].ID)
	}
	if n > listedRuns {
		m.Blocks = append(m.Blocks, chat.Block{Text: runRanges(s.Runs, ", ")})
	} else {
		m.Options = []string{"stop " + say.Runs(s.Runs, listedRuns)}
	}
	if len(s.Kept) > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: "keeps " + say.Runs(s.Kept, listedRuns)})
	}
	return withOthers(m, s.Others)
}

func nameOrStatus(run *trex.Run) string {
	if run.Name != "" {
		return run.Name
	}
	return say.Status(run.Status)
}

func withOthers(m chat.Message, others int) chat.Message {
	if others > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("%s of others left alone", say.Count(others, "run"))})
	}
	return m
}
