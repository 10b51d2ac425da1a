package main

import (
	"context"

	"github.com/trex-ml/trex/store"
	"github.com/trex-ml/trex/store/postgres"
	"github.com/trex-ml/trex/store/sqlite"
)

// database is SQLite in the data directory, or PostgreSQL if DATABASE_URL is
// set.
type database struct {
	*store.Store
	name   string // for people
	schema store.Schema
	close  func() error
	// lead waits until this server leads all servers on the database. lost
	// closes when it no longer leads.
	lead func(ctx context.Context) (lost <-chan struct{}, release func(), err error)
}

func openDatabase(ctx context.Context, s settings) (*database, error) {
	if s.Env.DatabaseURL != "" {
		db, err := postgres.Open(ctx, s.Env.DatabaseURL)
		if err != nil {
			return nil, err
		}
		return &database{db.Store, "the database of DATABASE_URL", db.Schema, db.Close, db.Lead}, nil
	}
	db, err := sqlite.Open(ctx, s.Data)
	if err != nil {
		return nil, err
	}
	return &database{db.Store, "the database in " + s.Data, db.Schema, db.Close, db.Lead}, nil
}
