package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// stop stops runs on an explicit command: at once when every word of it is accounted
// for and it names runs or experiments by id, else with a button that stops exactly
// the runs that the question lists.
func (b *Bot) stop(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	p, err := b.answers.pickActive(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	active, stopping, ended := split(p.runs)
	if len(active) == 0 {
		return nothingToStop(p, append(stopping, ended...)), nil
	}
	if !intent.Sure || !intent.Select.Plain() {
		return b.confirmStop(ctx, event, p.scope, active)
	}
	stopped, err := b.lab.Stop(ctx, runScope(p.scope, active), event.Person)
	if err != nil {
		return reply{}, err
	}
	if len(p.selected.Runs) == 0 {
		return reply{message: card.Stopped(stopped, nil)}, nil // of an experiment they are no news
	}
	return reply{message: card.Stopped(stopped, append(stopping, ended...))}, nil
}

// pickActive is pick for what has not ended. Of named runs and of experiments it also
// finds those that have, to tell about them.
func (a *answers) pickActive(ctx context.Context, event message, intent agent.Intent) (picked, error) {
	if s := selected(intent); len(intent.Runs)+len(s.Runs)+len(s.Experiments)+len(s.Statuses) == 0 {
		if s.IsZero() && intent.Project == "" {
			return picked{}, trex.Invalid("I do not know what to stop: name a run or an experiment, like r12 or e4")
		}
		s.Statuses = []trex.Status{trex.Pending, trex.Running}
		intent.Select = s
	}
	p, err := a.pick(ctx, event, intent)
	sortByID(p.runs)
	return p, err
}

// split divides runs into those that can be stopped, those that are asked to stop
// already, and those that have ended.
func split(runs []trex.Run) (active, stopping, ended []trex.Run) {
	for _, run := range runs {
		switch {
		case run.Status.Final():
			ended = append(ended, run)
		case !run.StopAsked.IsZero():
			stopping = append(stopping, run)
		default:
			active = append(active, run)
		}
	}
	return active, stopping, ended
}

// confirmStop asks about the runs that this person may stop.
func (b *Bot) confirmStop(ctx context.Context, event message, s scope, active []trex.Run) (reply, error) {
	mine, others, err := b.lab.MayStop(ctx, runScope(s, active), active, event.Person)
	if err != nil {
		return reply{}, err
	}
	question := card.Stop{Runs: mine, Others: others}
	if question.Kept, err = b.answers.kept(ctx, event, s); err != nil {
		return reply{}, err
	}
	o, _ := b.outboxOf(event.Person.Platform)
	ok := false
	if question.Subject, ok = card.ScopeSubject(runScope(s, mine), mine, o.Limits().ActionSubject()); !ok {
		return reply{}, trex.Invalid("these are %s, too many for one button: name fewer, or an experiment", say.Count(len(mine), "run"))
	}
	m := card.ConfirmStop(question)
	if except := s.selected.Except; except != nil && !except.IsZero() && len(question.Kept) == 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("leaves out nothing: none of these is “%s”", s.except().bare())})
	}
	m.Act = string(agent.ActQuestion)
	return reply{message: m}, nil
}

// kept returns the active runs that a command excepts.
func (a *answers) kept(ctx context.Context, event message, s scope) ([]trex.Run, error) {
	if s.selected.Except == nil {
		return nil, nil
	}
	_, kept, err := a.finder(event.Person, s).Divide(ctx, s.selected)
	active, _, _ := split(kept)
	sortByID(active)
	return active, err
}

// runScope names exactly these runs, for the verbs of lab; or their experiment, if a
// command is about all of one.
func runScope(s scope, runs []trex.Run) trex.RunScope {
	if whole(s.selected) && len(s.selected.Experiments) == 1 {
		return trex.RunScope{Experiment: s.selected.Experiments[0]}
	}
	return trex.RunScope{Runs: mapped(runs, func(run trex.Run) trex.RunID { return run.ID })}
}

// nothingToStop says why no run is stopped.
func nothingToStop(p picked, ended []trex.Run) reply {
	if len(ended) > 0 {
		return reply{message: card.NothingToStop(ended)}
	}
	p.selected.Statuses = []trex.Status{trex.Pending, trex.Running}
	return reply{message: card.Refusal(p.none())}
}
