package bot

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/lab"
)

func (b *Bot) propose(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	p, err := b.lab.Propose(ctx, lab.Draft{
		Project: intent.Project, Configs: intent.Configs, Reading: intent.Reading, By: event.Person, Thread: event.Thread,
	})
	return reply{proposal: &p}, err
}

// editOpen makes the next version of the card that the message is about. Its posted
// cards are updated, and the answer is one more card, so that nobody has to scroll up
// to launch it. A conflict says that somebody edited it since the message came.
func (b *Bot) editOpen(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	open := event.topic.open
	if open == nil || intent.Project != "" && intent.Project != open.Project {
		return b.propose(ctx, event, intent) // of another project: this is a new request
	}
	current, err := b.store.FindProposal(ctx, open.ID)
	if err != nil {
		return reply{}, err
	}
	if current.CheckDecision(trex.Decision{At: b.now()}) != nil {
		return b.propose(ctx, event, intent) // decided meanwhile
	}
	p, err := b.lab.Edit(ctx, trex.Edit{
		Proposal: open.ID, Version: open.Version, Configs: intent.Configs, Reading: intent.Reading, By: event.Person,
	})
	return reply{proposal: &p}, err
}

// retry proposes runs again: the named ones, else those that failed or were
// stopped.
func (b *Bot) retry(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	runs, err := b.answers.targets(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	if len(intent.Runs) == 0 {
		runs = lab.Retryable(runs)
	}
	if len(runs) == 0 {
		return reply{}, trex.Invalid("none of those runs failed or was stopped: name a run to repeat it anyway, e.g. retry r12")
	}
	p, err := b.lab.Again(ctx, lab.Again{Runs: runs, By: event.Person, Thread: event.Thread})
	return reply{proposal: &p}, err
}
