package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store/storetest"
)

func TestDirectoryInUse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := openTest(t, dir)
	_, err := Open(t.Context(), dir)
	sentence, ok := trex.Sentence(err)
	if trex.KindOf(err) != trex.KindConflict || !ok || !strings.Contains(sentence, "in use by another Trex server") || !strings.Contains(sentence, dir) {
		t.Fatalf("a second server was told %q (%v)", sentence, err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	openTest(t, dir)
}

func TestNewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := openTest(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	raw := openRaw(t, dir)
	mustExec(t, raw, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9000, 1)")
	before := schema(t, raw)
	_, err := Open(t.Context(), dir)
	sentence, ok := trex.Sentence(err)
	if trex.KindOf(err) != trex.KindConflict || !ok || !strings.Contains(sentence, "newer version of Trex (schema 9000") {
		t.Fatalf("an old server was told %q (%v)", sentence, err)
	}
	if diff := cmp.Diff(before, schema(t, raw)); diff != "" {
		t.Errorf("the database was changed:\n%s", diff)
	}
	mustExec(t, raw, "DELETE FROM goose_db_version WHERE version_id = 9000")
	openTest(t, dir) // and the refused server released the directory
}

func TestMigrations(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	fresh, stepwise := t.TempDir(), t.TempDir()
	openTest(t, fresh)
	want := schema(t, openRaw(t, fresh))

	raw := openRaw(t, stepwise)
	for _, m := range migrationFiles(t) {
		up, _, _ := strings.Cut(m, "-- +goose Down")
		mustExec(t, raw, up)
	}
	if diff := cmp.Diff(want, schema(t, raw)); diff != "" {
		t.Errorf("file by file is not what Open makes (-Open +files):\n%s", diff)
	}

	again := t.TempDir()
	for range 2 {
		db := openTest(t, again)
		m, err := db.AppendMessage(ctx, trex.ChatMessage{Role: trex.RoleUser, Content: "kept"})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := db.FindMessage(ctx, "m1"); err != nil || got.Content != "kept" {
			t.Errorf("after %s: %v, %v", m.ID, got, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, schema(t, openRaw(t, again))); diff != "" {
		t.Errorf("opening again changed the schema:\n%s", diff)
	}
}

// TestLastOfOldRuns undoes migration 00003 and all later ones, as if the runs were
// older.
func TestLastOfOldRuns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	raw := openRaw(t, dir)
	db := openTest(t, dir)
	err := storetest.Fill(t.Context(), db, 100, func(ctx context.Context, query string) error {
		_, err := raw.ExecContext(ctx, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := storetest.LastValues(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	takeBack(t, raw, 3)
	mustExec(t, raw, "UPDATE series SET last = 9e999 WHERE run_id = 1") // cannot be compared
	got := storetest.LastValues(t, openTest(t, dir))
	if diff := cmp.Diff(want[1:], got[1:]); diff != "" || want[0] == nil || got[0] != nil {
		t.Errorf("the first run ended with %v, now %v; of the others (-before +after):\n%s", want[0], got[0], diff)
	}
}

// TestScoreOfOldRuns undoes migration 00005. After the migration the order of runs
// is right at once; values computed in Go are there after Backfill.
func TestScoreOfOldRuns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	raw := openRaw(t, dir)
	db := openTest(t, dir)
	err := storetest.Fill(t.Context(), db, 100, func(ctx context.Context, query string) error {
		_, err := raw.ExecContext(ctx, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, raw, storetest.Turned)
	mustExec(t, raw, "UPDATE runs SET best = 9e999, score = NULL WHERE id = 1") // cannot be compared
	want := storetest.Ranking(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	takeBack(t, raw, 5)
	db = openTest(t, dir)
	if diff := cmp.Diff(want, storetest.Ranking(t, db)); diff != "" {
		t.Errorf("ranks (-before +after):\n%s", diff)
	}
	if err := db.Backfill(t.Context()); err != nil {
		t.Fatal(err)
	}
	storetest.FoundByConfig(t, db, "r21")
}

func TestMigrationsSayWhy(t *testing.T) {
	t.Parallel()
	for _, m := range migrationFiles(t) {
		if !strings.HasPrefix(m, "-- Why: ") {
			t.Errorf("a migration begins with %.40q, not with why it is there", m)
		}
	}
}

func TestOddPath(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a b?mode=memory&c#d%20é")
	db := openTest(t, dir)
	if _, err := db.AppendMessage(t.Context(), trex.ChatMessage{Role: trex.RoleUser}); err != nil {
		t.Fatal(err)
	}
	for name, private := range map[string]os.FileMode{"": 0o700, "trex.db": 0o600, "trex.db-wal": 0o600, "trex.lock": 0o600} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != private {
			t.Errorf("%q has mode %o, want %o", name, info.Mode().Perm(), private)
		}
	}
}

func TestCannotWrite(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), file); err == nil {
		t.Error("a file was taken for a data directory")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "trex.db"), []byte(strings.Repeat("not a database", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), dir)
	if sentence, ok := trex.Sentence(err); !ok || !strings.Contains(sentence, "damaged") {
		t.Errorf("a damaged file is told as %q (%v)", sentence, err)
	}
}

func openRaw(t *testing.T, dir string) *sql.DB {
	t.Helper()
	raw, err := sql.Open("sqlite", filepath.Join(dir, "trex.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return raw
}

func mustExec(t *testing.T, raw *sql.DB, query string) {
	t.Helper()
	if _, err := raw.ExecContext(context.Background(), query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// schema returns what was created, without the bookkeeping of migrations.
func schema(t *testing.T, raw *sql.DB) []string {
	t.Helper()
	rows, err := raw.Query("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT IN ('goose_db_version', 'sqlite_sequence') ORDER BY type, name")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var created []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		created = append(created, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return created
}

// takeBack undoes the migrations from version on, as if they had not run yet.
func takeBack(t *testing.T, raw *sql.DB, version int) {
	t.Helper()
	for _, m := range slices.Backward(migrationFiles(t)[version-1:]) {
		_, down, _ := strings.Cut(m, "-- +goose Down")
		mustExec(t, raw, down)
	}
	mustExec(t, raw, fmt.Sprint("DELETE FROM goose_db_version WHERE version_id >= ", version))
}

func migrationFiles(t *testing.T) []string {
	t.Helper()
	entries, err := migrations.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, entry := range entries {
		data, err := migrations.ReadFile("migrations/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, string(data))
	}
	return files
}
