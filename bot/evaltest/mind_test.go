package evaltest

import (
	"context"

	"github.com/trex-ml/trex/agent"
)

// recorder notes what an agent made of the last message.
type recorder struct {
	agent.Agent
	intent agent.Intent
}

// Understand implements agent.Agent.
func (r *recorder) Understand(ctx context.Context, req agent.Request) (agent.Intent, error) {
	intent, err := r.Agent.Understand(ctx, req)
	r.intent = intent
	return intent, err
}

// refused reports whether Trex said that it did not understand, or asked back.
func (a *answer) refused() bool { return a.card == nil && a.intent.Kind == agent.Ask }
