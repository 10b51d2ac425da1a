package bot

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/live"
	"github.com/trex-ml/trex/bot/look"
	"github.com/trex-ml/trex/say"
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
	r.Experiment, r.Open = event.topic.experiment, event.topic.open
	channel, err := b.channelProject(ctx, event.Thread)
	if err != nil {
		return r, err
	}
	r.Default, r.DefaultAt = channel.Project, channel.SetAt
	r.Wide = personal(event.Thread) || o.Limits().Transcript
	r.Overheard, r.Owner, r.Now = event.Continue, event.topic.owner, b.now()
	if event.topic.question != nil {
		r.Question = event.topic.question.State
	}
	if streamer, ok := o.Platform().(chat.Streamer); ok {
		r.Partial = func(text string) { streamer.Stream(ctx, event.Thread, text) }
	}
	return r, nil
}

// turns returns the conversation so far. It begins with what the thread's experiment
// was launched from, and ends with what the message replies to.
func (b *Bot) turns(ctx context.Context, o *live.Outbox, event message) ([]agent.Turn, error) {
	messages, err := b.messages(ctx, event)
	if err != nil {
		return nil, err
	}
	if n := len(messages); o.Limits().Transcript && n > 0 && messages[n-1].Role == trex.RoleUser {
		messages = messages[:n-1] // this message itself, which the platform has stored already
	}
	turns := b.turnOf(event.topic.origin)
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
	return append(turns, b.turnOf(event.topic.picked)...), nil
}

// messages returns the newest messages of the conversation.
func (b *Bot) messages(ctx context.Context, event message) ([]trex.ChatMessage, error) {
	if personal(event.Thread) {
		return b.store.ListMessagesOf(ctx, event.Thread, event.Person, contextTurns+1)
	}
	return b.store.ListMessages(ctx, event.Thread, "", contextTurns+1)
}

// turnOf returns the turn of a card that was posted elsewhere or long ago; no turn for
// nil.
func (b *Bot) turnOf(p *trex.Proposal) []agent.Turn {
	if p == nil {
		return nil
	}
	return []agent.Turn{{Role: trex.RoleAssistant, Text: b.inWords(*p), Proposal: p}}
}

func (b *Bot) inWords(p trex.Proposal) string {
	return p.Project + ": " + say.Summary(b.reader.Project(p.Project, nil), p.Configs)
}

// noteUser, noteAssistant and noteCard store the conversation unless the platform does
// so itself. It is only context: when a turn cannot be stored, Trex still answers.
func (b *Bot) noteUser(ctx context.Context, o *live.Outbox, event message) {
	b.note(ctx, o, trex.ChatMessage{
		Thread: event.Thread, Role: trex.RoleUser, Author: event.Person, Content: event.Text, At: b.now(),
	})
}

func (b *Bot) noteAssistant(ctx context.Context, o *live.Outbox, event message, answer chat.Message) {
	b.note(ctx, o, trex.ChatMessage{
		Thread: event.Thread, Role: trex.RoleAssistant, To: event.Person, Content: answer.Plain(), At: b.now(),
	})
}

func (b *Bot) noteCard(ctx context.Context, o *live.Outbox, p trex.Proposal, to trex.Person) {
	b.note(ctx, o, trex.ChatMessage{
		Thread: p.Thread, Role: trex.RoleAssistant, To: to, Content: b.inWords(p), Proposal: p.ID, At: b.now(),
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
