package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// endState is everything the last word on an experiment is made of.
type endState struct {
	*experimentState
	Notes    map[trex.RunID]string
	Baseline *baseline // nil: none to compare with
	Picture  *chat.Picture
	Platform string // who is mentioned depends on where it is said
	Open     string
}

// endMessage tells what came of an experiment, and no more than its numbers.
func endMessage(s endState) chat.Message {
	m := chat.Message{Headline: endHeadline(s), Tone: liveTone(s.experimentState)}
	if s.experiment.Requester.Platform == s.Platform {
		m.Mention = s.experiment.Requester.ID
	}
	best := s.best()
	if note := s.Notes[s.runs[0].ID]; len(s.runs) == 1 && note != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: note})
	}
	if best != nil && len(s.runs) > 1 {
		m.Blocks = append(m.Blocks, chat.Block{Table: ranking(s.runs, s.Notes, longList)})
		if len(s.runs) > longList {
			m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("the first %d of %d", longList, len(s.runs))})
		}
	}
	if note := seedNote(s.project, s.runs); note != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: note})
	}
	if s.Picture != nil {
		m.Pictures = []chat.Picture{*s.Picture}
	}
	if best != nil {
		m.Buttons = append(m.Buttons, NextButtons(s.project, s.experiment.ID, s.runs)...)
	}
	if s.Open != "" {
		m.Buttons = append(m.Buttons, openButton(s.Open))
	}
	return m
}

func endHeadline(s endState) string {
	id, best := s.experiment.ID, s.best()
	failed, stopped := s.count(trex.Failed), s.count(trex.Cancelled)
	switch {
	case failed == len(s.runs):
		return fmt.Sprintf("%s failed: %s", id, whatFailed(s.runs))
	case stopped == len(s.runs) && best == nil:
		return fmt.Sprintf("%s was stopped before it reported %s", id, say.Metric(s.project))
	case best == nil:
		return fmt.Sprintf("%s is done (%s), but no run reported %s", id, countsText(s.experimentState), say.Metric(s.project))
	}
	line, verb := fmt.Sprintf("%s is done: ", id), "is best,"
	if stopped > 0 {
		line, verb = fmt.Sprintf("%s was stopped: ", id), "was best so far,"
	}
	if len(s.runs) == 1 {
		verb = "reached"
	}
	line += s.winner(best, verb)
	if note := s.Notes[best.ID]; strings.HasPrefix(note, "became") {
		line += ", before it " + note
	}
	line += "."
	if failed > 0 {
		line += " " + say.Count(failed, "run") + " failed."
	}
	return line
}

// winner names the best run and how far it is ahead: of the baseline, else of
// the next run. Equal runs are not ranked.
func (s endState) winner(best *trex.Run, verb string) string {
	value := best.Objective.Metric + " " + s.value(best.Best.Value)
	next, equal := insight.Behind(best, s.runs)
	if equal == 1 {
		return fmt.Sprintf("%s (%s) and %s (%s) are equal, %s", best.ID, best.Name, next.ID, next.Name, value)
	}
	if equal > 1 {
		return fmt.Sprintf("%s (%s) and %d others are equal, %s", best.ID, best.Name, equal, value)
	}
	line := fmt.Sprintf("%s (%s) %s %s", best.ID, best.Name, verb, value)
	if text := s.Baseline.compare(best); text != "" {
		return line + ", " + text
	}
	if next != nil && next.Status == trex.Completed { // one that was cut short is no measure
		if text := say.Against(best.Best.Value, next.Best.Value); text != "" {
			return fmt.Sprintf("%s, %s %s", line, text, next.ID)
		}
	}
	return line
}

// whatFailed says it once when all failed alike.
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

// endNotices are the last word in the thread and, where the channel wants it,
// in the channel.
func (b *Bot) endNotices(v *view, s *experimentState) []notice {
	return b.announced(v, notice{
		key: endKey(v.id), thread: s.experiment.Thread, final: true,
		render: func(ctx context.Context) (chat.Message, error) { return b.renderEnd(ctx, v, s) },
	}, "announce:"+string(v.id))
}

func (b *Bot) renderEnd(ctx context.Context, v *view, s *experimentState) (chat.Message, error) {
	notes, err := b.trends(ctx, s.runs)
	if err != nil {
		return chat.Message{}, err
	}
	base, err := b.baseline(ctx, s)
	if err != nil {
		return chat.Message{}, err
	}
	picture, err := b.ranks(ctx, v.outbox, &v.curve, s)
	if err != nil {
		b.log.ErrorContext(ctx, "draw comparison", "experiment", v.id, "error", err)
	}
	return endMessage(endState{
		experimentState: s, Notes: notes, Baseline: base, Picture: picture,
		Platform: v.outbox.Name(), Open: b.experimentURL(v.id),
	}), nil
}
