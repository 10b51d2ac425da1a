package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// DB is a store in one PostgreSQL database. Close it.
type DB struct {
	*store.Store
	Schema store.Schema
	config *pgx.ConnConfig // for connections outside the pool
	pool   *pgxpool.Pool
	watch  watch // of the leader
	close  func() error
}

// connectTimeout bounds how long a call waits for a server that does not
// answer, unless the URL says otherwise.
const connectTimeout = 5 * time.Second

// leastConns is the least limit on the connections of a pool: the default of
// pgx, one per core, is too low on a small machine.
const leastConns = 10

// Open connects to the database that url names and brings its schema up to
// date, one server at a time. A database that cannot be reached is an
// unavailable error; one that a newer Trex has migrated is a conflict. The URL
// has the form of libpq, with the parameters of pgxpool, such as pool_max_conns.
func Open(ctx context.Context, url string) (*DB, error) {
	config, err := parse(url)
	if err != nil {
		return nil, err
	}
	db, err := open(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", classify(err))
	}
	return db, nil
}

func parse(url string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil { // pgx leaves the password out of its message
		return nil, trex.Invalid("DATABASE_URL is not the address of a PostgreSQL database: %v", err)
	}
	config.MaxConns = max(config.MaxConns, leastConns)
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = connectTimeout
	}
	config.ConnConfig.DialFunc = dial()
	params := config.ConnConfig.RuntimeParams
	for name, value := range map[string]string{
		"application_name":                    "trex",
		"statement_timeout":                   "30s", // no query of ours needs a tenth of it
		"idle_in_transaction_session_timeout": "10s", // of a server that hangs
		"timezone":                            "UTC",
	} {
		if _, given := params[name]; !given {
			params[name] = value
		}
	}
	for name, value := range keepalive() {
		if _, given := params[name]; !given {
			params[name] = value
		}
	}
	return config, nil
}

func open(ctx context.Context, config *pgxpool.Config) (*DB, error) {
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	// An import that begins looks for sessions of servers. So this server opens a
	// session before it looks for an import.
	err = pool.Ping(ctx)
	var schema store.Schema
	if err == nil {
		schema, err = migrate(ctx, config.ConnConfig, refuseHalfImported)
	}
	if err != nil {
		pool.Close()
		return nil, err
	}
	hub := &store.Hub{}
	link := newLink(config.ConnConfig, pool, hub)
	db := &DB{
		Store: store.New(store.Config{
			Read:    reader{pool: pool},
			List:    reader{pool: pool, planned: true},
			Hub:     hub,
			Dialect: dialect{pool, link},
		}),
		Schema: schema,
		config: config.ConnConfig,
		pool:   pool,
		watch:  watch{every: checkEvery, timeout: checkTimeout},
	}
	db.close = sync.OnceValue(func() error {
		hub.Close()
		link.Close()
		pool.Close()
		return nil
	})
	return db, nil
}

// Close closes every subscription, sends the pending notices to other servers,
// and closes the connections. Closing again does nothing.
func (db *DB) Close() error { return db.close() }

// The keys of Trex's advisory locks: "trex" and a number.
const (
	lockSpace    = 0x74726578
	migratorLock = 1
	leaderLock   = 2
	importLock   = 3
)

// migrate calls check and, if that returns no error, migrates the schema. It uses
// no connection of the pool and no time limit: a large table may take long.
func migrate(ctx context.Context, config *pgx.ConnConfig, check func(context.Context, *sql.Conn) error) (schema store.Schema, err error) {
	patient := config.Copy()
	patient.RuntimeParams["statement_timeout"] = "0"
	patient.RuntimeParams["idle_in_transaction_session_timeout"] = "0"
	db := stdlib.OpenDB(*patient)
	defer func() { err = errors.Join(err, db.Close()) }()
	lock, err := db.Conn(ctx)
	if err != nil {
		return schema, err
	}
	defer func() { err = errors.Join(err, unlock(lock)) }()
	if _, err := lock.ExecContext(ctx, "SELECT pg_advisory_lock($1, $2)", lockSpace, migratorLock); err != nil {
		return schema, fmt.Errorf("wait for another server's migration: %w", err)
	}
	if err := check(ctx, lock); err != nil {
		return schema, err
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return schema, err
	}
	where := fmt.Sprintf("the database %s on %s", config.Database, config.Host)
	return store.Migrate(ctx, goose.DialectPostgres, db, files, where)
}

// unlock releases the lock by ending its session.
func unlock(conn *sql.Conn) error {
	err := conn.Raw(func(driver any) error {
		ctx, cancel := context.WithTimeout(context.Background(), connectTimeout)
		defer cancel()
		return driver.(*stdlib.Conn).Conn().Close(ctx)
	})
	if closed := conn.Close(); err == nil && !errors.Is(closed, sql.ErrConnDone) {
		err = closed
	}
	return err
}
