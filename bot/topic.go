package bot

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/live"
)

// topic is what a message is about: the state of its conversation when it came. A
// conversation is a thread, or, in a channel without threads, what one person and Trex
// say to each other there.
type topic struct {
	open       *trex.Proposal    // the card that words change; nil: none
	experiment trex.ExperimentID // "": none
	origin     *trex.Proposal    // what the thread's experiment was launched from, in another thread
	picked     *trex.Proposal    // of the message it replies to: a card, or what an experiment was launched from
	question   *trex.Question    // what it may answer; nil: nothing
	owner      bool              // the person asked for the card or the experiment, or was asked
}

// personal reports whether each person has a conversation of their own there: a
// channel without threads is not one conversation.
func personal(thread trex.Thread) bool { return thread.ID == "" }

// topic finds what a message is about. A reply is about the message it replies to.
func (b *Bot) topic(ctx context.Context, event message) (topic, error) {
	picked, err := b.picked(ctx, event)
	if err != nil || picked.picked != nil {
		picked.owner = true // a reply to Trex
		return picked, err
	}
	t, err := b.discussed(ctx, event)
	if err != nil {
		return t, err
	}
	if t.open, err = b.openCard(ctx, event); err != nil {
		return t, err
	}
	if t.question, err = b.pending(ctx, event, t.open); err != nil {
		return t, err
	}
	t.owner = t.owner || t.question != nil || t.open != nil && (t.open.Requester.Same(event.Person) || t.open.EditedBy.Same(event.Person))
	return t, nil
}

// openCard finds the newest proposal of the conversation that can still be decided,
// nil if there is none. In a personal conversation it is one that this person asked
// for or edited last: nobody changes another's card by words meant for their own.
func (b *Bot) openCard(ctx context.Context, event message) (*trex.Proposal, error) {
	query := trex.ProposalQuery{Thread: event.Thread, OpenAt: b.now(), Limit: 1}
	if personal(event.Thread) {
		query.Owner = event.Person
	}
	proposals, err := b.store.ListProposals(ctx, query)
	if err != nil || len(proposals) == 0 {
		return nil, err
	}
	return &proposals[0], nil
}

// discussed finds the experiment of the conversation. Where each experiment gets a
// thread of its own, the proposal it came from is in another one.
func (b *Bot) discussed(ctx context.Context, event message) (t topic, err error) {
	experiment, err := b.store.FindExperimentByThread(ctx, event.Thread)
	if trex.KindOf(err) == trex.KindNotFound {
		return t, nil
	}
	if err != nil || personal(event.Thread) && !experiment.Requester.Same(event.Person) {
		return t, err
	}
	t.experiment, t.owner = experiment.ID, experiment.Requester.Same(event.Person)
	proposal, err := b.store.FindProposal(ctx, experiment.Proposal)
	if err == nil && proposal.Thread != event.Thread {
		t.origin = &proposal
	}
	return t, err
}

// picked finds what is shown by the message that this one replies to. It finds nothing
// for an answer, which shows nothing that is kept: the conversation goes on.
func (b *Bot) picked(ctx context.Context, event message) (t topic, err error) {
	if event.ReplyTo == "" {
		return t, nil
	}
	post, err := b.store.FindPostByRef(ctx, event.Thread.Platform, event.Thread.Channel, event.ReplyTo)
	if err == nil {
		t, err = b.shown(ctx, live.SubjectOf(post.Key))
	}
	if trex.KindOf(err) == trex.KindNotFound {
		return topic{}, nil
	}
	return t, err
}

// shown is the topic of a card, or of a message about an experiment.
func (b *Bot) shown(ctx context.Context, subject string) (t topic, err error) {
	id, err := trex.ParseProposalID(subject)
	if err != nil {
		experiment, err := b.experimentOf(ctx, subject)
		if err != nil {
			return t, err
		}
		t.experiment, id = experiment.ID, experiment.Proposal
	}
	proposal, err := b.store.FindProposal(ctx, id)
	if err != nil {
		return t, err
	}
	t.picked = &proposal
	if t.experiment == "" {
		t.experiment = proposal.Experiment
	}
	if proposal.CheckDecision(trex.Decision{At: b.now()}) == nil {
		t.open = &proposal
	}
	return t, nil
}

// experimentOf finds an experiment, or that of a warning.
func (b *Bot) experimentOf(ctx context.Context, subject string) (trex.Experiment, error) {
	id, err := trex.ParseWarningID(subject)
	if err != nil {
		return b.store.FindExperiment(ctx, trex.ExperimentID(subject))
	}
	warning, err := b.store.FindWarning(ctx, id)
	if err != nil {
		return trex.Experiment{}, err
	}
	run, err := b.store.FindRun(ctx, warning.Run)
	if err != nil {
		return trex.Experiment{}, err
	}
	return b.store.FindExperiment(ctx, run.Experiment)
}
