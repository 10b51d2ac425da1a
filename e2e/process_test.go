//go:build e2e

package e2e

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/trex-ml/trex/internal/await"
)

// process is a program that a test started. It is stopped when the test ends.
type process struct {
	t       *testing.T
	name    string
	command *exec.Cmd
	done    chan struct{}

	mu    sync.Mutex
	lines []string
}

// start runs a program with an explicit environment and keeps what it prints.
func start(t *testing.T, name, dir string, env []string, path string, args ...string) *process {
	t.Helper()
	p := &process{t: t, name: name, command: exec.Command(path, args...), done: make(chan struct{})}
	p.command.Dir = dir
	p.command.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}, env...)
	reader, writer := io.Pipe()
	p.command.Stdout, p.command.Stderr = writer, writer
	if err := p.command.Start(); err != nil {
		t.Fatalf("start %s: %v", name, err)
	}
	go p.read(reader)
	go func() {
		p.command.Wait() //nolint:errcheck // how it ended is on its last lines
		writer.Close()   //nolint:errcheck // never fails
		close(p.done)
	}()
	t.Cleanup(p.tell)
	t.Cleanup(p.kill)
	t.Cleanup(p.stop)
	return p
}

func (p *process) read(from io.Reader) {
	scanner := bufio.NewScanner(from)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		p.mu.Lock()
		p.lines = append(p.lines, scanner.Text())
		p.mu.Unlock()
	}
}

// stop asks a process to end and waits for it.
func (p *process) stop() {
	p.t.Helper()
	p.command.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it may be gone
	await.Value(p.t, p.name+" to stop", p.done)
}

// kill ends a process as a power cut would.
func (p *process) kill() {
	p.command.Process.Kill() //nolint:errcheck // it may be gone
	<-p.done
}

func (p *process) tell() {
	if p.t.Failed() {
		p.t.Logf("%s printed:\n%s", p.name, strings.Join(p.tail(60), "\n"))
	}
}

func (p *process) tail(n int) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.lines[max(0, len(p.lines)-n):]...)
}

// line waits for a line with text and returns it.
func (p *process) line(text string) string {
	p.t.Helper()
	var found string
	await.Until(p.t, p.name+" to print "+text, func() bool {
		for _, line := range p.tail(10_000) {
			if strings.Contains(line, text) {
				found = line
				return true
			}
		}
		return false
	})
	return found
}
