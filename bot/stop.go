package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// StopRun asks to stop a run. The one who asked for it and admins may.
func (b *Bot) StopRun(ctx context.Context, id trex.RunID, by trex.Person) (trex.Run, error) {
	run, err := b.store.FindRun(ctx, id)
	if err != nil {
		return trex.Run{}, err
	}
	if err := b.permits.decide(by, run.Requester, string(id)); err != nil {
		return trex.Run{}, err
	}
	return b.store.RequestStop(ctx, id, by, b.now())
}

// StopExperiment asks to stop every run of an experiment that is not final. A
// conflict says that none was left to stop.
func (b *Bot) StopExperiment(ctx context.Context, id trex.ExperimentID, by trex.Person) ([]trex.Run, error) {
	if _, err := b.store.FindExperiment(ctx, id); err != nil {
		return nil, err
	}
	runs, err := b.store.ListExperimentRuns(ctx, id)
	if err != nil {
		return nil, err
	}
	stopped, err := b.stopRuns(ctx, runs, by)
	if err == nil && len(stopped) == 0 {
		return nil, trex.Conflict("every run of %s has ended already", id)
	}
	return stopped, err
}

// stopRuns stops those of runs that are not final. Runs that end meanwhile are
// left out.
func (b *Bot) stopRuns(ctx context.Context, runs []trex.Run, by trex.Person) ([]trex.Run, error) {
	var stopped []trex.Run
	var errs []error
	// Waiting runs first, so that none takes the slot of one that stops.
	for _, status := range [...]trex.Status{trex.Pending, trex.Running} {
		for _, run := range runs {
			if run.Status != status {
				continue
			}
			run, err := b.StopRun(ctx, run.ID, by)
			switch {
			case err == nil:
				stopped = append(stopped, run)
			case trex.KindOf(err) != trex.KindConflict:
				errs = append(errs, err)
			}
		}
	}
	if len(stopped) > 0 && len(errs) > 0 && trex.KindOf(errs[0]) == trex.KindForbidden {
		return stopped, nil // what one may stop is stopped
	}
	if len(errs) > 0 {
		return stopped, errors.Join(errs[:1]...)
	}
	return stopped, nil
}

// stop obeys an explicit command; it asks first when more is meant than was
// named, or when a language model read it.
func (b *Bot) stop(ctx context.Context, event chat.Event, intent agent.Intent) (reply, error) {
	runs, subject, err := b.stopTargets(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	open := card.Unsettled(runs)
	if len(open) == 0 {
		if len(runs) == 1 {
			return reply{message: card.Refusal(fmt.Sprintf("%s is %s already.", runs[0].ID, say.Status(runs[0].Status)))}, nil
		}
		return reply{message: card.Refusal("Nothing of that is waiting or running.")}, nil
	}
	broad := len(open) > 1 && (intent.Scope != agent.ScopeNone || !namesTarget(event.Text, intent))
	if broad || intent.Usage != nil {
		return reply{message: card.ConfirmStop(open, subject)}, nil
	}
	stopped, err := b.stopRuns(ctx, open, event.Person)
	if err != nil {
		return reply{}, err
	}
	return reply{message: card.Stopped(stopped)}, nil
}

// namesTarget reports whether the person wrote which runs or experiment to
// stop, rather than leaving it to the thread.
func namesTarget(text string, intent agent.Intent) bool {
	text = strings.ToLower(text)
	return len(intent.Runs) > 0 || intent.Experiment != "" && strings.Contains(text, string(intent.Experiment))
}

// stopTargets finds what to stop and how a button names it.
func (b *Bot) stopTargets(ctx context.Context, event chat.Event, intent agent.Intent) (runs []trex.Run, subject string, err error) {
	if intent.Scope == agent.ScopeNone {
		runs, err = b.targets(ctx, event, intent)
		if err != nil {
			return nil, "", err
		}
		return runs, card.RunsSubject(runs, "mine"), nil
	}
	runs, err = b.scopeRuns(ctx, event.Person, intent)
	return runs, card.RunsSubject(card.Unsettled(runs), string(intent.Scope)), err
}

// scopeRuns finds what waits or runs of one person or of everybody.
func (b *Bot) scopeRuns(ctx context.Context, person trex.Person, intent agent.Intent) ([]trex.Run, error) {
	query := trex.RunQuery{
		Project: intent.Project, Statuses: []trex.Status{trex.Pending, trex.Running}, Limit: 1000,
	}
	page, err := b.store.ListRuns(ctx, query)
	slices.Reverse(page.Runs) // in launch order
	if err != nil || intent.Scope == agent.ScopeAll {
		return page.Runs, err
	}
	var mine []trex.Run
	for _, run := range page.Runs {
		if run.Requester.Platform == person.Platform && run.Requester.ID == person.ID {
			mine = append(mine, run)
		}
	}
	return mine, nil
}

func (b *Bot) clickStop(ctx context.Context, o *outbox, event chat.Event) error {
	subject := event.Action.Subject
	var runs []trex.Run
	var err error
	switch scope := agent.Scope(subject); scope {
	case agent.ScopeMine, agent.ScopeAll:
		runs, err = b.scopeRuns(ctx, event.Person, agent.Intent{Scope: scope})
	case agent.ScopeNone:
		return trex.Invalid("that button is not one of mine")
	default:
		runs, err = b.subjectRuns(ctx, subject)
	}
	if err != nil {
		return err
	}
	open := card.Unsettled(runs)
	if len(open) == 0 {
		return trex.Conflict("nothing is left to stop: it has ended already")
	}
	if event.Action.Name == chat.ActStopAsk {
		return b.respond(ctx, o, event, card.ConfirmStop(open, subject))
	}
	stopped, err := b.stopRuns(ctx, open, event.Person)
	if err != nil {
		return err
	}
	return b.respond(ctx, o, event, card.Stopped(stopped))
}
