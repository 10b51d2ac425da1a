package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// server is bin/trex with its own data directory.
type server struct {
	cmd   *exec.Cmd
	url   string
	dir   string
	ready time.Duration // from the start of the process to its first answer
}

const configuration = `
projects:
  mark:
    command: [sh, -c, 'date +%s%N >"$TREX_RUN_DIR/began"', sh, "{x}"]
    params: {x: {type: int, default: 0}}
    objective: {metric: val_loss, goal: minimize}
  print:
    command: [sh, -c, 'for i in $(seq 15); do echo "step $i val_loss=0.$i"; date +%s%N >>"$TREX_RUN_DIR/printed"; sleep 0.537; done', sh, "{x}"]
    params: {x: {type: int, default: 0}}
    objective: {metric: val_loss, goal: minimize}
  train:
    command: [sh, -c, 'i=0; while :; do i=$((i+1)); echo "step $i val_loss=0.$i"; sleep 1; done', sh, "{x}"]
    params: {x: {type: int, default: 0}}
    objective: {metric: val_loss, goal: minimize}
runner: {slots: 64, grace: 1s}
`

// startServer starts a server that keeps its data in dir.
func startServer(ctx context.Context, dir string) (*server, error) {
	file := filepath.Join(dir, "trex.yaml")
	if err := os.WriteFile(file, []byte(configuration), 0o644); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "bin/trex", "serve", "--config", file, "--data", filepath.Join(dir, "data"), "--addr", "127.0.0.1:0")
	said, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &server{cmd: cmd, dir: dir}
	lines := bufio.NewScanner(said)
	for s.url == "" && lines.Scan() {
		_, s.url, _ = strings.Cut(lines.Text(), "open ")
	}
	go func() { _, _ = io.Copy(io.Discard, said) }() // it ends with the process
	if _, err := s.call(ctx, http.MethodGet, "/readyz", nil); err != nil {
		return nil, fmt.Errorf("the server does not answer: %w", err)
	}
	s.ready = time.Since(begun)
	return s, nil
}

func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // the process may have ended already
	_ = s.cmd.Wait()
}

func (s *server) call(ctx context.Context, method, path string, body any) ([]byte, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, method, s.url+path, bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s: %.200s", method, path, response.Status, text)
	}
	return text, err
}

// launch launches n runs of a project, as a click does, and returns their ids.
func (s *server) launch(ctx context.Context, project string, n int) ([]string, error) {
	configs := make([]map[string]int, n)
	for i := range configs {
		configs[i] = map[string]int{"x": i}
	}
	text, err := s.call(ctx, http.MethodPost, "/api/run-job", map[string]any{"project": project, "configs": configs})
	if err != nil {
		return nil, err
	}
	var runs []struct{ ID string }
	if err := json.Unmarshal(text, &runs); err != nil {
		return nil, err
	}
	var ids []string
	for _, run := range runs {
		ids = append(ids, run.ID)
	}
	return ids, nil
}

func (s *server) count(ctx context.Context, status string) (int, error) {
	text, err := s.call(ctx, http.MethodGet, "/api/runs?limit=1000&status="+status, nil)
	if err != nil {
		return 0, err
	}
	var runs []struct{ ID string }
	err = json.Unmarshal(text, &runs)
	return len(runs), err
}

func (s *server) runFile(id, name string) string {
	return filepath.Join(s.dir, "data", "runs", id, name)
}

// residentMB returns the memory of the server's process.
func (s *server) residentMB() float64 {
	return kilobytes(procField(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid), "VmRSS")) / 1024
}

// processorMS returns the processor time of the server's threads.
func (s *server) processorMS() (sum float64) {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for _, path := range threads {
		var nanos float64
		if text, err := os.ReadFile(path); err == nil { // a thread may have ended
			_, _ = fmt.Sscan(string(text), &nanos)
		}
		sum += nanos / 1e6
	}
	return sum
}

// until checks every 20 ms, for at most a minute, whether so returns true.
func until(ctx context.Context, what string, so func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		done, err := so()
		if err != nil || done {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("not within a minute: %s", what)
		}
	}
}
