package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/live"
	"github.com/trex-ml/trex/say"
)

// A reply is the answer to an intent: a message, or a proposal's card.
type reply struct {
	message  chat.Message
	proposal *trex.Proposal // the proposal whose card is the reply, nil for a message
	before   *chat.Message  // a message to post before the card, nil for none
}

// converse understands one message and answers it.
func (b *Bot) converse(ctx context.Context, o *live.Outbox, event message) (came chat.Outcome, err error) {
	if event.Continue {
		return b.overhear(ctx, o, event)
	}
	if err := b.permits.use(event.Event); err != nil {
		return came, err
	}
	if err := b.permits.cool(event.Person, b.now()); err != nil {
		return came, err
	}
	if err := begin(ctx, o, &event); err != nil {
		return came, err
	}
	var unread []string
	event.Text, unread = b.attached(ctx, event.Said)
	defer b.threads.Take(threadKey(event.Thread))()
	intent, err := b.understand(ctx, o, &event)
	if err != nil {
		return came, err
	}
	intent.Note = strings.TrimSpace(strings.Join(append(unread, intent.Note), " "))
	return b.answer(ctx, o, event, intent)
}

// overhear answers a message in a thread that does not address Trex, if the agent
// finds that it is meant for it. Nobody is told why another one is not answered.
func (b *Bot) overhear(ctx context.Context, o *live.Outbox, event message) (came chat.Outcome, err error) {
	own, err := b.ownThread(ctx, event.Thread)
	if err != nil {
		b.log.ErrorContext(ctx, "overhear", "error", err)
	}
	if !own || b.permits.use(event.Event) != nil {
		return came, nil
	}
	defer b.threads.Take(threadKey(event.Thread))()
	intent, err := b.understand(ctx, o, &event)
	if err != nil {
		b.log.ErrorContext(ctx, "overhear", "error", err)
		return came, nil
	}
	if intent.Kind == agent.Unheard {
		return came, nil
	}
	if err := b.permits.cool(event.Person, b.now()); err != nil {
		return came, err
	}
	return b.answer(ctx, o, event, intent)
}

// understand finds what a message is about and what it means, and stores it as a
// part of the conversation.
func (b *Bot) understand(ctx context.Context, o *live.Outbox, event *message) (intent agent.Intent, err error) {
	if event.topic, err = b.topic(ctx, *event); err != nil {
		return intent, err
	}
	request, err := b.request(ctx, o, *event)
	if err != nil {
		return intent, err
	}
	b.noteUser(ctx, o, *event)
	if strings.TrimSpace(event.Text) == "" { // only a mention
		return agent.Intent{Kind: agent.Help}, nil
	}
	intent, err = b.agent.Understand(ctx, request)
	b.noteUsage(ctx, event.Person, intent.Usage)
	return intent, err
}

// answer does what an intent says and posts the reply.
func (b *Bot) answer(ctx context.Context, o *live.Outbox, event message, intent agent.Intent) (chat.Outcome, error) {
	r, err := b.fulfil(ctx, event, intent)
	if !passes(err) {
		b.noteQuestion(ctx, event, intent)
	}
	if err != nil {
		r = reply{message: card.Refusal(b.sentence(ctx, err))}
	}
	return b.say(ctx, o, event, r, intent)
}

// passes reports whether an error may be gone when the person says it again: then what
// Trex asked stays open.
func passes(err error) bool {
	return err != nil && slices.Contains([]trex.ErrorKind{trex.KindConflict, trex.KindInternal, trex.KindUnavailable}, trex.KindOf(err))
}

// begin opens a thread for an event that has none yet.
func begin(ctx context.Context, o *live.Outbox, event *message) error {
	if event.Begin == nil {
		return nil
	}
	_, err := o.InTurn(ctx, event.Thread.Channel, func(ctx context.Context) (err error) {
		event.Thread, err = event.Begin(ctx)
		return err
	})
	return err
}

func threadKey(t trex.Thread) string { return t.Platform + "\x00" + t.Channel + "\x00" + t.ID }

// ownThread reports whether a thread has an experiment or a proposal.
func (b *Bot) ownThread(ctx context.Context, thread trex.Thread) (bool, error) {
	if _, err := b.store.FindExperimentByThread(ctx, thread); trex.KindOf(err) != trex.KindNotFound {
		return err == nil, err
	}
	proposals, err := b.store.ListProposals(ctx, trex.ProposalQuery{Thread: thread, Limit: 1})
	return len(proposals) > 0, err
}

// say posts a reply and stores it as part of the conversation.
func (b *Bot) say(ctx context.Context, o *live.Outbox, event message, r reply, intent agent.Intent) (chat.Outcome, error) {
	if r.proposal != nil {
		return b.sayCard(ctx, o, event, r, intent)
	}
	if intent.Reading != "" && r.message.Headline != "" && intent.Kind != agent.Ask {
		r.message.Blocks = append(r.message.Blocks, chat.Block{Note: card.ReadAs(intent.Reading)})
	}
	if intent.Note != "" {
		r.message.Blocks = append(r.message.Blocks, chat.Block{Note: say.Clip(intent.Note, 600)})
	}
	r.message = card.WithOptions(r.message, intent.Options, o.Limits())
	r.message.Act = cmp.Or(r.message.Act, string(intent.Act()))
	b.noteAssistant(ctx, o, event, r.message)
	ref, err := o.Answer(ctx, event.Thread, r.message)
	return chat.Outcome{Said: r.message.Headline, Ref: ref}, err
}

func (b *Bot) sayCard(ctx context.Context, o *live.Outbox, event message, r reply, intent agent.Intent) (chat.Outcome, error) {
	before := r.before
	if before == nil && (intent.Reply != "" || intent.Note != "") {
		before = &chat.Message{Headline: intent.Note}
		if intent.Reply != "" {
			before.Blocks = []chat.Block{{Markup: intent.Reply}}
		}
	}
	if before != nil {
		if _, err := o.Answer(ctx, event.Thread, *before); err != nil {
			return chat.Outcome{}, err
		}
		b.noteAssistant(ctx, o, event, *before)
	}
	ref, err := b.keeper.PostCard(ctx, o, *r.proposal)
	came := chat.Outcome{Said: card.Headline(*r.proposal), Proposal: r.proposal.ID, Ref: ref}
	if err != nil {
		return came, err
	}
	b.noteCard(ctx, o, *r.proposal, event.Person)
	return came, nil
}
