package chat

import (
	"context"
)

// Completion is what the argument of a command is completed from.
type Completion string

const (
	CompleteProjects Completion = "projects"
	CompleteRankings Completion = "rankings" // projects and recent experiments
	CompleteJobs     Completion = "jobs"     // recent experiments and runs
)

// Typing is an argument of a command that a person has begun to type.
type Typing struct {
	Event Event // who types, and where; nothing is done yet, so Did is nil
	From  Completion
	Typed string // so far
	Most  int    // how many options the platform shows
}

// Completer is a handler that completes what a person types for a command;
// *Bot implements it.
type Completer interface {
	// Complete returns at most typing.Most options, the most recent first.
	// Forbidden: the person may not use Trex there.
	Complete(ctx context.Context, typing Typing) ([]Option, error)
}
