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

// Completer is a handler that completes what a person types for a command;
// *Bot implements it.
type Completer interface {
	// Complete returns at most limit options for what the person of event typed
	// so far, the most recent first. Forbidden: they may not use Trex there.
	Complete(ctx context.Context, event Event, what Completion, typed string, limit int) ([]Option, error)
}
