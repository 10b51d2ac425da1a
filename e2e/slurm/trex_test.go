//go:build e2e

package slurm

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/e2e/trainer/gate"
	"github.com/trex-ml/trex/internal/await"
)

// server is the trex program on a data folder. It is stopped when the test ends.
type server struct {
	t       *testing.T
	dir     string // holds its configuration and its data
	conf    string // configuration of the Slurm that its commands use
	command *exec.Cmd
	url     string
	said    *lines
}

// lines is the output of a program.
type lines struct {
	mu   sync.Mutex
	all  []string
	done chan struct{}
}

// newServer makes the folder of a server with projects, and starts it.
func newServer(t *testing.T, projects string) *server {
	t.Helper()
	return newServerWith(t, os.Getenv("SLURM_CONF"), projects)
}

func newServerWith(t *testing.T, conf, projects string) *server {
	t.Helper()
	s := &server{t: t, dir: t.TempDir(), conf: conf}
	projects = strings.ReplaceAll(projects, "GATE", fmt.Sprintf("%s: %q", gate.Var, s.gate()))
	err := errors.Join(os.Mkdir(string(s.gate()), 0o755), os.WriteFile(filepath.Join(s.dir, "trex.yaml"), []byte(projects), 0o644))
	if err != nil {
		t.Fatal(err)
	}
	s.start()
	t.Cleanup(func() {
		s.kill()
		if t.Failed() {
			t.Logf("trex printed:\n%s", strings.Join(s.said.all, "\n"))
			return
		}
		await.Until(t, "all jobs to be over, which write into the folder of the test", func() bool {
			return !strings.Contains(command(t, "squeue", "--noheader", "--states=PENDING,RUNNING,COMPLETING", "--format=%o"), s.dir)
		})
	})
	return s
}

// gate returns the gate of the trainer's runs.
func (s *server) gate() gate.Gate { return gate.Gate(filepath.Join(s.dir, "gate")) }

// let lets runs of the trainer continue to their end.
func (s *server) let(ids ...string) {
	s.t.Helper()
	for _, id := range ids {
		if err := s.gate().Let(id, 1); err != nil {
			s.t.Fatal(err)
		}
	}
}

// start starts trex, also after a kill.
func (s *server) start() {
	s.t.Helper()
	s.command = exec.Command(trexBinary, "serve", "--config", "trex.yaml", "--data", "data", "--addr", "127.0.0.1:0")
	s.command.Dir = s.dir
	s.command.Env = []string{"PATH=" + filepath.Join(s.dir, "bin") + ":" + filepath.Dir(trexBinary) + ":" + os.Getenv("PATH"), "SLURM_CONF=" + s.conf, "SLACK_SECRET=hidden"}
	reader, writer := io.Pipe()
	s.command.Stdout, s.command.Stderr = writer, writer
	if err := s.command.Start(); err != nil {
		s.t.Fatalf("start trex: %v", err)
	}
	said := &lines{done: make(chan struct{})}
	s.said = said
	url := make(chan string, 1)
	go said.read(reader, url)
	command := s.command
	go func() {
		command.Wait() //nolint:errcheck // how it ended is on its last lines
		writer.Close() //nolint:errcheck // never fails
	}()
	select {
	case s.url = <-url:
	case <-said.done:
		s.t.Fatalf("trex did not start:\n%s", strings.Join(said.all, "\n"))
	}
}

func (l *lines) read(from io.Reader, url chan<- string) {
	defer close(l.done)
	for scanner := bufio.NewScanner(from); scanner.Scan(); {
		l.mu.Lock()
		l.all = append(l.all, scanner.Text())
		l.mu.Unlock()
		if _, address, ok := strings.Cut(scanner.Text(), "open http://"); ok {
			url <- "http://" + address
		}
	}
}

// kill ends trex as a power cut would.
func (s *server) kill() {
	s.command.Process.Kill() //nolint:errcheck // it may be gone
	<-s.said.done
}

// try calls the API. An error is a network error or an unsuccessful status.
func (s *server) try(method, path string, body, answer any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequest(method, s.url+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s: %.300s", method, path, response.Status, text)
	}
	if raw, ok := answer.(*[]byte); ok {
		*raw = text
		return nil
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(text, answer)
}

func (s *server) call(method, path string, body, answer any) {
	s.t.Helper()
	if err := s.try(method, path, body, answer); err != nil {
		s.t.Fatal(err)
	}
}

// run is a run as the API returns it.
type run struct {
	ID      string
	Status  trex.Status
	Reason  string
	Config  map[string]any
	ValLoss *float64 `json:"val_loss"`

	StartedAt *time.Time `json:"started_at"`
}

func (r run) final() bool { return r.Status.Final() }

func (s *server) run(id string) (r run) {
	s.t.Helper()
	s.call(http.MethodGet, "/api/run/"+id, nil, &r)
	return r
}

// launch launches runs of a project, one for each value of its parameter x.
func (s *server) launch(project string, values ...any) (ids []string) {
	s.t.Helper()
	configs := make([]map[string]any, len(values))
	for i, value := range values {
		configs[i] = map[string]any{"x": value}
	}
	var runs []run
	s.call(http.MethodPost, "/api/run-job", map[string]any{"project": project, "configs": configs}, &runs)
	for _, r := range runs {
		ids = append(ids, r.ID)
	}
	return ids
}

// until waits until a condition on a run is true.
func (s *server) until(id, what string, ok func(run) bool) (r run) {
	s.t.Helper()
	defer func() {
		if !ok(r) {
			left, _ := exec.Command("sh", "-c", `cat "$0/slurm.json" "$0/supervisor.log"; ls -l "$0"; squeue --states=all --array`, filepath.Dir(s.path(id, "log"))).CombinedOutput()
			s.t.Logf("%+v\n%s", r, left)
		}
	}()
	await.Until(s.t, id+" to be "+what, func() bool {
		r = s.run(id)
		if !ok(r) && r.final() {
			s.t.Fatalf("%s is %s %q and never %s", id, r.Status, r.Reason, what)
		}
		return ok(r)
	})
	return r
}

func (s *server) running(id string) run {
	s.t.Helper()
	return s.until(id, "running", func(r run) bool { return r.Status == trex.Running })
}

func (s *server) ended(id string) run {
	s.t.Helper()
	return s.until(id, "ended", run.final)
}

// file waits for a whole line in a file of a run and returns it.
func (s *server) file(id, name string) string {
	s.t.Helper()
	var text []byte
	await.Until(s.t, id+" to write "+name, func() bool {
		text, _ = os.ReadFile(s.path(id, name))
		return bytes.HasSuffix(text, []byte("\n"))
	})
	return string(text)
}

func (s *server) path(id, name string) string { return filepath.Join(s.dir, "data/runs", id, name) }

// job returns the number of a run's Slurm job.
func (s *server) job(id string) string {
	s.t.Helper()
	var left struct {
		ID     int64 `json:"job_id"`
		Member int
	}
	await.Until(s.t, id+" to be submitted", func() bool {
		data, _ := os.ReadFile(s.path(id, "slurm.json"))
		return json.Unmarshal(data, &left) == nil && left.ID != 0
	})
	if left.Member < 0 {
		return fmt.Sprint(left.ID)
	}
	return fmt.Sprintf("%d_%d", left.ID, left.Member)
}

// command runs one of Slurm's commands.
func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	output, err := exec.Command(name, args...).Output()
	if err != nil {
		said := ""
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			said = string(exit.Stderr)
		}
		t.Fatalf("%s %s: %v: %s", name, strings.Join(args, " "), err, said)
	}
	return string(output)
}
