package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/trex-ml/trex"
)

const messageColumns = `id, thread_platform, thread_channel, thread_id, role,
	author_platform, author_id, author_name, content, at, proposal_id, card, updated_at,
	to_platform, to_id, to_name`

func scanMessage(row scanner) (m trex.ChatMessage, err error) {
	var card sql.NullString
	err = row.Scan(id[trex.MessageID]{&m.ID, trex.MakeMessageID},
		&m.Thread.Platform, &m.Thread.Channel, &m.Thread.ID, &m.Role,
		&m.Author.Platform, &m.Author.ID, &m.Author.Name, &m.Content, milliseconds{&m.At},
		id[trex.ProposalID]{&m.Proposal, trex.MakeProposalID}, &card, milliseconds{&m.UpdatedAt},
		&m.To.Platform, &m.To.ID, &m.To.Name)
	if card.Valid {
		m.Card = []byte(card.String)
	}
	return m, err
}

// AppendMessage assigns the id and returns the message as stored.
func (s *Store) AppendMessage(ctx context.Context, m trex.ChatMessage) (trex.ChatMessage, error) {
	var stored trex.ChatMessage
	err := s.update(ctx, func(t *tx) error {
		n, err := t.take(ctx, "message", 1)
		if err != nil {
			return err
		}
		stored, err = one(ctx, t.session, scanMessage, `INSERT INTO messages (`+messageColumns+`)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING `+messageColumns,
			n, label(m.Thread.Platform), label(m.Thread.Channel), label(m.Thread.ID), m.Role,
			m.Author.Platform, m.Author.ID, m.Author.Name, m.Content, m.At, m.Proposal, optionalText(m.Card), m.UpdatedAt,
			m.To.Platform, m.To.ID, m.To.Name)
		t.changed(trex.MessageChanged, string(stored.ID))
		return err
	})
	if err != nil {
		return trex.ChatMessage{}, fmt.Errorf("append message: %w", err)
	}
	return stored, nil
}

// UpdateMessage replaces content, proposal, card and UpdatedAt.
func (s *Store) UpdateMessage(ctx context.Context, m trex.ChatMessage) error {
	err := s.update(ctx, func(t *tx) error {
		n, err := t.exec(ctx, `UPDATE messages SET content = $1, proposal_id = $2, card = $3, updated_at = $4
			WHERE id = $5`, m.Content, m.Proposal, optionalText(m.Card), m.UpdatedAt, m.ID)
		if err == nil && n == 0 {
			err = trex.NotFound("there is no message %s", m.ID)
		}
		t.changed(trex.MessageChanged, string(m.ID))
		return err
	})
	if err != nil {
		return fmt.Errorf("update message %s: %w", m.ID, err)
	}
	return nil
}

func (s *Store) FindMessage(ctx context.Context, id trex.MessageID) (trex.ChatMessage, error) {
	m, err := one(ctx, s.read, scanMessage, `SELECT `+messageColumns+` FROM messages WHERE id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return m, trex.NotFound("there is no message %s", id)
	}
	if err != nil {
		return m, fmt.Errorf("find message %s: %w", id, err)
	}
	return m, nil
}

// ListMessages returns messages of a thread, oldest first: those behind the
// message after, or the newest when after is "". Limit 0 is all.
func (s *Store) ListMessages(ctx context.Context, thread trex.Thread, after trex.MessageID, limit int) ([]trex.ChatMessage, error) {
	order := "ASC"
	if after == "" {
		order = "DESC"
	}
	messages, err := list(ctx, s.read, scanMessage, `SELECT `+messageColumns+` FROM messages
		WHERE thread_platform = $1 AND thread_channel = $2 AND thread_id = $3 AND id > $4
		ORDER BY id `+order+` LIMIT $5`,
		label(thread.Platform), label(thread.Channel), label(thread.ID), after.Number(), atMost(limit))
	if err != nil {
		return nil, fmt.Errorf("list messages: %w", err)
	}
	if after == "" {
		slices.Reverse(messages)
	}
	return messages, nil
}

// recentMessages is how many of a thread's messages ListMessagesOf looks at, so that
// a busy channel is not read as a whole for a person who wrote little there.
const recentMessages = 1000

// ListMessagesOf returns what a person and Trex said to each other in a thread, with
// what Trex said to everybody: the newest of recent messages, oldest first. Limit 0
// is all.
func (s *Store) ListMessagesOf(ctx context.Context, thread trex.Thread, person trex.Person, limit int) ([]trex.ChatMessage, error) {
	messages, err := list(ctx, s.read, scanMessage, `SELECT `+messageColumns+` FROM (SELECT * FROM messages
			WHERE thread_platform = $1 AND thread_channel = $2 AND thread_id = $3 ORDER BY id DESC LIMIT $4) recent
		WHERE CASE WHEN role = 'user' THEN author_platform = $5 AND author_id = $6
			ELSE to_id = '' OR to_platform = $5 AND to_id = $6 END
		ORDER BY id DESC LIMIT $7`,
		label(thread.Platform), label(thread.Channel), label(thread.ID), recentMessages, person.Platform, person.ID, atMost(limit))
	if err != nil {
		return nil, fmt.Errorf("list messages of %s: %w", person.ID, err)
	}
	slices.Reverse(messages)
	return messages, nil
}

func optionalText(data []byte) any {
	if data == nil {
		return nil
	}
	return string(data)
}
