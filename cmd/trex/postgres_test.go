package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/store/postgres/pgtest"
)

func TestFromWordsToTheWinnerOnPostgreSQL(t *testing.T) {
	t.Parallel()
	s := startServerWith(t, settings{Config: config.Default(), Env: config.Environment{DatabaseURL: pgtest.Database(t)}})
	var card apiMessage
	s.do(t, post("/api/messages", map[string]string{"content": "try lr 0.1 and 0.01 for 5 epochs"}, 201), &card)
	if len(card.RunConfigs) != 2 || card.Proposal == nil {
		t.Fatalf("the answer is %+v", card)
	}
	s.do(t, post("/api/proposals/"+card.Proposal.ID+"/launch", map[string]any{"version": 1}, 201), nil)
	s.do(t, post("/api/proposals/"+card.Proposal.ID+"/launch", map[string]any{"version": 1}, 409), nil)
	await.Until(t, "the chat to say who won", func() bool { return s.said(t, "e1 is done", "is best, val_loss") })
	for _, run := range s.runs(t) {
		var metrics map[string]struct{ Step []float64 }
		s.get(t, "/api/run/"+run.ID+"/metrics", &metrics)
		if run.Status != "completed" || run.ValLoss == nil || len(metrics["val_loss"].Step) != 5 {
			t.Errorf("%+v with %d points", run, len(metrics["val_loss"].Step))
		}
	}
	s.isPNG(t, "/experiment/e1/chart.png")
	s.do(t, post("/api/run-job", `{"configs":[{"lr":0}]}`, 422), nil)
}

func (s *server) count(t *testing.T, status string) (n int) {
	t.Helper()
	for _, run := range s.runs(t) {
		if run.Status == status {
			n++
		}
	}
	return n
}

// TestServersStartedAtOnce starts two servers on an empty database at the same
// moment, with people on both.
func TestServersStartedAtOnce(t *testing.T) {
	t.Parallel()
	const epochs, batches, batch = 3, 4, 6
	s := newSite(t, pgtest.Database(t), 8)
	s.open(t)
	one, two := s.begin(t), s.begin(t)
	servers := []*process{one(), two()}
	for i := range batches {
		servers[i%2].launch(t, batch, epochs)
	}
	for _, server := range servers {
		await.Until(t, "the end of all runs", func() bool { return server.allEnded(t) })
		s.check(t, server.server, batches*batch, epochs)
		for e := 1; e <= batches; e++ {
			done := fmt.Sprintf("e%d is done", e)
			await.Until(t, done, func() bool { return server.said(t, done) })
			if n := server.countSaid(t, done); n != 1 {
				t.Errorf("%q was said %d times", done, n)
			}
		}
	}
}

// TestLeaderKilledUnderLoad kills one leader after the other while every slot
// has a run that reports and as many runs wait.
func TestLeaderKilledUnderLoad(t *testing.T) {
	t.Parallel()
	const epochs, batches, batch = 20, 6, 8
	s := newSite(t, pgtest.Database(t), batch)
	leader := s.serve(t)
	leader.launch(t, batch, epochs)
	for launched := 1; launched < batches; launched++ {
		standby := s.serve(t)
		standby.launch(t, batch, epochs) // any server accepts clicks
		await.Until(t, "a leader that has all slots at work", func() bool { return standby.count(t, "running") == batch })
		at := standby.byStatus(t)
		s.let(t, epochs/2, at["running"]...)
		await.Until(t, "reports to the leader", func() bool { return standby.reported(t) > (launched-1)*batch })
		s.let(t, epochs-1, at["running"]...)
		leader.kill()
		s.let(t, epochs, at["running"]...)
		await.Until(t, "the standby to start what waited", func() bool {
			started := standby.byStatus(t)["running"]
			return slices.ContainsFunc(at["pending"], func(id string) bool { return slices.Contains(started, id) })
		})
		leader = standby
	}
	s.open(t)
	await.Until(t, "the end of all runs", func() bool { return leader.allEnded(t) })
	s.check(t, leader.server, batches*batch, epochs)
	for e := 1; e <= batches; e++ {
		done := fmt.Sprintf("e%d is done", e)
		await.Until(t, done, func() bool { return leader.said(t, done) })
		if n := leader.countSaid(t, done); n != 1 {
			t.Errorf("%q was said %d times", done, n)
		}
	}
	if n := leader.countSaid(t, "8 of 8"); n > batches {
		t.Errorf("%d live messages of %d experiments", n, batches)
	}
}

// byStatus returns the ids of the runs by their status.
func (s *server) byStatus(t *testing.T) map[string][]string {
	t.Helper()
	ids := map[string][]string{}
	for _, run := range s.runs(t) {
		ids[run.Status] = append(ids[run.Status], run.ID)
	}
	return ids
}

func (s *server) countSaid(t *testing.T, part string) (n int) {
	t.Helper()
	var messages []apiMessage
	s.get(t, "/api/messages", &messages)
	for _, message := range messages {
		if strings.Contains(message.Content, part) {
			n++
		}
	}
	return n
}

func TestDatabaseAwayInTheMiddleOfRuns(t *testing.T) {
	t.Parallel()
	const epochs = 100
	database, err := pgtest.New("fsync=off")
	if err != nil {
		pgtest.Missing(t, err)
	}
	t.Cleanup(func() {
		if err := database.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := database.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := newSite(t, database.URL("postgres"), 4)
	server := s.serve(t)
	server.launch(t, 6, epochs)
	s.let(t, 10, "r1", "r2", "r3", "r4")
	await.Until(t, "reports of the runs", func() bool { return server.reported(t) == 4 })
	if err := database.Stop(); err != nil {
		t.Fatal(err)
	}
	s.let(t, 70, "r1") // one run continues without a database, another one ends
	s.printed(t, "r1", 70)
	s.let(t, epochs, "r2")
	s.printed(t, "r2", epochs)
	var told failure
	server.do(t, call{http.MethodGet, "/api/runs", nil, http.StatusServiceUnavailable}, &told)
	if !strings.Contains(told.Error.Message, "database cannot be reached") {
		t.Errorf("people are told %q", told.Error.Message)
	}
	if err := database.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.open(t)
	await.Until(t, "the end of all runs", func() bool { return server.allEnded(t) })
	s.check(t, server.server, 6, epochs)
	await.Until(t, "a chat that caught up", func() bool { return server.said(t, "e1 is done") })
}

// TestMoveToPostgreSQL moves an installation as docs/postgres.md says.
func TestMoveToPostgreSQL(t *testing.T) {
	t.Parallel()
	const epochs = 3
	s := newSite(t, "", 2)
	s.open(t)
	old := s.serve(t)
	old.launch(t, 2, epochs)
	await.Until(t, "the end of the runs", func() bool { return old.said(t, "e1 is done") })
	var before, after []apiMessage
	old.get(t, "/api/messages", &before)
	if said := s.tell(t, exitError, "import", "--from", "sqlite", "--data", s.data); !strings.Contains(said, "DATABASE_URL must name") {
		t.Errorf("without a target: %s", said)
	}
	s.url = pgtest.Database(t)
	if said := s.tell(t, exitError, "import", "--from", "sqlite", "--data", s.data); !strings.Contains(said, "in use by another Trex server") {
		t.Errorf("while the server runs: %s", said)
	}
	old.kill()
	if said := s.tell(t, exitOK, "migrate"); !strings.Contains(said, "from schema 0 to") {
		t.Errorf("migrate: %s", said)
	}
	if said := s.tell(t, exitOK, "migrate"); !strings.Contains(said, "is up to date") {
		t.Errorf("migrate again: %s", said)
	}
	if said := s.tell(t, exitOK, "import", "--from", "sqlite", "--data", s.data); !strings.Contains(said, "2 rows, the same in both databases") {
		t.Errorf("import: %s", said)
	}
	moved := s.serve(t)
	s.check(t, moved.server, 2, epochs)
	moved.get(t, "/api/messages", &after)
	if len(after) != len(before) {
		t.Errorf("%d messages, had %d", len(after), len(before))
	}
	moved.launch(t, 1, epochs)
	await.Until(t, "the end of a new run", func() bool { return moved.said(t, "e2 is done") })
	await.Until(t, "runs that are old enough", func() bool {
		return strings.Contains(s.tell(t, exitOK, "gc", "--dry-run", "--data", s.data, "--config", s.config), "and 3 logs")
	})
	if said := s.tell(t, exitOK, "gc", "--data", s.data, "--config", s.config); !strings.Contains(said, "held: freed 0 points of 0 curves") {
		t.Errorf("gc: %s", said)
	}
	if _, err := os.Stat(filepath.Join(s.data, "runs", "r1", "log")); !os.IsNotExist(err) {
		t.Errorf("the log is still there: %v", err)
	}
	response, err := http.Get(moved.url + "/run/r1")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var page bytes.Buffer
	if _, err := page.ReadFrom(response.Body); err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("the page of a run without its log: %s, %v", response.Status, err)
	}
}
