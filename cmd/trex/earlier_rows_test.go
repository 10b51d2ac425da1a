package main

import (
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pressly/goose/v3"
)

// fill stores the rows in a database of the earlier schema.
func (e earlier) fill(t *testing.T, s *site, places *strings.Replacer) {
	t.Helper()
	db := e.create(t, s)
	text, err := os.ReadFile(filepath.Join(e.folder, "rows.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for line := range strings.Lines(places.Replace(string(text))) {
		var r row
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		query, args := r.insert(now)
		if _, err := db.ExecContext(t.Context(), query, args...); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
	}
}

// create makes the earlier schema, without the rows that a new one gets.
func (e earlier) create(t *testing.T, s *site) *sql.DB {
	t.Helper()
	db, dialect, migrations := s.openRaw(t)
	provider, err := goose.NewProvider(dialect, db, os.DirFS(migrations), goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), e.schema); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "DELETE FROM counters"); err != nil {
		t.Fatal(err)
	}
	return db
}

// openRaw opens the site's database without the store, which knows only the
// newest schema.
func (s *site) openRaw(t *testing.T) (db *sql.DB, dialect goose.Dialect, migrations string) {
	t.Helper()
	driver, source := "sqlite", filepath.Join(s.data, "trex.db")
	dialect, migrations = goose.DialectSQLite3, "../../store/sqlite/migrations"
	if s.url != "" {
		driver, source = "pgx", s.url
		dialect, migrations = goose.DialectPostgres, "../../store/postgres/migrations"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db, dialect, migrations
}

// row is a line of rows.jsonl.
type row struct {
	Table string
	Row   map[string]cell
}

func (r row) insert(now time.Time) (query string, args []any) {
	columns := slices.Sorted(maps.Keys(r.Row))
	var marks []string
	for i, column := range columns {
		marks = append(marks, fmt.Sprint("$", i+1))
		args = append(args, r.Row[column].at(now))
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", r.Table, strings.Join(columns, ", "), strings.Join(marks, ", ")), args
}

// cell is a value: JSON, bytes, or a time.
type cell struct {
	plain any
	ago   *int64 // milliseconds before the earlier version was killed
}

func (c *cell) UnmarshalJSON(data []byte) (err error) {
	if data[0] != '{' {
		c.plain, err = plain(data)
		return err
	}
	var made struct {
		Ago       *int64
		Hex, Text string
	}
	if err := json.Unmarshal(data, &made); err != nil {
		return err
	}
	c.ago, c.plain = made.Ago, []byte(made.Text)
	if made.Hex != "" {
		c.plain, err = hex.DecodeString(made.Hex)
	}
	return err
}

// plain reads a whole number as an int64: a database takes no float64 for it.
func plain(data []byte) (any, error) {
	if n, err := strconv.ParseInt(string(data), 10, 64); err == nil {
		return n, nil
	}
	var value any
	err := json.Unmarshal(data, &value)
	return value, err
}

func (c cell) at(now time.Time) any {
	if c.ago != nil {
		return now.UnixMilli() - *c.ago
	}
	return c.plain
}
