package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/store/postgres/pgtest"
)

func TestFromWordsToTheWinnerOnPostgreSQL(t *testing.T) {
	s := startServerWith(t, settings{Config: config.Default(), Env: config.Environment{DatabaseURL: pgtest.Database(t)}})
	var card apiMessage
	s.post(t, "/api/messages", map[string]string{"content": "try lr 0.1 and 0.01 for 5 epochs"}, 201, &card)
	if len(card.RunConfigs) != 2 || card.Proposal == nil {
		t.Fatalf("the answer is %+v", card)
	}
	s.post(t, "/api/proposals/"+card.Proposal.ID+"/launch", map[string]any{"version": 1}, 201, nil)
	s.post(t, "/api/proposals/"+card.Proposal.ID+"/launch", map[string]any{"version": 1}, 409, nil)
	until(t, "the chat says who won", func() bool { return s.said(t, "e1 is done", "is best, val_loss") })
	for _, run := range s.runs(t) {
		var metrics map[string]struct{ Step []float64 }
		s.get(t, "/api/run/"+run.ID+"/metrics", &metrics)
		if run.Status != "completed" || run.ValLoss == nil || len(metrics["val_loss"].Step) != 5 {
			t.Errorf("%+v with %d points", run, len(metrics["val_loss"].Step))
		}
	}
	s.isPNG(t, "/experiment/e1/chart.png")
	s.post(t, "/api/run-job", `{"configs":[{"lr":0}]}`, 422, nil)
}

// site is a data directory and a database on which several servers can be.
type site struct{ data, url, config string }

// newSite has a project whose runs say that they begin, and then count.
func newSite(t *testing.T, url string, slots, steps int, pause string) *site {
	t.Helper()
	dir := t.TempDir()
	s := &site{data: filepath.Join(dir, "data"), url: url, config: filepath.Join(dir, "trex.yaml")}
	script := fmt.Sprintf(`echo begun >>"$TREX_RUN_DIR/begun"; for i in $(seq %d); do echo "step $i val_loss=0.$i"; sleep %s; done`, steps, pause)
	yaml := fmt.Sprintf(`
projects:
  count:
    command: [sh, -c, %q, sh, "{x}"]
    params: {x: {type: int, default: 0}}
    objective: {metric: val_loss, goal: minimize}
    retention: {thin_points: 1s, delete_logs: 1s}
runner: {slots: %d}
`, strings.ReplaceAll(strings.ReplaceAll(script, "{", "{{"), "}", "}}"), slots)
	if err := os.WriteFile(s.config, []byte(yaml), 0o644); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *site) command(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "DATABASE_URL=" + s.url}
	return cmd
}

func (s *site) serve(t *testing.T) *process {
	t.Helper()
	return s.begin(t)()
}

// begin starts a server; ready waits until it takes calls.
func (s *site) begin(t *testing.T) (ready func() *process) {
	t.Helper()
	cmd := s.command("serve", "--data", s.data, "--config", s.config, "--addr", "127.0.0.1:0")
	said := &output{}
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: cmd}
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("a server said:\n%s", said)
		}
	})
	return func() *process {
		t.Helper()
		until(t, "the server says its address", func() bool {
			match := regexp.MustCompile(`open (http://\S+)`).FindStringSubmatch(said.String())
			if match != nil {
				p.server = &server{match[1]}
			}
			return match != nil
		})
		return p
	}
}

// tell runs a command that ends and returns what it said.
func (s *site) tell(t *testing.T, status int, args ...string) string {
	t.Helper()
	cmd := s.command(args...)
	out, _ := cmd.CombinedOutput()
	if got := cmd.ProcessState.ExitCode(); got != status {
		t.Fatalf("trex %s: status %d, want %d: %s", strings.Join(args, " "), got, status, out)
	}
	return string(out)
}

func (s *server) launch(t *testing.T, n int) {
	t.Helper()
	var configs []map[string]any
	for i := range n {
		configs = append(configs, map[string]any{"x": i})
	}
	s.post(t, "/api/run-job", map[string]any{"configs": configs}, 201, nil)
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

// check looks whether every run began once, completed, and has each step once.
func (s *site) check(t *testing.T, on *server, runs, steps int) {
	t.Helper()
	all := on.runs(t)
	if len(all) != runs {
		t.Errorf("%d runs, want %d", len(all), runs)
	}
	for _, run := range all {
		begun, err := os.ReadFile(filepath.Join(s.data, "runs", run.ID, "begun"))
		if err != nil || string(begun) != "begun\n" || run.Status != "completed" {
			t.Errorf("%+v began %q (%v)", run, begun, err)
		}
		var metrics map[string]struct{ Step []float64 }
		on.get(t, "/api/run/"+run.ID+"/metrics?points=5000", &metrics)
		got := metrics["val_loss"].Step
		if len(got) != steps {
			t.Errorf("%s has %d points, want %d", run.ID, len(got), steps)
			continue
		}
		for i, step := range got {
			if step != float64(i+1) {
				t.Fatalf("%s: point %d is of step %v", run.ID, i, step)
			}
		}
	}
}

// TestServersStartedAtOnce has two servers find an empty database at the same
// moment, and people on both.
func TestServersStartedAtOnce(t *testing.T) {
	const steps, batches, batch = 3, 4, 6
	s := newSite(t, pgtest.Database(t), 8, steps, "0.02")
	one, two := s.begin(t), s.begin(t)
	servers := []*process{one(), two()}
	for i := range batches {
		servers[i%2].launch(t, batch)
	}
	for _, server := range servers {
		until(t, "all have ended", func() bool { return server.allEnded(t) })
		s.check(t, server.server, batches*batch, steps)
		for e := 1; e <= batches; e++ {
			done := fmt.Sprintf("e%d is done", e)
			until(t, done, func() bool { return server.said(t, done) })
			if n := server.countSaid(t, done); n != 1 {
				t.Errorf("%q was said %d times", done, n)
			}
		}
	}
}

func TestLeaderKilledUnderLoad(t *testing.T) {
	const steps, batches, batch = 20, 6, 8
	s := newSite(t, pgtest.Database(t), 8, steps, "0.05")
	leader := s.serve(t)
	leader.launch(t, batch)
	until(t, "it leads", func() bool { return leader.count(t, "completed") > 0 })
	for launched := 1; launched < batches; launched++ {
		standby := s.serve(t)
		standby.launch(t, batch) // any server takes clicks
		until(t, "the leader is at work", func() bool { return standby.count(t, "running") > 4 })
		waiting := map[string]bool{}
		for _, run := range standby.runs(t) {
			if run.Status == "pending" {
				waiting[run.ID] = true
			}
		}
		leader.kill()
		until(t, "the standby starts what waited", func() bool {
			for _, run := range standby.runs(t) {
				if waiting[run.ID] && run.Status != "pending" {
					return true
				}
			}
			return len(waiting) == 0
		})
		leader = standby
	}
	until(t, "all have ended", func() bool { return leader.allEnded(t) })
	s.check(t, leader.server, batches*batch, steps)
	for e := 1; e <= batches; e++ {
		id := fmt.Sprintf("e%d", e)
		until(t, "the end of "+id+" is told", func() bool { return leader.said(t, id+" is done") })
		if n := leader.countSaid(t, id+" is done"); n != 1 {
			t.Errorf("the end of %s was told %d times", id, n)
		}
	}
	if n := leader.countSaid(t, "8 of 8"); n > batches {
		t.Errorf("%d live messages of %d experiments", n, batches)
	}
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
	const steps = 100
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
	s := newSite(t, database.URL("postgres"), 4, steps, "0.05")
	server := s.serve(t)
	server.launch(t, 6)
	until(t, "runs report", func() bool { return server.runs(t)[0].ValLoss != nil })
	if err := database.Stop(); err != nil {
		t.Fatal(err)
	}
	before := logLines(t, s.data, "r1")
	until(t, "the runs go on without a database", func() bool { return logLines(t, s.data, "r1") >= min(before+60, steps) })
	var told failure
	server.call(t, http.MethodGet, "/api/runs", nil, http.StatusServiceUnavailable, &told)
	if !strings.Contains(told.Error.Message, "database cannot be reached") {
		t.Errorf("people are told %q", told.Error.Message)
	}
	if err := database.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(t, "all have ended", func() bool { return server.allEnded(t) })
	s.check(t, server.server, 6, steps)
	until(t, "the chat caught up", func() bool { return server.said(t, "e1 is done") })
}

// TestMoveToPostgreSQL takes an installation with it, as docs/postgres.md says.
func TestMoveToPostgreSQL(t *testing.T) {
	s := newSite(t, "", 2, 3, "0")
	old := s.serve(t)
	old.launch(t, 2)
	until(t, "the end is told", func() bool { return old.said(t, "e1 is done") })
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
	s.check(t, moved.server, 2, 3)
	moved.get(t, "/api/messages", &after)
	if len(after) != len(before) {
		t.Errorf("%d messages, had %d", len(after), len(before))
	}
	moved.launch(t, 1)
	until(t, "new runs work", func() bool { return moved.said(t, "e2 is done") })
	until(t, "the runs are old enough", func() bool {
		return strings.Contains(s.tell(t, exitOK, "gc", "--dry-run", "--data", s.data, "--config", s.config), "and 3 logs")
	})
	if said := s.tell(t, exitOK, "gc", "--data", s.data, "--config", s.config); !strings.Contains(said, "count: freed 0 points of 0 curves") {
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
