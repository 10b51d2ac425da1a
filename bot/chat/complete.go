package chat

import (
	"context"
)

// Completion says where the completions of an argument come from.
type Completion string

const (
	CompleteProjects Completion = "projects"
	CompleteRankings Completion = "rankings" // projects and recent experiments
	CompleteJobs     Completion = "jobs"     // recent experiments and runs
)

// Typing is a command's argument that a person is typing.
type Typing struct {
	Event Event // who types, and where; its Did is nil
	From  Completion
	Typed string // the text so far
	Most  int    // the most options that the platform shows
}

// Completer is a handler that completes arguments of commands; *bot.Bot
// implements it.
type Completer interface {
	// Complete returns at most typing.Most options, the most recent first.
	// The error is forbidden when the person may not use Trex there.
	Complete(ctx context.Context, typing Typing) ([]Option, error)
}
