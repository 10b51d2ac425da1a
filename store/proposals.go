package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/trex-ml/trex"
)

const proposalColumns = `id, version, state, project, configs, reading, ticked,
	requester_platform, requester_id, requester_name, thread_platform, thread_channel, thread_id,
	created_at, expires_at, editor_platform, editor_id, editor_name,
	decider_platform, decider_id, decider_name, decided_at, experiment_id`

func scanProposal(row scanner) (p trex.Proposal, err error) {
	err = row.Scan(id[trex.ProposalID]{&p.ID, trex.MakeProposalID}, &p.Version, &p.State, &p.Project,
		document{&p.Configs}, &p.Reading, document{&p.Ticked},
		&p.Requester.Platform, &p.Requester.ID, &p.Requester.Name,
		&p.Thread.Platform, &p.Thread.Channel, &p.Thread.ID,
		milliseconds{&p.CreatedAt}, milliseconds{&p.ExpiresAt},
		&p.EditedBy.Platform, &p.EditedBy.ID, &p.EditedBy.Name,
		&p.DecidedBy.Platform, &p.DecidedBy.ID, &p.DecidedBy.Name,
		milliseconds{&p.DecidedAt}, id[trex.ExperimentID]{&p.Experiment, trex.MakeExperimentID})
	return p, err
}

// CreateProposal assigns the id, version 1 and the open state, and returns the
// proposal as stored.
func (s *Store) CreateProposal(ctx context.Context, p trex.Proposal) (trex.Proposal, error) {
	configs, err := jsonText(p.Configs)
	if err != nil {
		return trex.Proposal{}, fmt.Errorf("create proposal: %w", err)
	}
	var created trex.Proposal
	err = s.update(ctx, func(t *tx) error {
		n, err := t.take(ctx, "proposal", 1)
		if err != nil {
			return err
		}
		created, err = one(ctx, t.session, scanProposal, `INSERT INTO proposals (`+proposalColumns+`)
			VALUES ($1, 1, 'open', $2, $3, $4, NULL, $5, $6, $7, $8, $9, $10, $11, $12, '', '', '', '', '', '', NULL, NULL)
			RETURNING `+proposalColumns,
			n, label(p.Project), configs, p.Reading,
			label(p.Requester.Platform), label(p.Requester.ID), label(p.Requester.Name),
			label(p.Thread.Platform), label(p.Thread.Channel), label(p.Thread.ID), p.CreatedAt, p.ExpiresAt)
		if err != nil {
			return err
		}
		t.changed(trex.ProposalChanged, string(created.ID))
		return keepVersion(ctx, t, created.ID, p.CreatedAt, 0)
	})
	if err != nil {
		return trex.Proposal{}, fmt.Errorf("create proposal: %w", err)
	}
	return created, nil
}

func (s *Store) FindProposal(ctx context.Context, id trex.ProposalID) (trex.Proposal, error) {
	return findProposal(ctx, s.read, id, "")
}

func findProposal(ctx context.Context, s session, id trex.ProposalID, lock string) (trex.Proposal, error) {
	p, err := one(ctx, s, scanProposal, `SELECT `+proposalColumns+` FROM proposals WHERE id = $1`+lock, id)
	if errors.Is(err, sql.ErrNoRows) {
		return p, trex.NotFound("there is no proposal %s", id)
	}
	if err != nil {
		return p, fmt.Errorf("find proposal %s: %w", id, err)
	}
	return p, nil
}

// ListProposals returns proposals, newest first.
func (s *Store) ListProposals(ctx context.Context, q trex.ProposalQuery) ([]trex.Proposal, error) {
	where := &predicate{}
	where.and("thread_platform = ? AND thread_channel = ? AND thread_id = ?",
		label(q.Thread.Platform), label(q.Thread.Channel), label(q.Thread.ID))
	if !q.Owner.IsZero() {
		where.and("requester_platform = ? AND requester_id = ? OR editor_platform = ? AND editor_id = ?",
			label(q.Owner.Platform), label(q.Owner.ID), q.Owner.Platform, q.Owner.ID)
	}
	if !q.OpenAt.IsZero() {
		where.and("state = 'open'")
		where.and("expires_at IS NULL OR expires_at >= ?", q.OpenAt)
	}
	query, args := where.build(`SELECT `+proposalColumns+` FROM proposals`, "ORDER BY id DESC LIMIT ?", atMost(q.Limit))
	proposals, err := list(ctx, s.read, scanProposal, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list proposals: %w", err)
	}
	return proposals, nil
}

// EditProposal replaces the configurations of an open proposal, and how they were
// understood, and raises its version.
func (s *Store) EditProposal(ctx context.Context, e trex.Edit) (trex.Proposal, error) {
	text, err := jsonText(e.Configs)
	if err != nil {
		return trex.Proposal{}, fmt.Errorf("edit proposal %s: %w", e.Proposal, err)
	}
	return s.decide(ctx, "edit", trex.Decision{Proposal: e.Proposal, Version: e.Version, By: e.By, At: e.At},
		func(t *tx, p *trex.Proposal) error {
			_, err := t.exec(ctx, `UPDATE proposals SET version = version + 1, configs = $1, reading = $2, ticked = NULL,
				editor_platform = $3, editor_id = $4, editor_name = $5 WHERE id = $6`,
				text, clean(e.Reading), e.By.Platform, e.By.ID, e.By.Name, e.Proposal)
			if err != nil {
				return err
			}
			return keepVersion(ctx, t, p.ID, e.At, e.Restores)
		})
}

// TickProposal notes which configurations of an open proposal are ticked, until
// its next version.
func (s *Store) TickProposal(ctx context.Context, d trex.Decision) (trex.Proposal, error) {
	var ticked any
	if d.Configs != nil {
		text, err := jsonText(d.Configs)
		if err != nil {
			return trex.Proposal{}, fmt.Errorf("tick proposal %s: %w", d.Proposal, err)
		}
		ticked = text
	}
	if len(d.Configs) == 0 {
		d.Configs = nil // none may be ticked, but not launched
	}
	return s.decide(ctx, "tick", d, func(t *tx, _ *trex.Proposal) error {
		_, err := t.exec(ctx, `UPDATE proposals SET ticked = $1 WHERE id = $2`, ticked, d.Proposal)
		return err
	})
}

// DismissProposal closes an open proposal without launching anything.
func (s *Store) DismissProposal(ctx context.Context, d trex.Decision) (trex.Proposal, error) {
	d.Configs = nil
	return s.decide(ctx, "dismiss", d, func(t *tx, p *trex.Proposal) error {
		_, err := t.exec(ctx, `UPDATE proposals SET state = 'dismissed',
			decider_platform = $1, decider_id = $2, decider_name = $3, decided_at = $4 WHERE id = $5`,
			d.By.Platform, d.By.ID, d.By.Name, d.At, d.Proposal)
		return err
	})
}

// decide applies a decision to a proposal, if the proposal still allows it.
func (s *Store) decide(ctx context.Context, verb string, d trex.Decision, apply func(*tx, *trex.Proposal) error) (trex.Proposal, error) {
	var decided trex.Proposal
	err := s.update(ctx, func(t *tx) error {
		p, err := findProposal(ctx, t.session, d.Proposal, s.dialect.ForUpdate())
		if err != nil {
			return err
		}
		if err := p.CheckDecision(d); err != nil {
			return err
		}
		if err := apply(t, &p); err != nil {
			return err
		}
		t.changed(trex.ProposalChanged, string(p.ID))
		decided, err = findProposal(ctx, t.session, d.Proposal, "")
		return err
	})
	if err != nil {
		return trex.Proposal{}, fmt.Errorf("%s proposal %s: %w", verb, d.Proposal, err)
	}
	return decided, nil
}

// ExpireProposals closes the open proposals whose time has passed and returns
// their ids.
func (s *Store) ExpireProposals(ctx context.Context, now time.Time) ([]trex.ProposalID, error) {
	due, err := list(ctx, s.read, scanValue[int64],
		`SELECT id FROM proposals WHERE state = 'open' AND expires_at < $1 LIMIT 1`, now)
	if err != nil || len(due) == 0 {
		return nil, err // usually none has expired: no write transaction
	}
	var ids []trex.ProposalID
	err = s.update(ctx, func(t *tx) error {
		numbers, err := list(ctx, t.session, scanValue[int64], `UPDATE proposals SET state = 'expired', decided_at = $1
			WHERE state = 'open' AND expires_at < $1 RETURNING id`, now)
		ids = nil
		for _, n := range numbers {
			ids = append(ids, trex.MakeProposalID(n))
			t.changed(trex.ProposalChanged, string(trex.MakeProposalID(n)))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("expire proposals: %w", err)
	}
	return ids, nil
}

// atMost returns the value for LIMIT; limit 0 means all.
func atMost(limit int) int64 {
	if limit <= 0 {
		return 1 << 53
	}
	return int64(limit)
}
