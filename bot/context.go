package bot

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/live"
	"github.com/trex-ml/trex/bot/look"
)

// How many earlier turns and runs an agent gets with a message.
const (
	contextTurns = 20
	contextRuns  = 50
)

// request gathers what the agent needs to understand a message.
func (b *Bot) request(ctx context.Context, o *live.Outbox, event message) (agent.Request, error) {
	r := agent.Request{
		Text: event.Text, Person: event.Person, Projects: b.projects, MaxRuns: b.lab.MaxRuns(), Lookup: lookup{b.store, b.reader},
	}
	var err error
	if r.Turns, err = b.turns(ctx, o, event); err != nil {
		return r, err
	}
	page, err := b.store.ListRuns(ctx, trex.RunQuery{Limit: contextRuns})
	if err != nil {
		return r, err
	}
	r.Runs = page.Runs
	experiment, err := b.store.FindExperimentByThread(ctx, event.Thread)
	if err != nil && trex.KindOf(err) != trex.KindNotFound {
		return r, err
	}
	r.Experiment = experiment.ID
	if r.Open, err = b.openProposal(ctx, event.Thread); err != nil {
		return r, err
	}
	if streamer, ok := o.Platform().(chat.Streamer); ok {
		r.Partial = func(text string) { streamer.Stream(ctx, event.Thread, text) }
	}
	return r, nil
}

// openProposal finds the newest proposal of a thread that can still be decided,
// nil if there is none.
func (b *Bot) openProposal(ctx context.Context, thread trex.Thread) (*trex.Proposal, error) {
	proposals, err := b.store.ListProposals(ctx, trex.ProposalQuery{Thread: thread, OpenAt: b.now(), Limit: 1})
	if err != nil || len(proposals) == 0 {
		return nil, err
	}
	return &proposals[0], nil
}

func (b *Bot) turns(ctx context.Context, o *live.Outbox, event message) ([]agent.Turn, error) {
	messages, err := b.store.ListMessages(ctx, event.Thread, "", contextTurns+1)
	if err != nil {
		return nil, err
	}
	if n := len(messages); o.Limits().Transcript && n > 0 && messages[n-1].Role == trex.RoleUser {
		messages = messages[:n-1] // this message itself, which the platform has stored already
	}
	var turns []agent.Turn
	for _, message := range messages {
		turn := agent.Turn{Role: message.Role, Text: message.Content}
		if message.Proposal != "" {
			proposal, err := b.store.FindProposal(ctx, message.Proposal)
			if err != nil && trex.KindOf(err) != trex.KindNotFound {
				return nil, err
			}
			if err == nil {
				turn.Proposal = &proposal
			}
		}
		turns = append(turns, turn)
	}
	return turns, nil
}

// noteUser and noteAssistant store the conversation unless the platform does so
// itself. It is only context: when a turn cannot be stored, Trex still answers.
func (b *Bot) noteUser(ctx context.Context, o *live.Outbox, event message) {
	b.note(ctx, o, trex.ChatMessage{
		Thread: event.Thread, Role: trex.RoleUser, Author: event.Person, Content: event.Text, At: b.now(),
	})
}

func (b *Bot) noteAssistant(ctx context.Context, o *live.Outbox, thread trex.Thread, message chat.Message) {
	b.note(ctx, o, trex.ChatMessage{
		Thread: thread, Role: trex.RoleAssistant, Content: message.Plain(),
		Proposal: trex.ProposalID(message.Proposal), At: b.now(),
	})
}

func (b *Bot) note(ctx context.Context, o *live.Outbox, message trex.ChatMessage) {
	if o.Limits().Transcript {
		return
	}
	if _, err := b.store.AppendMessage(ctx, message); err != nil {
		b.log.ErrorContext(ctx, "note message", "error", err)
	}
}

func (b *Bot) noteUsage(ctx context.Context, person trex.Person, usage *trex.Usage) {
	if usage == nil {
		return
	}
	cost := *usage
	if cost.Person.IsZero() {
		cost.Person = person
	}
	if cost.At.IsZero() {
		cost.At = b.now()
	}
	if err := b.store.RecordUsage(ctx, cost); err != nil {
		b.log.ErrorContext(ctx, "record usage", "error", err)
	}
}

// lookup gives an agent what it may read.
type lookup struct {
	store  store
	reader *look.Reader
}

func (l lookup) FindRun(ctx context.Context, id trex.RunID) (trex.Run, error) {
	return l.store.FindRun(ctx, id)
}

func (l lookup) ListRuns(ctx context.Context, query trex.RunQuery) (trex.RunPage, error) {
	return l.store.ListRuns(ctx, query)
}

func (l lookup) ListSeries(ctx context.Context, id trex.RunID) ([]trex.Series, error) {
	return l.store.ListSeries(ctx, id)
}

func (l lookup) LogTail(ctx context.Context, id trex.RunID, lines int) (string, error) {
	if _, err := l.store.FindRun(ctx, id); err != nil {
		return "", err
	}
	return l.reader.LogTail(id, lines, 64<<10)
}
