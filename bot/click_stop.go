package bot

import (
	"context"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/live"
)

// stop stops what the button names: runs, an experiment, or a scope. Of the runs that
// it names, some may have ended meanwhile; it says so and stops the rest.
func (c *clicks) stop(ctx context.Context, o *live.Outbox, event click) (chat.Outcome, error) {
	scope, last, err := card.ParseScope(event.Action.Subject, event.Person)
	if err != nil {
		return chat.Outcome{}, err
	}
	if last != "" {
		if scope, err = c.upTo(ctx, scope, last); err != nil {
			return chat.Outcome{}, err
		}
	}
	var ended []trex.Run
	if len(scope.Runs) > 1 {
		runs, err := findRuns(ctx, c.store, scope.Runs)
		if err != nil {
			return chat.Outcome{}, err
		}
		_, _, ended = split(runs) // those that are stopping are told as such
	}
	stopped, err := c.lab.Stop(ctx, scope, event.Person)
	if err != nil {
		return chat.Outcome{}, err
	}
	return c.respond(ctx, o, event, card.Stopped(stopped, ended), nil)
}

// upTo restricts a scope to the runs that were there when its button was shown.
func (c *clicks) upTo(ctx context.Context, scope trex.RunScope, last trex.RunID) (trex.RunScope, error) {
	active, err := c.store.ListActive(ctx, scope)
	if err != nil {
		return scope, err
	}
	active = slices.DeleteFunc(active, func(run trex.Run) bool { return run.ID.Number() > last.Number() })
	if len(active) == 0 {
		return scope, trex.Conflict("nothing is left to stop: it has ended already")
	}
	return trex.RunScope{Runs: mapped(active, func(run trex.Run) trex.RunID { return run.ID })}, nil
}
