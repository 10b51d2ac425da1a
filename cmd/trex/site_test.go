package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/trex-ml/trex/e2e/trainer/gate"
	"github.com/trex-ml/trex/internal/await"
)

// site is a data directory and a database that several servers can share, and a
// project whose runs do no epoch until the test lets them.
type site struct {
	data, config string
	url          string // of PostgreSQL; "": SQLite in the data directory
	gate         gate.Gate
	environment  []string // added to the environment of every server
}

// trainer builds the program that a site's runs execute, once.
var trainer = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "trex-trainer-")
	if err != nil {
		return "", err
	}
	built = dir
	path := filepath.Join(dir, "trainer")
	build := exec.Command("go", "build", "-o", path, module+"/e2e/trainer")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // also when the test runs under the race detector
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the trainer: %w: %s", err, out)
	}
	return path, nil
})

var built string // trainer's folder, which TestMain removes

const siteConfig = `
projects:
  held:
    command: [%q, --lr, "{lr}", --epochs, "{epochs}"]
    env: {%s: %q}
    params:
      lr:     {type: float, default: 0.1}
      epochs: {type: int, default: 10}
    objective: {metric: val_loss, goal: minimize}
    retention: {thin_points: 1s, delete_logs: 1s}
runner: {slots: %d}
`

func newSite(t *testing.T, url string, slots int) *site {
	t.Helper()
	command, err := trainer()
	if err != nil {
		t.Fatal(err)
	}
	s := emptySite(t, url)
	if err := os.WriteFile(s.config, fmt.Appendf(nil, siteConfig, command, gate.Var, string(s.gate), slots), 0o644); err != nil {
		t.Fatal(err)
	}
	return s
}

// emptySite has no configuration yet.
func emptySite(t *testing.T, url string) *site {
	t.Helper()
	dir := t.TempDir()
	return &site{
		data: filepath.Join(dir, "data"), config: filepath.Join(dir, "trex.yaml"), url: url, gate: gate.Gate(t.TempDir()),
	}
}

// let allows each of these runs this many epochs in total.
func (s *site) let(t *testing.T, epochs int, runs ...string) {
	t.Helper()
	for _, run := range runs {
		if err := s.gate.Let(run, epochs); err != nil {
			t.Fatal(err)
		}
	}
}

// open lets all runs continue to their end.
func (s *site) open(t *testing.T) {
	t.Helper()
	if err := s.gate.Open(); err != nil {
		t.Fatal(err)
	}
}

func (s *site) command(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "DATABASE_URL=" + s.url}, s.environment...)
	return cmd
}

// A process is a server in its own process, which can be killed.
type process struct {
	*server
	cmd *exec.Cmd
}

func (s *site) serve(t *testing.T) *process {
	t.Helper()
	return s.begin(t)()
}

// begin starts a server; ready waits until it accepts calls.
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
		await.Until(t, "the address of a server", func() bool {
			match := address.FindStringSubmatch(said.String())
			if match != nil {
				p.server = &server{match[1]}
			}
			return match != nil
		})
		return p
	}
}

var address = regexp.MustCompile(`open (http://\S+)\n`)

func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may be gone
	_ = p.cmd.Wait()
}

// tell runs a command to its end and returns its output.
func (s *site) tell(t *testing.T, status int, args ...string) string {
	t.Helper()
	cmd := s.command(args...)
	out, _ := cmd.CombinedOutput()
	if got := cmd.ProcessState.ExitCode(); got != status {
		t.Fatalf("trex %s: status %d, want %d: %s", strings.Join(args, " "), got, status, out)
	}
	return string(out)
}

// launch starts an experiment of n runs.
func (s *server) launch(t *testing.T, n, epochs int) {
	t.Helper()
	var configs []map[string]any
	for i := range n {
		configs = append(configs, map[string]any{"lr": 0.1 / float64(i+1), "epochs": epochs})
	}
	s.do(t, post("/api/run-job", map[string]any{"configs": configs}, 201), nil)
}

// check checks the number of runs and each of them.
func (s *site) check(t *testing.T, on *server, runs, epochs int) {
	t.Helper()
	all := on.runs(t)
	if len(all) != runs {
		t.Errorf("%d runs, want %d", len(all), runs)
	}
	for _, run := range all {
		s.checkRun(t, on, run, epochs)
	}
}

// checkRun checks that a run began once, completed, and has each epoch once.
func (s *site) checkRun(t *testing.T, on *server, run apiRun, epochs int) {
	t.Helper()
	starts, err := os.ReadFile(filepath.Join(s.data, "runs", run.ID, gate.Starts))
	if err != nil || strings.Count(string(starts), "\n") != 1 || run.Status != "completed" {
		t.Errorf("%+v began %q (%v)", run, starts, err)
	}
	got := on.epochs(t, run.ID)
	if len(got) != epochs {
		t.Errorf("%s has %d points, want %d", run.ID, len(got), epochs)
		return
	}
	for i, step := range got {
		if step != float64(i+1) {
			t.Fatalf("%s: point %d is of epoch %v", run.ID, i, step)
		}
	}
}

// epochs returns the epochs whose val_loss is stored for a run.
func (s *server) epochs(t *testing.T, run string) []float64 {
	t.Helper()
	var metrics map[string]struct{ Step []float64 }
	s.get(t, "/api/run/"+run+"/metrics?metric=val_loss&points=5000", &metrics)
	return metrics["val_loss"].Step
}

// printed waits until a run has printed this many epochs.
func (s *site) printed(t *testing.T, run string, epochs int) {
	t.Helper()
	await.Nil(t, fmt.Sprintf("%d epochs of %s", epochs, run), func() error {
		text, err := os.ReadFile(filepath.Join(s.data, "runs", run, "log"))
		if err == nil && strings.Count(string(text), "\n") < epochs {
			err = fmt.Errorf("it printed %q", text)
		}
		return err
	})
}
