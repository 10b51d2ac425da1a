package bot

import (
	"context"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/live"
	"github.com/trex-ml/trex/bot/look"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/say"
)

// clicks carries out the actions of buttons, menus and forms. Actions come from
// outside, so each is checked against the store first.
type clicks struct {
	store    store
	lab      *lab.Lab
	reader   *look.Reader
	keeper   *live.Keeper
	answers  *answers
	projects trex.Projects
	doubles  *doubles
	now      func() time.Time
	// converse answers a suggestion as a message from that person.
	converse func(context.Context, *live.Outbox, message) (chat.Outcome, error)

	// noteCard stores a posted card as part of the conversation.
	noteCard func(ctx context.Context, o *live.Outbox, p trex.Proposal, to trex.Person)

	handlers map[chat.ActionName]clickHandler
}

type clickHandler func(context.Context, *live.Outbox, click) (chat.Outcome, error)

// handle fills the table of handlers, one for each action that can be clicked.
func (c *clicks) handle() {
	c.handlers = map[chat.ActionName]clickHandler{
		chat.ActLaunch: c.launch, chat.ActSelect: c.choose, chat.ActEdit: c.edit, chat.ActDismiss: c.dismiss,
		chat.ActRetry: c.retry, chat.ActRetryFix: c.retry, chat.ActAround: c.suggest, chat.ActSeeds: c.suggest,
		chat.ActStop: c.stop, chat.ActStopRetry: c.stopRetry, chat.ActIgnore: c.ignore,
		chat.ActLog: c.log, chat.ActDetails: c.details, chat.ActCompare: c.compare,
		chat.ActMore: c.more, chat.ActSuggestion: c.suggestion,
	}
}

// act carries out the action of a button or a menu.
func (c *clicks) act(ctx context.Context, o *live.Outbox, event click) (chat.Outcome, error) {
	handler, ok := c.handlers[event.Action.Name]
	if !ok {
		return chat.Outcome{}, trex.Invalid("I do not know the button %q; an older version of Trex may have posted it",
			say.Clip(string(event.Action.Name), 40))
	}
	if event.Action.Answers() && c.doubles.again(event, c.now()) {
		return chat.Outcome{}, nil
	}
	outcome, err := handler(ctx, o, event)
	if err != nil {
		c.doubles.forget(event)
	}
	return outcome, err
}

func notMine() error { return trex.Invalid("that button is not one of mine") }

// more carries out the action of the chosen menu entry.
func (c *clicks) more(ctx context.Context, o *live.Outbox, event click) (chat.Outcome, error) {
	if len(event.Values) == 0 {
		return chat.Outcome{}, nil
	}
	action, err := chat.ParseAction(event.Values[0])
	if err != nil {
		return chat.Outcome{}, err
	}
	if action.Name == chat.ActMore {
		return chat.Outcome{}, notMine()
	}
	event.Clicked = chat.Clicked{Action: action}
	return c.act(ctx, o, event)
}

// suggestion answers the text of a suggestion as if the person had typed it.
func (c *clicks) suggestion(ctx context.Context, o *live.Outbox, event click) (chat.Outcome, error) {
	return c.converse(ctx, o, message{Event: event.Event, Said: chat.Said{Text: event.Action.Subject, Direct: true}})
}

// respond posts the answer to a click in its thread.
func (c *clicks) respond(ctx context.Context, o *live.Outbox, event click, m chat.Message, err error) (chat.Outcome, error) {
	if err != nil {
		return chat.Outcome{}, err
	}
	ref, err := o.Answer(ctx, event.Thread, m)
	return chat.Outcome{Said: m.Headline, Ref: ref}, err
}

// show posts the card of a new proposal.
func (c *clicks) show(ctx context.Context, o *live.Outbox, p trex.Proposal, err error) (chat.Outcome, error) {
	if err != nil {
		return chat.Outcome{}, err
	}
	ref, err := c.keeper.PostCard(ctx, o, p)
	came := chat.Outcome{Said: card.Headline(p), Proposal: p.ID, Ref: ref}
	if err == nil {
		c.noteCard(ctx, o, p, p.Requester)
	}
	return came, err
}

func where(event click) lab.Where { return lab.Where{By: event.Person, Thread: event.Thread} }

// retry opens a card; it launches nothing.
func (c *clicks) retry(ctx context.Context, o *live.Outbox, event click) (chat.Outcome, error) {
	runs, err := c.subjectRuns(ctx, event.Action.Subject)
	if err == nil && strings.HasPrefix(event.Action.Subject, "e") {
		if runs = lab.Retryable(runs); len(runs) == 0 {
			err = trex.Conflict("none of those runs failed or was stopped")
		}
	}
	if err != nil {
		return chat.Outcome{}, err
	}
	p, err := c.lab.Again(ctx, lab.Again{
		Runs: runs, Fixed: event.Action.Name == chat.ActRetryFix, By: event.Person, Thread: event.Thread,
	})
	return c.show(ctx, o, p, err)
}

// suggest proposes a next step after an experiment: more runs around its best,
// or more seeds.
func (c *clicks) suggest(ctx context.Context, o *live.Outbox, event click) (chat.Outcome, error) {
	id, err := trex.ParseExperimentID(event.Action.Subject)
	if err != nil {
		return chat.Outcome{}, err
	}
	p, err := c.lab.Suggest(ctx, id, lab.Verb(event.Action.Name), where(event))
	return c.show(ctx, o, p, err)
}

// stopRetry stops a run that has a warning and proposes it again with the
// warning's fix.
func (c *clicks) stopRetry(ctx context.Context, o *live.Outbox, event click) (chat.Outcome, error) {
	id, err := trex.ParseWarningID(event.Action.Subject)
	if err != nil {
		return chat.Outcome{}, err
	}
	p, err := c.lab.StopAndRetry(ctx, id, where(event))
	return c.show(ctx, o, p, err)
}

func (c *clicks) ignore(ctx context.Context, _ *live.Outbox, event click) (chat.Outcome, error) {
	id, err := trex.ParseWarningID(event.Action.Subject)
	if err != nil {
		return chat.Outcome{}, err
	}
	return chat.Outcome{}, c.lab.Ignore(ctx, id, event.Person)
}

func (c *clicks) log(ctx context.Context, o *live.Outbox, event click) (chat.Outcome, error) {
	run, err := c.subjectRun(ctx, event)
	if err != nil {
		return chat.Outcome{}, err
	}
	m, err := c.answers.logMessage(&run, usualLines, o.Limits())
	return c.respond(ctx, o, event, m, err)
}

func (c *clicks) details(ctx context.Context, o *live.Outbox, event click) (chat.Outcome, error) {
	run, err := c.subjectRun(ctx, event)
	if err != nil {
		return chat.Outcome{}, err
	}
	m, err := c.answers.runDetails(ctx, o.Limits(), run.ID)
	return c.respond(ctx, o, event, m, err)
}

func (c *clicks) compare(ctx context.Context, o *live.Outbox, event click) (chat.Outcome, error) {
	runs, err := c.subjectRuns(ctx, event.Action.Subject)
	if err != nil {
		return chat.Outcome{}, err
	}
	m, err := c.answers.comparison(ctx, o.Limits(), runs)
	return c.respond(ctx, o, event, m, err)
}
