package card

import (
	"fmt"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/say"
)

// End is the input of EndMessage.
type End struct {
	*Standing
	Baseline *Baseline // nil: none to compare with
	Picture  *chat.Picture
	Platform string // where it is posted; only a requester on this platform is mentioned
}

// EndMessage reports the result of an experiment. It claims no more than the
// numbers show.
func EndMessage(s End) chat.Message {
	m := chat.Message{Headline: endHeadline(s), Tone: tone(s.Standing)}
	if s.Experiment.Requester.Platform == s.Platform {
		m.Mention = s.Experiment.Requester.ID
	}
	best := s.Best()
	if note := say.Verdict(&s.Runs[0]); len(s.Runs) == 1 && note != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: note})
	}
	if best != nil && len(s.Runs) > 1 {
		m.Blocks = append(m.Blocks, chat.Block{Table: Ranking(s.Runs, LongList)})
		if len(s.Runs) > LongList {
			m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("the first %d of %d", LongList, len(s.Runs))})
		}
	}
	if note := SeedNote(s.Project, s.Runs); note != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: note})
	}
	if s.Picture != nil {
		m.Pictures = []chat.Picture{*s.Picture}
	}
	if best != nil {
		m.Buttons = append(m.Buttons, Buttons(lab.Next(s.Project, s.Experiment.ID, s.Runs))...)
	}
	if s.Open != "" {
		m.Buttons = append(m.Buttons, OpenButton(s.Open))
	}
	return m
}

func endHeadline(s End) string {
	id, best := s.Experiment.ID, s.Best()
	failed, stopped := s.Count(trex.Failed), s.Count(trex.Cancelled)
	switch {
	case failed == len(s.Runs):
		return fmt.Sprintf("%s failed: %s", id, whatFailed(s.Runs))
	case stopped == len(s.Runs) && best == nil:
		return fmt.Sprintf("%s was stopped before it reported %s", id, say.Metric(s.Project))
	case best == nil && slices.ContainsFunc(s.Runs, broken):
		return fmt.Sprintf("%s is done, but no run ended well: %s", id, brokenText(s.Runs))
	case best == nil:
		return fmt.Sprintf("%s is done (%s), but no run reported %s", id, Counts(s.Standing), say.Metric(s.Project))
	}
	line, verb := fmt.Sprintf("%s is done: ", id), "is best,"
	if stopped > 0 {
		line, verb = fmt.Sprintf("%s was stopped: ", id), "was best so far,"
	}
	if len(s.Runs) == 1 {
		verb = "reached"
	}
	line += s.winner(best, verb)
	line += "."
	if failed > 0 {
		line += " " + say.Count(failed, "run") + " failed."
	}
	return line
}

func broken(run trex.Run) bool { return run.Broken() }

// brokenText says how the first broken run broke, and how many others did too.
func brokenText(runs []trex.Run) string {
	var all []trex.Run
	for _, run := range runs {
		if broken(run) {
			all = append(all, run)
		}
	}
	text := fmt.Sprintf("%s %s", all[0].ID, say.Verdict(&all[0]))
	if before := say.BestBefore(&all[0]); before != "" {
		text += ", " + before
	}
	if more := len(all) - 1; more > 0 {
		text += fmt.Sprintf("; so did %d more", more)
	}
	return text
}

// winner names the best run and by how much it beats the baseline, else the next
// run. It does not rank equal runs.
func (s End) winner(best *trex.Run, verb string) string {
	value := best.Objective.Metric + " " + s.Value(best.Best.Value)
	next, equal := insight.Behind(best, s.Runs)
	if equal == 1 {
		return fmt.Sprintf("%s (%s) and %s (%s) are equal, %s", best.ID, best.Name, next.ID, next.Name, value)
	}
	if equal > 1 {
		return fmt.Sprintf("%s (%s) and %d others are equal, %s", best.ID, best.Name, equal, value)
	}
	line := fmt.Sprintf("%s (%s) %s %s", best.ID, best.Name, verb, value)
	if text := s.Baseline.Compare(best); text != "" {
		return line + ", " + text
	}
	if next != nil && next.Status == trex.Completed { // a run that was stopped early is no fair comparison
		if text := say.Against(best.Best.Value, next.Best.Value); text != "" {
			return fmt.Sprintf("%s, %s %s", line, text, next.ID)
		}
	}
	return line
}

// whatFailed says why all runs failed: the reason when they failed alike, else how
// many reasons there are.
func whatFailed(runs []trex.Run) string {
	groups := insight.Failures(runs)
	if len(groups) == 1 {
		text := say.Cause(&groups[0].Runs[0])
		if len(runs) > 1 {
			text = "all " + say.Count(len(runs), "run") + " failed alike: " + text
		}
		return text
	}
	return fmt.Sprintf("all %s, for %d different reasons", say.Count(len(runs), "run"), len(groups))
}
