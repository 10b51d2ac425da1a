package main

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/trex-ml/trex/internal/await"
)

// apiRun is the part of a run that these tests read.
type apiRun struct {
	ID      string         `json:"id"`
	Status  string         `json:"status"`
	Reason  string         `json:"reason"`
	ValLoss *float64       `json:"val_loss"`
	Config  map[string]any `json:"config"`
}

type apiMessage struct {
	ID         string           `json:"id"`
	Content    string           `json:"content"`
	RunConfigs []map[string]any `json:"runConfigs"`
	Proposal   *struct {
		ID      string `json:"id"`
		Version int    `json:"version"`
		State   string `json:"state"`
	} `json:"proposal"`
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
	t.Parallel()
	s := startServer(t)
	var card apiMessage
	s.do(t, post("/api/messages", map[string]string{"content": "try lr 0.1, 0.03 and 0.01 with batch 64 for 20 epochs"}, 201), &card)
	if len(card.RunConfigs) != 3 || card.Proposal == nil || card.Proposal.State != "open" {
		t.Fatalf("the answer is %+v", card)
	}
	var launched struct {
		Runs []apiRun `json:"runs"`
	}
	s.do(t, post("/api/proposals/"+card.Proposal.ID+"/launch", map[string]any{"version": 1}, 201), &launched)
	if len(launched.Runs) != 3 {
		t.Fatalf("launched %+v", launched)
	}
	await.Until(t, "the end of three runs", func() bool { return s.allEnded(t) })
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
	await.Until(t, "the chat to say who won", func() bool { return s.said(t, "e1 is done", "(lr 0.1) is best, val_loss 0.1") })
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
	if _, err := io.ReadFull(response.Body, head[:]); err != nil || !bytes.Equal(head[:], []byte("\x89PNG\r\n\x1a\n")) {
		t.Errorf("%s: %s %q", path, response.Status, head)
	}
}

func TestKilledServerLosesNothing(t *testing.T) {
	t.Parallel()
	const epochs = 20
	s := newSite(t, "", 2)
	p := s.serve(t)
	p.launch(t, 2, epochs)
	s.let(t, 5, "r1", "r2")
	await.Until(t, "reports of both runs", func() bool { return p.reported(t) == 2 })
	p.kill()
	s.let(t, 10, "r1") // one run continues without a server, another one ends
	s.printed(t, "r1", 10)
	s.let(t, epochs, "r2")
	s.printed(t, "r2", epochs)
	p = s.serve(t)
	s.open(t)
	await.Until(t, "the end of both runs", func() bool { return p.allEnded(t) })
	s.check(t, p.server, 2, epochs)
	await.Until(t, "a live message that caught up", func() bool { return p.said(t, "done: 2 completed") })
}

// reported returns how many runs have reported a value.
func (s *server) reported(t *testing.T) (n int) {
	t.Helper()
	for _, run := range s.runs(t) {
		if run.ValLoss != nil {
			n++
		}
	}
	return n
}

func TestKilledSupervisorIsTold(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", 1)
	p := s.serve(t)
	p.launch(t, 1, 10)
	s.let(t, 1, "r1")
	await.Until(t, "a report of the run", func() bool { return p.reported(t) == 1 })
	if err := syscall.Kill(supervisorOf(t, filepath.Join(s.data, "runs", "r1")), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	await.Until(t, "the end of the run", func() bool { return p.allEnded(t) })
	if run := p.runs(t)[0]; run.Status != "failed" || !strings.Contains(run.Reason, "supervisor") {
		t.Errorf("%+v", run)
	}
}

// supervisorOf finds the process that supervises the run in dir.
func supervisorOf(t *testing.T, dir string) int {
	t.Helper()
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range lines {
		line, err := os.ReadFile(path)
		if err != nil || !bytes.HasSuffix(line, []byte("\x00supervise\x00"+dir+"\x00")) {
			continue // it may be gone
		}
		pid, err := strconv.Atoi(strings.Split(path, "/")[2])
		if err != nil {
			t.Fatal(err)
		}
		return pid
	}
	t.Fatalf("nothing supervises %s", dir)
	return 0
}
