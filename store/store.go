package store

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
)

// Store is what both databases share; *sqlite.DB and *postgres.DB embed it. Use
// their constructors.
type Store struct {
	hub     *Hub
	list    session
	read    session
	dialect Dialect
}

// Config is what a dialect's package passes to New. The caller still owns all of
// it: the package that opened the database closes it.
type Config struct {
	Read    Reader // for queries outside a transaction; sees all earlier commits, and waits for no writer
	List    Reader // the same for listings, whose best plan depends on the values in the query
	Hub     *Hub   // where changes are published
	Dialect Dialect
}

func New(c Config) *Store {
	return &Store{hub: c.Hub, read: session{c.Read, c.Dialect}, list: session{c.List, c.Dialect}, dialect: c.Dialect}
}

// Subscribe returns notices of changes from now on, until cancel or Close closes
// the channel. A slow reader gets one AllChanged in place of the notices it
// missed, and never delays a writer.
func (s *Store) Subscribe() (changes <-chan trex.Change, cancel func()) { return s.hub.Subscribe() }

// mostTries bounds how often a transaction that lost to another is run.
const mostTries = 5

// update runs fn in a write transaction and publishes its changes after the
// commit. fn may run more than once.
func (s *Store) update(ctx context.Context, fn func(*tx) error) error {
	return s.transact(ctx, false, fn)
}

func (s *Store) transact(ctx context.Context, relaxed bool, fn func(*tx) error) error {
	for try := 1; ; try++ {
		changes, err := s.attempt(ctx, relaxed, fn)
		if err == nil {
			if len(changes) > 0 {
				s.hub.Publish(changes...)
				s.dialect.Announce(changes)
			}
			return nil
		}
		if try == mostTries || ctx.Err() != nil || !s.dialect.Retryable(err) {
			return explain(ctx, s.dialect, err)
		}
	}
}

func (s *Store) attempt(ctx context.Context, relaxed bool, fn func(*tx) error) ([]trex.Change, error) {
	t, err := s.dialect.Begin(ctx, relaxed)
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = t.Rollback() }() // the error that led to it says more
	work := &tx{Tx: t, session: session{t, s.dialect}}
	if err := fn(work); err != nil {
		return nil, err
	}
	if err := t.Commit(); err != nil {
		return nil, fmt.Errorf("commit: %w", err)
	}
	return work.changes, nil
}
