package bot

import (
	"context"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
)

// pending finds the question of Trex that a message may answer: one that this person
// was asked, else, for the owner of the thread's open card, the newest of the thread.
// In a personal conversation nobody answers for another.
func (b *Bot) pending(ctx context.Context, event message, open *trex.Proposal) (*trex.Question, error) {
	questions, err := b.store.ListQuestions(ctx, event.Thread, b.now())
	if err != nil || len(questions) == 0 {
		return nil, err
	}
	own := slices.IndexFunc(questions, func(q trex.Question) bool { return q.Person.Same(event.Person) })
	switch {
	case own >= 0:
		return &questions[own], nil
	case !personal(event.Thread) && open != nil && (open.Requester.Same(event.Person) || open.EditedBy.Same(event.Person)):
		return &questions[0], nil
	}
	return nil, nil
}

// noteQuestion stores what Trex asks in its answer to a message. It closes the question
// that the message answered, and one of this person that it passed over; what somebody
// else was asked stays open. When that fails, Trex still answers: it only asks again.
func (b *Bot) noteQuestion(ctx context.Context, event message, intent agent.Intent) {
	before, state := event.topic.question, intent.Question
	if own := before != nil && before.Person.Same(event.Person); own && state == "" || before != nil && !own && intent.Answers {
		if err := b.store.CloseQuestion(ctx, before.Thread, before.Person); err != nil {
			b.log.ErrorContext(ctx, "close question", "error", err)
		}
	}
	if state == "" {
		return
	}
	asked := trex.Question{Thread: event.Thread, Person: event.Person, State: state, AskedAt: b.now()}
	if err := b.store.SaveQuestion(ctx, asked); err != nil {
		b.log.ErrorContext(ctx, "note question", "error", err)
	}
}
