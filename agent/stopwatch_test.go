package agent

import (
	"context"
	"time"
)

// stopwatch measures an agent.
type stopwatch struct {
	Agent
	took []time.Duration
}

func (s *stopwatch) Understand(ctx context.Context, req Request) (Intent, error) {
	start := time.Now()
	intent, err := s.Agent.Understand(ctx, req)
	s.took = append(s.took, time.Since(start))
	return intent, err
}
