package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// apiRun is what these tests read of a run.
type apiRun struct {
	ID      string         `json:"id"`
	Status  string         `json:"status"`
	Reason  string         `json:"reason"`
	ValLoss *float64       `json:"val_loss"`
	Config  map[string]any `json:"config"`
}

type apiMessage struct {
	Content    string           `json:"content"`
	RunConfigs []map[string]any `json:"runConfigs"`
	Proposal   *struct {
		ID      string `json:"id"`
		Version int    `json:"version"`
		State   string `json:"state"`
	} `json:"proposal"`
}

// until waits for what other processes do.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(3 * time.Minute)
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("never: %s", what)
		}
	}
}

func (s *server) runs(t *testing.T) []apiRun {
	t.Helper()
	var runs []apiRun
	s.get(t, "/api/runs?sort=created", &runs)
	return runs
}

func (s *server) allEnded(t *testing.T) bool {
	t.Helper()
	for _, run := range s.runs(t) {
		if run.Status == "pending" || run.Status == "running" {
			return false
		}
	}
	return true
}

// said reports whether any message of the chat contains all parts.
func (s *server) said(t *testing.T, parts ...string) bool {
	t.Helper()
	var messages []apiMessage
	s.get(t, "/api/messages", &messages)
	for _, message := range messages {
		all := true
		for _, part := range parts {
			all = all && strings.Contains(message.Content, part)
		}
		if all {
			return true
		}
	}
	return false
}

func TestFromWordsToTheWinner(t *testing.T) {
	s := startServer(t)
	var card apiMessage
	s.post(t, "/api/messages", map[string]string{"content": "try lr 0.1, 0.03 and 0.01 with batch 64 for 20 epochs"}, 201, &card)
	if len(card.RunConfigs) != 3 || card.Proposal == nil || card.Proposal.State != "open" {
		t.Fatalf("the answer is %+v", card)
	}
	var launched struct {
		Runs []apiRun `json:"runs"`
	}
	s.post(t, "/api/proposals/"+card.Proposal.ID+"/launch", map[string]any{"version": 1}, 201, &launched)
	if len(launched.Runs) != 3 {
		t.Fatalf("launched %+v", launched)
	}
	until(t, "three runs have ended", func() bool { return s.allEnded(t) })
	for _, run := range s.runs(t) {
		if run.Status != "completed" || run.ValLoss == nil {
			t.Errorf("%+v", run)
		}
		var metrics map[string]struct{ Step, Value []float64 }
		s.get(t, "/api/run/"+run.ID+"/metrics", &metrics)
		if n := len(metrics["val_loss"].Step); n != 20 {
			t.Errorf("%s has %d points of val_loss", run.ID, n)
		}
	}
	until(t, "the chat says who won", func() bool { return s.said(t, "e1 is done", "(lr 0.1) is best, val_loss 0.1") })
	s.isPNG(t, "/experiment/e1/chart.png")
	s.isPNG(t, "/run/r1/chart.png")
}

func (s *server) isPNG(t *testing.T, path string) {
	t.Helper()
	response, err := http.Get(s.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var head [8]byte
	if _, err := response.Body.Read(head[:]); err != nil || !bytes.Equal(head[:], []byte("\x89PNG\r\n\x1a\n")) {
		t.Errorf("%s: %s %q", path, response.Status, head)
	}
}

// A process is a server of its own, which can be killed.
type process struct {
	*server
	cmd *exec.Cmd
}

func startProcess(t *testing.T, data string, slots int) *process {
	t.Helper()
	file := filepath.Join(filepath.Dir(data), "trex.yaml")
	yaml := fmt.Sprintf("runner: {slots: %d}\n", slots)
	if err := os.WriteFile(file, []byte(yaml), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "serve", "--data", data, "--addr", "127.0.0.1:0", "--config", file)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "SLACK_NOTHING=secret-of-the-server"}
	said := &output{}
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: cmd}
	t.Cleanup(p.kill)
	until(t, "the server says its address", func() bool {
		match := regexp.MustCompile(`open (http://\S+)`).FindStringSubmatch(said.String())
		if match != nil {
			p.server = &server{match[1]}
		}
		return match != nil
	})
	return p
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may be gone
	_ = p.cmd.Wait()
}

func TestKilledServerLosesNothing(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	p := startProcess(t, data, 2)
	p.post(t, "/api/run-job", map[string]any{"configs": []map[string]any{
		{"lr": 0.1, "epochs": 150, "hidden": 128}, {"lr": 0.03, "epochs": 150, "hidden": 128},
	}}, 201, nil)
	until(t, "both runs report", func() bool {
		runs := p.runs(t)
		return len(runs) == 2 && runs[0].ValLoss != nil && runs[1].ValLoss != nil
	})
	p.kill()
	before := logLines(t, data, "r1")
	until(t, "the run goes on without a server", func() bool { return logLines(t, data, "r1") > before+5 })
	p = startProcess(t, data, 2)
	until(t, "both runs have ended", func() bool { return p.allEnded(t) })
	for _, run := range p.runs(t) {
		if run.Status != "completed" {
			t.Errorf("%+v", run)
		}
		var metrics map[string]struct{ Step []float64 }
		p.get(t, "/api/run/"+run.ID+"/metrics?metric=val_loss&points=1000", &metrics)
		steps := metrics["val_loss"].Step
		if len(steps) != 150 {
			t.Errorf("%s has %d points of val_loss, want 150", run.ID, len(steps))
		}
		for i, step := range steps {
			if step != float64(i+1) {
				t.Fatalf("%s: point %d is of step %v", run.ID, i, step)
			}
		}
	}
	until(t, "the live message caught up", func() bool { return p.said(t, "done: 2 completed") })
}

func logLines(t *testing.T, data, run string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(data, "runs", run, "log"))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Count(text, []byte("\n"))
}

func TestKilledSupervisorIsTold(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	p := startProcess(t, data, 1)
	p.post(t, "/api/run-job", map[string]any{"configs": []map[string]any{{"epochs": 500, "hidden": 1024}}}, 201, nil)
	var supervisor int
	until(t, "the run is supervised", func() bool {
		supervisor = supervisorOf(filepath.Join(data, "runs", "r1"))
		return supervisor != 0
	})
	until(t, "the run reports", func() bool { return p.runs(t)[0].ValLoss != nil })
	if err := syscall.Kill(supervisor, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	until(t, "the run has ended", func() bool { return p.allEnded(t) })
	if run := p.runs(t)[0]; run.Status != "failed" || !strings.Contains(run.Reason, "supervisor") {
		t.Errorf("%+v", run)
	}
}

// supervisorOf finds the process that supervises the run in dir, 0 for none.
func supervisorOf(dir string) int {
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		return 0
	}
	for _, path := range lines {
		line, err := os.ReadFile(path)
		if err == nil && bytes.HasSuffix(line, []byte("\x00supervise\x00"+dir+"\x00")) {
			pid, _ := strconv.Atoi(strings.Split(path, "/")[2])
			return pid
		}
	}
	return 0
}
