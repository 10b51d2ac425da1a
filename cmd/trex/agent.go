package main

import (
	"context"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/store"
)

// newAgent returns what reads messages: the offline grammar, and before it a
// language model when one is configured.
func newAgent(s settings, db *store.Store) agent.Agent {
	if !s.Env.HasModel() {
		return agent.NewGrammar()
	}
	return newModel(s, func(ctx context.Context, personID string) (trex.Usage, error) {
		return db.UsageSince(ctx, personID, time.Now().UTC().Truncate(24*time.Hour))
	})
}

func newModel(s settings, spent func(context.Context, string) (trex.Usage, error)) *agent.LLM {
	return agent.NewLLM(agent.Params{
		BaseURL: s.Env.OpenAIBaseURL, APIKey: s.Env.OpenAIKey, Model: s.Env.OpenAIModel,
		Spent: spent, DailyTokens: s.Agent.DailyTokens,
		PromptPrice: s.Agent.InputPrice, CompletionPrice: s.Agent.OutputPrice,
		Log: s.Log,
	})
}

// lookAtModel asks the model for a word, which is the only way to know that
// address, key and model belong together.
func lookAtModel(ctx context.Context, s settings) []trex.Finding {
	finding := trex.Finding{Name: "language model", OK: true, Detail: "none; the offline grammar reads messages"}
	if !s.Env.HasModel() {
		return []trex.Finding{finding}
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	intent, err := newModel(s, nil).Understand(ctx, agent.Request{
		Text: "hello", Projects: s.Projects, Person: trex.Person{Platform: "doctor", ID: "doctor", Name: "doctor"},
	})
	switch {
	case err != nil:
		finding.OK, finding.Detail = false, err.Error()
	case intent.Note != "":
		finding.OK, finding.Detail = false, intent.Note
	default:
		finding.Detail = "answers"
	}
	if !finding.OK {
		finding.Fix = "check OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL"
	}
	return []trex.Finding{finding}
}
