package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// showExperiments writes a line for each experiment.
func (a *answers) showExperiments(ctx context.Context, p picked, fields []string) (reply, error) {
	var lines []string
	for _, id := range p.selected.Experiments {
		s, err := a.reader.Experiment(ctx, id)
		if err != nil {
			return reply{}, err
		}
		facts := make([]string, len(fields))
		for i, field := range fields {
			if facts[i], err = a.experimentFact(ctx, s, field); err != nil {
				return reply{}, err
			}
		}
		lines = append(lines, fmt.Sprintf("%s: %s", id, strings.Join(facts, " · ")))
	}
	m := chat.Message{Headline: lines[0]}
	if len(lines) > 1 {
		m.Blocks = []chat.Block{{Text: strings.Join(lines[1:], "\n")}}
	}
	if link := a.listURL(p); link != "" {
		m.Buttons = []chat.Button{card.OpenButton(link)}
	}
	return reply{message: m}, nil
}

func (a *answers) experimentFact(ctx context.Context, s *card.Standing, field string) (string, error) {
	now := a.now()
	switch field {
	case "person":
		return a.personFact(ctx, s.Experiment.ID)
	case "launched", "created", "started":
		return "launched " + say.Clock(s.Experiment.CreatedAt, now), nil
	case "progress":
		return card.Counts(s), nil
	case "finished", "eta", "duration":
		begun, ended := span(s.Runs)
		switch left, ok := s.Outlook().Left(); {
		case s.Settled() && begun.IsZero():
			return card.Counts(s) + ", none of them started", nil
		case s.Settled():
			return fmt.Sprintf("took %s, done %s (%s)", say.Duration(ended.Sub(begun)), say.Clock(ended, now), card.Counts(s)), nil
		case ok:
			return fmt.Sprintf("%s left, done at about %s (%s)", say.About(left), say.Clock(now.Add(left), now), card.Counts(s)), nil
		}
		return "no estimate yet: " + card.Counts(s), nil
	}
	return "", trex.Invalid("I do not know “%s” of an experiment", say.Clip(field, 40))
}

// personFact says who asked for an experiment and who launched it.
func (a *answers) personFact(ctx context.Context, id trex.ExperimentID) (string, error) {
	experiment, err := a.store.FindExperiment(ctx, id)
	if err != nil {
		return "", err
	}
	text, at := "asked for by "+experiment.Requester.Name, say.Clock(experiment.CreatedAt, a.now())
	p, err := a.store.FindProposal(ctx, experiment.Proposal)
	switch {
	case trex.KindOf(err) == trex.KindNotFound:
		return fmt.Sprintf("%s, launched %s", text, at), nil
	case err != nil:
		return "", err
	case !p.DecidedBy.IsZero() && !p.DecidedBy.Same(experiment.Requester):
		return fmt.Sprintf("%s, launched by %s %s", text, p.DecidedBy.Name, at), nil
	}
	return fmt.Sprintf("asked for and launched by %s %s", experiment.Requester.Name, at), nil
}

// etaOfAll says how long the active runs of everybody still take.
func (a *answers) etaOfAll(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	active, err := a.activeRuns(ctx, event.Person, intent)
	if err != nil {
		return reply{}, err
	}
	p := picked{scope: a.scopeOf(intent)}
	for _, run := range active {
		if run.Status == trex.Running {
			p.runs = append(p.runs, run)
		}
	}
	waiting := len(active) - len(p.runs)
	if len(p.runs) == 0 {
		return reply{message: chat.Message{Headline: a.overviewHeadline(active)}}, nil
	}
	answer, err := a.showRuns(ctx, p, []string{"eta"})
	if waiting > 0 {
		answer.message.Blocks = append(answer.message.Blocks, chat.Block{Note: say.Count(waiting, "run") + " waiting"})
	}
	return answer, err
}

// span returns when the first of some runs started and when the last one ended,
// zero when none did.
func span(runs []trex.Run) (begun, ended time.Time) {
	for i := range runs {
		run := &runs[i]
		if !run.StartedAt.IsZero() && (begun.IsZero() || run.StartedAt.Before(begun)) {
			begun = run.StartedAt
		}
		if run.FinishedAt.After(ended) {
			ended = run.FinishedAt
		}
	}
	return begun, ended
}
