package main

import (
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/store/postgres/pgtest"
)

// upgraded is a site that an earlier version left, with a server of this one.
type upgraded struct {
	*site
	*process
}

// TestUpgradeWithThingsAlive starts this version on what an earlier one left
// when it was killed: runs that went on without it and one that waits, a live
// message, an open card, and runs that ended before newer columns were there.
func TestUpgradeWithThingsAlive(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func(testing.TB) string{
		"SQLite":     func(testing.TB) string { return "" },
		"PostgreSQL": pgtest.Database,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := schema4.layOut(t, database(t))
			u := upgraded{s, s.serve(t)}
			for _, must := range afterUpgrade {
				if !t.Run(must.name, func(t *testing.T) { must.hold(t, u) }) {
					return // what follows would wait in vain
				}
			}
		})
	}
}

// afterUpgrade is what must hold. Each looks at what those before it have done:
// an open card is launched once the live message was seen to be edited, and the
// runs end near the end.
var afterUpgrade = []struct {
	name string
	hold func(*testing.T, upgraded)
}{
	{"RunsGoOn", runsGoOn},
	{"LiveMessageIsEdited", liveMessageIsEdited},
	{"OlderRunsAreBroughtUpToDate", olderRunsAreBroughtUpToDate},
	{"OlderRunsAreRanked", olderRunsAreRanked},
	{"OlderRunsAreFoundByTheirConfiguration", olderRunsAreFound},
	{"OpenCardLaunches", openCardLaunches},
	{"RunsEndInTheTruth", runsEndInTheTruth},
	{"NothingIsSaidTwice", nothingIsSaidTwice},
	{"EverythingIsImported", everythingIsImported},
}

func runsGoOn(t *testing.T, u upgraded) {
	for run, before := range schema4.running {
		if n := len(u.epochs(t, run)); n < before {
			t.Errorf("%s has %d epochs, had %d before", run, n, before)
		}
		u.let(t, 10, run)
		await.Until(t, "10 epochs of "+run, func() bool { return len(u.epochs(t, run)) >= 10 })
	}
}

func liveMessageIsEdited(t *testing.T, u upgraded) {
	await.Nil(t, "the live message of e3 to show where the runs are", func() error {
		text := u.message(t, "m8").Content
		if !strings.HasPrefix(text, "e3 · held · 2 running, 1 waiting") || strings.Count(text, "10/20") != 2 {
			return fmt.Errorf("it says %q", text)
		}
		return nil
	})
}

func (s *server) message(t *testing.T, id string) apiMessage {
	t.Helper()
	var messages []apiMessage
	s.get(t, "/api/messages", &messages)
	for _, message := range messages {
		if message.ID == id {
			return message
		}
	}
	t.Fatalf("%s is not in the chat", id)
	return apiMessage{}
}

// older is what newer versions store with a run.
type older struct {
	ID          int
	Score       sql.NullFloat64
	Verdict     sql.NullString
	VerdictStep int
	Keyed       bool
}

func olderRunsAreBroughtUpToDate(t *testing.T, u upgraded) {
	said := func(verdict string) sql.NullString { return sql.NullString{String: verdict, Valid: true} }
	score := func(value float64) sql.NullFloat64 { return sql.NullFloat64{Float64: value, Valid: true} }
	want := []older{
		{1, sql.NullFloat64{}, said("nan"), 9, true},
		{2, score(0.425), said("overfits"), 9, true},
		{3, sql.NullFloat64{}, said(""), 0, true},
		{4, score(-0.7895), said("still_improving"), 5, true}, // larger is better
		{5, score(-0.7317), said("still_improving"), 5, true},
	}
	db, _, _ := u.openRaw(t)
	await.Nil(t, "scores, verdicts and keys of older runs", func() error {
		got, err := readOlder(t, db)
		if diff := cmp.Diff(want, got); err == nil && diff != "" {
			err = fmt.Errorf("(-want +got):\n%s", diff)
		}
		return err
	})
}

func readOlder(t *testing.T, db *sql.DB) (all []older, err error) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(),
		`SELECT id, score, verdict, verdict_step, config_key IS NOT NULL FROM runs WHERE id <= 5 ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var run older
		if err := rows.Scan(&run.ID, &run.Score, &run.Verdict, &run.VerdictStep, &run.Keyed); err != nil {
			return nil, err
		}
		all = append(all, run)
	}
	return all, rows.Err()
}

// olderRunsAreRanked: what broke is last, and larger is better where the project
// says so.
func olderRunsAreRanked(t *testing.T, u upgraded) {
	for filter, want := range map[string][]string{
		"project=curves status=completed": {"r2", "r1"},
		"project=accurate":                {"r4", "r5"},
	} {
		var runs []apiRun
		u.get(t, "/api/runs?"+url.Values{"q": {filter}, "sort": {"best"}}.Encode(), &runs)
		var got []string
		for _, run := range runs {
			got = append(got, run.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, the best first (-want +got):\n%s", filter, diff)
		}
	}
}

func olderRunsAreFound(t *testing.T, u upgraded) {
	var card apiMessage
	u.do(t, post("/api/messages", map[string]string{"content": "try lr 0.1 for 5 epochs on accurate"}, 201), &card)
	if !strings.Contains(card.Content, "this run equals r4") {
		t.Errorf("the card says %q", card.Content)
	}
}

func openCardLaunches(t *testing.T, u upgraded) {
	u.do(t, post("/api/proposals/p4/launch", map[string]any{"version": 1}, 201), nil)
	u.do(t, post("/api/proposals/p4/launch", map[string]any{"version": 1}, 409), nil)
	await.Until(t, "the card to say so", func() bool { return strings.Contains(u.message(t, "m10").Content, "→ e4") })
}

func runsEndInTheTruth(t *testing.T, u upgraded) {
	u.open(t)
	await.Until(t, "the end of all runs", func() bool { return u.allEnded(t) })
	epochs := map[string]int{"r6": 20, "r7": 20, "r8": 20, "r9": 3}
	for _, run := range u.runs(t) {
		if n := epochs[run.ID]; n > 0 {
			u.checkRun(t, u.server, run, n)
			delete(epochs, run.ID)
		}
	}
	if len(epochs) > 0 {
		t.Errorf("these runs are gone: %v", epochs)
	}
}

func nothingIsSaidTwice(t *testing.T, u upgraded) {
	await.Until(t, "the live message to say the end", func() bool {
		return strings.HasPrefix(u.message(t, "m8").Content, "e3 · held · done: 3 completed")
	})
	for _, part := range []string{"e3 is done", "e4 is done"} {
		await.Until(t, part, func() bool { return u.said(t, part) })
	}
	for _, part := range []string{"e1 · curves", "e2 · accurate", "e3 · held", "e1 is done", "e2 is done", "e3 is done", "r3 failed"} {
		if n := u.countSaid(t, part); n != 1 {
			t.Errorf("%q was said %d times", part, n)
		}
	}
}

// everythingIsImported moves the upgraded directory to PostgreSQL.
func everythingIsImported(t *testing.T, u upgraded) {
	if u.url != "" {
		return // it is there
	}
	runs := u.runs(t)
	u.kill()
	u.url = pgtest.Database(t)
	if said := u.tell(t, exitOK, "import", "--from", "sqlite", "--data", u.data); !strings.Contains(said, "9 rows, the same in both databases") {
		t.Errorf("import: %s", said)
	}
	moved := u.serve(t)
	if diff := cmp.Diff(runs, moved.runs(t)); diff != "" {
		t.Errorf("runs (-SQLite +PostgreSQL):\n%s", diff)
	}
}
