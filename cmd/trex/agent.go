package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/store"
	"github.com/trex-ml/trex/store/sqlite"
)

// newAgent returns the agent that reads messages: the offline grammar, and
// before it a language model if one is configured.
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

// lookAtModel asks the model for a word. Nothing else shows that address, key
// and model belong together.
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
	return []trex.Finding{finding, lookAtUsage(ctx, s)}
}

// usageDays is how many days of the model's cost doctor sums up.
const usageDays = 30

func lookAtUsage(ctx context.Context, s settings) trex.Finding {
	finding := trex.Finding{Name: fmt.Sprintf("language model, last %d days", usageDays), OK: true, Detail: "nothing was asked"}
	sums, err := usage(ctx, s, time.Now().AddDate(0, 0, -usageDays))
	if err != nil {
		finding.Detail = "not known: " + err.Error() // the database has its own finding
		return finding
	}
	parts := make([]string, len(sums))
	for i, sum := range sums {
		parts[i] = fmt.Sprintf("%s read %d and wrote %d tokens in %d requests", sum.Model, sum.PromptTokens, sum.CompletionTokens, sum.Requests)
		if sum.CostUSD > 0 {
			parts[i] += fmt.Sprintf(", %.2f USD", sum.CostUSD)
		}
	}
	if len(parts) > 0 {
		finding.Detail = strings.Join(parts, "; ")
	}
	return finding
}

// usage reads what models cost; a server may be running at the same time.
func usage(ctx context.Context, s settings, since time.Time) ([]trex.UsageSum, error) {
	if s.Env.DatabaseURL == "" {
		return sqlite.SumUsage(ctx, s.Data, since)
	}
	db, err := openDatabase(ctx, s)
	if err != nil {
		return nil, err
	}
	sums, err := db.SumUsage(ctx, since)
	return sums, errors.Join(err, db.close())
}
