package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/pressly/goose/v3"
	"github.com/trex-ml/trex/store"
	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

//go:embed migrations/*.sql
var migrations embed.FS

// DB is a store in one data directory. Close it.
type DB struct {
	*store.Store
	Schema store.Schema
	lock   *os.File
	writer *writer
	reader *reader
	close  func() error
}

// Open creates or opens the database of a data directory and brings its schema
// up to date. It creates a missing directory. A directory that another server
// uses, or that a newer version of Trex has written, is a conflict.
func Open(ctx context.Context, dir string) (*DB, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create data directory: %w", err)
	}
	lock, err := lockDir(ctx, dir)
	if err != nil {
		return nil, err
	}
	db, err := open(ctx, dir)
	if err != nil {
		lock.Close()
		return nil, fmt.Errorf("open database: %w", classify(err))
	}
	db.lock = lock
	return db, nil
}

func open(ctx context.Context, dir string) (*DB, error) {
	path := filepath.Join(dir, "trex.db")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) // SQLite would create it readable for everybody
	if err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	writer, err := openWriter(ctx, path)
	if err != nil {
		return nil, err
	}
	files, err := fs.Sub(migrations, "migrations")
	var schema store.Schema
	if err == nil {
		schema, err = store.Migrate(ctx, goose.DialectSQLite3, writer.db, files, "the database in "+dir)
	}
	if err == nil {
		err = writer.connect(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	readers, err := sql.Open("sqlite", dataSource(path, "query_only(1)", "cache_size(-4000)"))
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	readers.SetMaxOpenConns(max(4, runtime.NumCPU()))
	readers.SetMaxIdleConns(max(4, runtime.NumCPU()))
	reader := &reader{db: readers, statements: map[string]*sql.Stmt{}}
	hub := &store.Hub{}
	db := &DB{
		Store:  store.New(store.Config{Read: reader, List: reader, Hub: hub, Dialect: dialect{writer}}),
		Schema: schema, writer: writer, reader: reader,
	}
	db.close = sync.OnceValue(func() error {
		hub.Close()
		return errors.Join(reader.Close(), writer.Close(), db.lock.Close())
	})
	return db, nil
}

// Close waits for the writer, closes every subscription and releases the
// directory. Closing again does nothing.
func (db *DB) Close() error { return db.close() }

// Tables returns a read-only database for callers that read whole tables, to
// move them elsewhere. Close closes it.
func (db *DB) Tables() *sql.DB { return db.reader.db }

// Lead returns at once: the lock on the data directory has made this server the
// only one. It exists so that the code that starts servers treats both databases
// alike. lost never closes.
func (db *DB) Lead(context.Context) (lost <-chan struct{}, release func(), err error) {
	return make(chan struct{}), func() {}, nil
}

func dataSource(path string, pragmas ...string) string {
	query := url.Values{"_pragma": append([]string{"busy_timeout(10000)", "foreign_keys(1)", "temp_store(memory)"}, pragmas...)}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + query.Encode()
}
