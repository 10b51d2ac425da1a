package store

import (
	"context"
	"fmt"
	"time"

	"github.com/trex-ml/trex"
)

// RecordUsage adds the cost of one request to a language model.
func (s *Store) RecordUsage(ctx context.Context, u trex.Usage) error {
	err := s.update(ctx, func(t *tx) error {
		_, err := t.exec(ctx, `INSERT INTO usage (person_platform, person_id, person_name, model,
			prompt_tokens, completion_tokens, cost_usd, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			u.Person.Platform, label(u.Person.ID), u.Person.Name, u.Model,
			u.PromptTokens, u.CompletionTokens, u.CostUSD, u.At.UnixMilli())
		return err
	})
	if err != nil {
		return fmt.Errorf("record usage: %w", err)
	}
	return nil
}

// UsageSince sums tokens and cost since a time, of one person or, for "", of
// everybody. Model and At of the sum are zero.
func (s *Store) UsageSince(ctx context.Context, personID string, since time.Time) (trex.Usage, error) {
	where := &predicate{}
	where.and("at >= ?", since.UnixMilli())
	if personID != "" {
		where.and("person_id = ?", label(personID))
	}
	query, args := where.build(`SELECT CAST(coalesce(sum(prompt_tokens), 0) AS BIGINT),
		CAST(coalesce(sum(completion_tokens), 0) AS BIGINT), coalesce(sum(cost_usd), 0.0) FROM usage`, "")
	sum, err := one(ctx, s.read, func(row scanner) (u trex.Usage, err error) {
		err = row.Scan(&u.PromptTokens, &u.CompletionTokens, number{&u.CostUSD})
		return u, err
	}, query, args...)
	if err != nil {
		return trex.Usage{}, fmt.Errorf("sum usage: %w", err)
	}
	sum.Person.ID = personID
	return sum, nil
}

// SumUsage sums requests, tokens and cost since a time, for each model.
func (s *Store) SumUsage(ctx context.Context, since time.Time) ([]trex.UsageSum, error) {
	sums, err := list(ctx, s.list, func(row scanner) (u trex.UsageSum, err error) {
		err = row.Scan(&u.Model, &u.Requests, &u.PromptTokens, &u.CompletionTokens, number{&u.CostUSD})
		return u, err
	}, `SELECT model, count(*), CAST(sum(prompt_tokens) AS BIGINT), CAST(sum(completion_tokens) AS BIGINT), sum(cost_usd)
		FROM usage WHERE at >= $1 GROUP BY model ORDER BY model`, since.UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("sum usage by model: %w", err)
	}
	return sums, nil
}
