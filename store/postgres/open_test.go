package postgres

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store/postgres/pgtest"
	"github.com/trex-ml/trex/store/storetest"
)

func TestOpenTells(t *testing.T) {
	t.Parallel()
	good := pgtest.Database(t)
	for name, tc := range map[string]struct {
		url  string
		kind trex.ErrorKind
		says string
	}{
		"NoURL":      {"postgres://%zz", trex.KindInvalid, "DATABASE_URL"},
		"Nobody":     {"postgres://trex:hunter2@127.0.0.1:1/trex", trex.KindUnavailable, "cannot be reached"},
		"NoDatabase": {strings.Replace(good, "/trex_test", "/no_such_database", 1), trex.KindUnavailable, "does not exist"},
		"NoUser":     {strings.Replace(good, "trex@", "nobody_here@", 1), trex.KindUnavailable, "refuses the user"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(t.Context(), tc.url)
			sentence, _ := trex.Sentence(err)
			if trex.KindOf(err) != tc.kind || !strings.Contains(sentence, tc.says) {
				t.Errorf("told %q (%v)", sentence, err)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the password is in the error: %v", err)
			}
		})
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	if err := openTest(t, url).Close(); err != nil {
		t.Fatal(err)
	}
	raw := connect(t, url)
	mustExec(t, raw, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9000, true)")
	before := schema(t, raw)
	_, err := Open(t.Context(), url)
	sentence, _ := trex.Sentence(err)
	if trex.KindOf(err) != trex.KindConflict || !strings.Contains(sentence, "newer version of Trex (schema 9000") {
		t.Fatalf("an old server was told %q (%v)", sentence, err)
	}
	if diff := cmp.Diff(before, schema(t, raw)); diff != "" {
		t.Errorf("the database was changed:\n%s", diff)
	}
}

func TestMigrations(t *testing.T) {
	t.Parallel()
	fresh, stepwise := pgtest.Database(t), pgtest.Database(t)
	openTest(t, fresh)
	want := schema(t, connect(t, fresh))

	raw := connect(t, stepwise)
	entries, err := migrations.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, raw, "CREATE TABLE goose_db_version ()")
	for _, entry := range entries {
		data, err := migrations.ReadFile("migrations/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(data), "-- Why: ") {
			t.Errorf("%s begins with %.40q, not with why it is there", entry.Name(), data)
		}
		up, _, _ := strings.Cut(string(data), "-- +goose Down")
		mustExec(t, raw, up)
	}
	if diff := cmp.Diff(want, schema(t, raw)); diff != "" {
		t.Errorf("file by file is not what Open makes (-Open +files):\n%s", diff)
	}
	openTest(t, fresh)
	if diff := cmp.Diff(want, schema(t, connect(t, fresh))); diff != "" {
		t.Errorf("opening again changed the schema:\n%s", diff)
	}
}

// TestLastOfOldRuns undoes migration 00003 and all later ones, as if the runs were
// older.
func TestLastOfOldRuns(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	raw := connect(t, url)
	db := openTest(t, url)
	err := storetest.Fill(t.Context(), db, 100, func(ctx context.Context, query string) error {
		_, err := raw.Exec(ctx, query)
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
	mustExec(t, raw, "UPDATE series SET last = 'Infinity' WHERE run_id = 1") // cannot be compared
	got := storetest.LastValues(t, openTest(t, url))
	if diff := cmp.Diff(want[1:], got[1:]); diff != "" || want[0] == nil || got[0] != nil {
		t.Errorf("the first run ended with %v, now %v; of the others (-before +after):\n%s", want[0], got[0], diff)
	}
}

// TestScoreOfOldRuns undoes migration 00005. After the migration the order of runs
// is right at once; values computed in Go are there after Backfill.
func TestScoreOfOldRuns(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	raw := connect(t, url)
	db := openTest(t, url)
	err := storetest.Fill(t.Context(), db, 100, func(ctx context.Context, query string) error {
		_, err := raw.Exec(ctx, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, raw, storetest.Turned)
	mustExec(t, raw, "UPDATE runs SET best = 'Infinity', score = NULL WHERE id = 1") // cannot be compared
	want := storetest.Ranking(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	takeBack(t, raw, 5)
	db = openTest(t, url)
	if diff := cmp.Diff(want, storetest.Ranking(t, db)); diff != "" {
		t.Errorf("ranks (-before +after):\n%s", diff)
	}
	if err := db.Backfill(t.Context()); err != nil {
		t.Fatal(err)
	}
	storetest.FoundByConfig(t, db, "r21")
}

// takeBack undoes the migrations from version on, as if they had not run yet.
func takeBack(t *testing.T, raw *pgx.Conn, version int) {
	t.Helper()
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Backward(files[version-1:]) {
		data, err := migrations.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, down, _ := strings.Cut(string(data), "-- +goose Down")
		mustExec(t, raw, down)
	}
	mustExec(t, raw, fmt.Sprint("DELETE FROM goose_db_version WHERE version_id >= ", version))
}

func TestServersMigrateOneAtATime(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			db, err := Open(t.Context(), url)
			if err != nil {
				t.Error(err)
				return
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// TestLeastPrivileges runs with a user who owns nothing but its tables, as the
// documentation advises.
func TestLeastPrivileges(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	admin := connect(t, url)
	mustExec(t, admin, `DROP ROLE IF EXISTS least; CREATE ROLE least LOGIN;
		CREATE SCHEMA least AUTHORIZATION least; REVOKE ALL ON SCHEMA public FROM PUBLIC, least`)
	t.Cleanup(func() { mustExec(t, connect(t, url), "DROP OWNED BY least; DROP ROLE least") })
	db := openTest(t, strings.Replace(url, "trex@", "least@", 1))
	if _, err := db.AppendMessage(t.Context(), trex.ChatMessage{Role: trex.RoleUser, Content: "hello"}); err != nil {
		t.Fatal(err)
	}
	_, release, err := db.Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	release()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	mustExec(t, admin, "REVOKE INSERT, UPDATE ON ALL TABLES IN SCHEMA least FROM least")
	db = openTest(t, strings.Replace(url, "trex@", "least@", 1))
	_, err = db.AppendMessage(t.Context(), trex.ChatMessage{Role: trex.RoleUser})
	if sentence, _ := trex.Sentence(err); !strings.Contains(sentence, "lacks a privilege") {
		t.Errorf("told %q (%v)", sentence, err)
	}
}

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	ctx := t.Context()
	if ctx.Err() != nil { // in a cleanup
		ctx = ctxBackground
	}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	if ctx != ctxBackground {
		t.Cleanup(func() { conn.Close(ctxBackground) })
	}
	return conn
}

func mustExec(t *testing.T, conn *pgx.Conn, query string) {
	t.Helper()
	if _, err := conn.Exec(ctxBackground, query, pgx.QueryExecModeSimpleProtocol); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// schema returns every column and index, but for the bookkeeping of migrations.
func schema(t *testing.T, conn *pgx.Conn) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), `
		SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' ||
			coalesce(column_default, '') || ' ' || coalesce(collation_name, '')
		FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'goose_db_version'
		UNION ALL
		SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'goose_db_version'
		UNION ALL
		SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint 
		WHERE connamespace = 'public'::regnamespace AND conrelid <> 'goose_db_version'::regclass
		ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return lines
}
