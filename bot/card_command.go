package bot

import (
	"context"
	"fmt"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// launchCard launches the open card that the person means, as its button would.
func (b *Bot) launchCard(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	p, which, err := b.meantCard(ctx, event, intent, launchIt)
	if err != nil || which != nil {
		return reply{message: orEmpty(which)}, err
	}
	if !p.EditedBy.IsZero() && !p.EditedBy.Same(event.Person) {
		question := fmt.Sprintf("%s was edited by %s since: it is at version %d now. Launch that?", p.ID, p.EditedBy.Name, p.Version)
		m := whichCard(question, []trex.Proposal{p}, launchIt)
		m.Options = nil // the same words would ask again
		return reply{message: *m}, nil
	}
	decision := trex.Decision{Proposal: p.ID, Version: p.Version, Configs: p.Ticked, By: event.Person}
	experiment, runs, err := b.lab.Launch(ctx, decision)
	if err != nil {
		return reply{}, err
	}
	m := chat.Message{Headline: fmt.Sprintf("✔ %s is launched: %s, %s of %s", p.ID, experiment.ID, say.Count(len(runs), "run"), p.Project)}
	if len(runs) < len(p.Configs) {
		m.Headline += fmt.Sprintf(", the ticked ones of %d", len(p.Configs))
	}
	if url := b.reader.ExperimentURL(experiment.ID); url != "" {
		m.Buttons = []chat.Button{card.OpenButton(url)}
	}
	return reply{message: m}, nil
}

// dismissCard puts the open card away that the person means.
func (b *Bot) dismissCard(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	p, which, err := b.meantCard(ctx, event, intent, dismissIt)
	if err != nil || which != nil {
		return reply{message: orEmpty(which)}, err
	}
	_, err = b.lab.Dismiss(ctx, trex.Decision{Proposal: p.ID, Version: p.Version, By: event.Person})
	return reply{message: chat.Message{Headline: fmt.Sprintf("✖ %s is dismissed", p.ID)}}, err
}

func orEmpty(m *chat.Message) chat.Message {
	if m == nil {
		return chat.Message{}
	}
	return *m
}

// cardVerb is what a command does with a card.
type cardVerb struct {
	name   string          // as a person types it
	action chat.ActionName // of the button that does it, "" where there is none
	label  string          // how its button begins
	style  chat.Style
}

var (
	launchIt  = cardVerb{"launch", chat.ActLaunch, "Launch", chat.Primary}
	dismissIt = cardVerb{"dismiss", chat.ActDismiss, "Dismiss", ""}
	undoIt    = cardVerb{"undo", "", "Undo", ""}
)

// meantCard finds the card that a command means: the one it names or replies to, else
// the only open one of this person in this thread. which is a question where there are
// several, or where the open ones are other people's.
func (b *Bot) meantCard(ctx context.Context, event message, intent agent.Intent, verb cardVerb) (p trex.Proposal, which *chat.Message, err error) {
	if named, err := b.namedCard(ctx, event, intent); err != nil || named != nil {
		if err == nil {
			p, err = *named, named.CheckDecision(trex.Decision{At: b.now()})
		}
		return p, nil, err
	}
	open, err := b.openCards(ctx, event.Thread)
	if err != nil {
		return p, nil, err
	}
	own := filter(open, func(p trex.Proposal) bool { return b.mayMean(verb, p, event.Person) })
	if len(own) == 0 && verb == undoIt { // it is as it was first asked for
		own = filter(open, func(p trex.Proposal) bool { return ownCard(p, event.Person) })
	}
	switch {
	case len(own) == 0 && len(open) > 0 && verb == dismissIt:
		return p, nil, trex.Forbidden("none of the open cards here is yours: only who asked for a card, or an admin, may dismiss it")
	case len(own) == 1:
		return own[0], nil, nil
	case len(own) > 1:
		return p, whichCard(fmt.Sprintf("Which one do you want to %s?", verb.name), own, verb), nil
	case len(open) > 0:
		return p, whichCard(fmt.Sprintf("None of the open cards here is yours. Which one do you want to %s?", verb.name), open, verb), nil
	}
	return p, nil, trex.Invalid("there is no open card here to %s: say what to try, and I show you one", verb.name)
}

func filter(cards []trex.Proposal, keep func(trex.Proposal) bool) []trex.Proposal {
	return slices.DeleteFunc(slices.Clone(cards), func(p trex.Proposal) bool { return !keep(p) })
}

// namedCard finds the card that a command names or replies to, nil for none.
func (b *Bot) namedCard(ctx context.Context, event message, intent agent.Intent) (*trex.Proposal, error) {
	if intent.Proposal == "" {
		return event.topic.picked, nil
	}
	p, err := b.store.FindProposal(ctx, intent.Proposal)
	if err != nil {
		return nil, err
	}
	return &p, ofThisChannel(p, event.Event)
}

// openCards returns the proposals of a thread that can still be decided, newest first.
func (b *Bot) openCards(ctx context.Context, thread trex.Thread) ([]trex.Proposal, error) {
	return b.store.ListProposals(ctx, trex.ProposalQuery{Thread: thread, OpenAt: b.now(), Limit: 50})
}

// ownCard reports whether a person asked for a card or made its current version.
func ownCard(p trex.Proposal, person trex.Person) bool {
	return p.Requester.Same(person) || p.EditedBy.Same(person)
}

// mayMean reports whether a command of a person can mean a card: one that they asked for
// or edited; to dismiss, one that they may dismiss; to undo, one that was edited.
func (b *Bot) mayMean(verb cardVerb, p trex.Proposal, person trex.Person) bool {
	switch verb {
	case dismissIt:
		return p.Requester.Same(person) || b.lab.Admin(person)
	case undoIt:
		return ownCard(p, person) && p.Version > 1
	}
	return ownCard(p, person)
}

// mostCards is the most cards in a question.
const mostCards = 5

// runsOf counts the ticked configurations of a card: "2 of 20 runs".
func runsOf(p trex.Proposal) string {
	all := say.Count(len(p.Configs), "run")
	if p.Ticked == nil {
		return all
	}
	return fmt.Sprintf("%d of %s", len(p.Ticked), all)
}

// whichCard asks which of several cards is meant.
func whichCard(question string, cards []trex.Proposal, verb cardVerb) *chat.Message {
	m := &chat.Message{Headline: question, Tone: chat.Warn, Act: string(agent.ActQuestion)}
	for _, p := range cards[:min(len(cards), mostCards)] {
		text := fmt.Sprintf("%s %s", verb.name, p.ID)
		action := chat.Action{Name: verb.action, Subject: card.PickSubject(p.ID, card.Ticks(p), 0), Version: p.Version}
		if verb.action == "" {
			action = chat.Action{Name: chat.ActSuggestion, Subject: text}
		}
		m.Options = append(m.Options, text)
		m.Buttons = append(m.Buttons, chat.Button{
			Label: fmt.Sprintf("%s %s: %s, %s", verb.label, p.ID, p.Project, runsOf(p)), Style: verb.style, Action: action,
		})
	}
	return m
}
