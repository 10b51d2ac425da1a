package config

import "time"

// bounds reads everything except projects and chats; the defaults are in
// config.
func (r *reader) bounds(written *file, config *Config) error {
	w := &written.Runner
	if w.Slots != nil {
		if *w.Slots < 1 || *w.Slots > 10_000 {
			return r.refuse([]string{"runner", "slots"}, "slots must be from 1 to 10000, got %d", *w.Slots)
		}
		config.Runner.Slots = *w.Slots
	}
	if w.GPUs.set {
		config.Runner.GPUs = w.GPUs.GPUs
	}
	if w.Grace != nil {
		config.Runner.Grace = time.Duration(*w.Grace)
	}
	if w.SystemMetrics != nil {
		config.Runner.SystemMetrics = time.Duration(*w.SystemMetrics)
	}
	if p := written.Proposals.MaxRuns; p != nil {
		if *p < 1 || *p > 10_000 {
			return r.refuse([]string{"proposals", "max_runs"}, "max_runs must be from 1 to 10000, got %d", *p)
		}
		config.Proposals.MaxRuns = *p
	}
	if p := written.Proposals.Expire; p != nil {
		config.Proposals.Expire = time.Duration(*p)
	}
	if p := written.Agent.DailyTokens; p != nil {
		if *p < 0 {
			return r.refuse([]string{"agent", "daily_tokens"}, "daily_tokens must be at least 0, got %d", *p)
		}
		config.Agent.DailyTokens = *p
	}
	config.Agent.InputPrice, config.Agent.OutputPrice = written.Agent.InputPrice, written.Agent.OutputPrice
	return nil
}
