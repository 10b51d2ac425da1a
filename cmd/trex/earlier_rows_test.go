package main

import (
	"bytes"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pressly/goose/v3"
)

// fill stores the rows in a database of the earlier schema.
func (e earlier) fill(t *testing.T, s *site, places *strings.Replacer) {
	t.Helper()
	db, dialect, migrations := s.openRaw(t)
	provider, err := goose.NewProvider(dialect, db, os.DirFS(migrations), goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), e.schema); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "DELETE FROM counters"); err != nil { // a fresh database has some
		t.Fatal(err)
	}
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

// openRaw opens the site's database past the store, which knows only the newest
// schema.
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
		args = append(args, r.Row[column].value(now))
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", r.Table, strings.Join(columns, ", "), strings.Join(marks, ", ")), args
}

// cell is a value as JSON has it, a time, or bytes.
type cell struct {
	plain any
	Ago   *int64 // milliseconds before the earlier version was killed
	Hex   *string
	Text  *string // of bytes
}

func (c *cell) UnmarshalJSON(data []byte) error {
	if data[0] == '{' {
		type fields cell
		return json.Unmarshal(data, (*fields)(c))
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return decoder.Decode(&c.plain)
}

func (c cell) value(now time.Time) any {
	switch {
	case c.Ago != nil:
		return now.UnixMilli() - *c.Ago
	case c.Hex != nil:
		data, _ := hex.DecodeString(*c.Hex)
		return data
	case c.Text != nil:
		return []byte(*c.Text)
	}
	number, ok := c.plain.(json.Number)
	if !ok {
		return c.plain
	}
	if n, err := number.Int64(); err == nil {
		return n
	}
	f, _ := number.Float64()
	return f
}
