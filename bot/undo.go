package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
)

// undo takes back the last change of the open card that the person means, or goes back
// to a version of it. When their last card was launched, it offers to stop the runs.
func (b *Bot) undo(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	last, err := b.lastCard(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	if last != nil && last.State == trex.ProposalLaunched && intent.Version == 0 {
		return b.undoNewest(ctx, event, intent, *last)
	}
	p, which, err := b.meantCard(ctx, event, intent, undoIt)
	if err != nil || which != nil {
		return reply{message: orEmpty(which)}, err
	}
	if intent.Version > 0 {
		p, err = b.lab.Restore(ctx, p.ID, intent.Version, event.Person)
	} else {
		p, err = b.lab.Undo(ctx, p.ID, event.Person)
	}
	return reply{proposal: &p}, err
}

// undoNewest takes back a launch, unless the person may mean a card that they edited.
func (b *Bot) undoNewest(ctx context.Context, event message, intent agent.Intent, launched trex.Proposal) (reply, error) {
	open, err := b.openCards(ctx, event.Thread)
	if err != nil {
		return reply{}, err
	}
	edited := filter(open, func(p trex.Proposal) bool { return b.mayMean(undoIt, p, event.Person) })
	if len(edited) == 0 || intent.Proposal != "" || event.topic.picked != nil {
		return b.undoLaunch(ctx, event, launched)
	}
	return reply{message: *whichCard("Which one do you want to undo?", append([]trex.Proposal{launched}, edited...), undoIt)}, nil
}

// lastCard returns the card that a command names or replies to, else the person's
// newest one of the thread, else the one that the thread's experiment came from. It
// returns nil when there is none.
func (b *Bot) lastCard(ctx context.Context, event message, intent agent.Intent) (*trex.Proposal, error) {
	named, err := b.namedCard(ctx, event, intent)
	if err != nil || named != nil {
		return named, err
	}
	proposals, err := b.store.ListProposals(ctx, trex.ProposalQuery{Thread: event.Thread, Owner: event.Person, Limit: 1})
	if err != nil || len(proposals) == 0 {
		return event.topic.origin, err
	}
	return &proposals[0], nil
}

// undoLaunch offers to stop the runs of a card: a launch cannot be taken back.
func (b *Bot) undoLaunch(ctx context.Context, event message, p trex.Proposal) (reply, error) {
	runs, err := b.store.ListExperimentRuns(ctx, p.Experiment)
	if err != nil {
		return reply{}, err
	}
	active, _, _ := split(runs)
	if len(active) == 0 {
		return reply{message: card.Refusal(fmt.Sprintf("%s was launched as %s, and its runs have ended: there is nothing to undo", p.ID, p.Experiment))}, nil
	}
	s := scope{selected: agent.Select{Experiments: []trex.ExperimentID{p.Experiment}}, now: b.now()}
	r, err := b.confirmStop(ctx, event, s, active)
	if err == nil {
		r.message.Headline = fmt.Sprintf("%s was launched as %s. %s", p.ID, p.Experiment, r.message.Headline)
	}
	return r, err
}
