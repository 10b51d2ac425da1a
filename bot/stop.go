package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/say"
)

// stop stops runs on an explicit command. It asks first when the command covers
// runs it did not name, or when a language model read it.
func (b *Bot) stop(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	scope, err := b.stopScope(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	active, err := b.store.ListActive(ctx, scope)
	if err != nil {
		return reply{}, err
	}
	if len(active) == 0 {
		return b.nothingToStop(ctx, scope)
	}
	broad := len(active) > 1 && (intent.Scope != agent.ScopeNone || !namesTarget(event.Text, intent))
	if broad || intent.Usage != nil {
		return b.confirmStop(ctx, event, scope, active)
	}
	stopped, err := b.lab.Stop(ctx, scope, event.Person)
	if err != nil {
		return reply{}, err
	}
	return reply{message: card.Stopped(stopped)}, nil
}

// confirmStop asks about the runs that this person may stop.
func (b *Bot) confirmStop(ctx context.Context, event message, scope trex.RunScope, active []trex.Run) (reply, error) {
	mine, others, err := b.lab.MayStop(ctx, scope, active, event.Person)
	if err != nil {
		return reply{}, err
	}
	o, _ := b.outboxOf(event.Person.Platform)
	subject, ok := card.ScopeSubject(scope, mine, o.Limits().ActionSubject())
	if !ok {
		return reply{}, trex.Invalid("these are %s, too many for one button: name fewer, or an experiment", say.Count(len(mine), "run"))
	}
	return reply{message: card.ConfirmStop(mine, others, subject)}, nil
}

// nothingToStop says that none of the runs is active.
func (b *Bot) nothingToStop(ctx context.Context, scope trex.RunScope) (reply, error) {
	if len(scope.Runs) == 1 {
		run, err := b.store.FindRun(ctx, scope.Runs[0])
		return reply{message: card.Refusal(fmt.Sprintf("%s is %s already.", run.ID, say.Status(run.Status)))}, err
	}
	return reply{message: card.Refusal("None of those runs is waiting or running.")}, nil
}

// namesTarget reports whether the person named runs or an experiment, rather
// than left it to the thread.
func namesTarget(text string, intent agent.Intent) bool {
	text = strings.ToLower(text)
	return len(intent.Runs) > 0 || intent.Experiment != "" && strings.Contains(text, string(intent.Experiment))
}

// stopScope finds what to stop.
func (b *Bot) stopScope(ctx context.Context, event message, intent agent.Intent) (trex.RunScope, error) {
	switch intent.Scope {
	case agent.ScopeMine:
		return trex.RunScope{Person: event.Person, Project: intent.Project}, nil
	case agent.ScopeAll:
		return trex.RunScope{All: true, Project: intent.Project}, nil
	case agent.ScopeNone:
	}
	if len(intent.Runs) > 0 {
		return trex.RunScope{Runs: intent.Runs}, nil
	}
	experiment, err := b.answers.targetExperiment(ctx, event, intent)
	return trex.RunScope{Experiment: experiment.ID}, err
}
