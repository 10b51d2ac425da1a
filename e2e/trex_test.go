//go:build e2e

package e2e

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/trex-ml/trex/store/postgres/pgtest"
)

// process is a program that a test started; it is gone when the test ends.
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

func (p *process) stop() {
	p.command.Process.Signal(syscall.SIGTERM) //nolint:errcheck // it may be gone
	select {
	case <-p.done:
	case <-time.After(time.Minute):
		p.t.Errorf("%s did not stop", p.name)
		p.command.Process.Kill() //nolint:errcheck // it may be gone
		<-p.done
	}
	if p.t.Failed() {
		p.t.Logf("%s printed:\n%s", p.name, strings.Join(p.tail(60), "\n"))
	}
}

// kill ends a process as a power cut would.
func (p *process) kill() {
	p.command.Process.Kill() //nolint:errcheck // it may be gone
	<-p.done
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
	eventually(p.t, p.name+" to print "+text, func() bool {
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

// serve starts trex on a data folder and returns it with its web address. With
// TREX_TEST_STORE=postgres it keeps its data in a database that belongs to the
// folder.
func serve(t *testing.T, data string, env ...string) (*process, string) {
	t.Helper()
	config := filepath.Join(t.TempDir(), "trex.yaml")
	if err := os.WriteFile(config, []byte(digitsConfig), 0o600); err != nil {
		t.Fatal(err)
	}
	if os.Getenv("TREX_TEST_STORE") == "postgres" {
		if databases[data] == "" {
			databases[data] = pgtest.Database(t)
		}
		env = append(env, "DATABASE_URL="+databases[data])
	}
	env = append(env, "PATH="+filepath.Dir(trexBinary)+":"+os.Getenv("PATH"))
	p := start(t, "trex", t.TempDir(), env, trexBinary, "serve", "--config", config, "--data", data, "--addr", "127.0.0.1:0")
	_, address, _ := strings.Cut(p.line("open http://"), "open ")
	return p, address
}

// databases are those of data folders; tests here run one after the other.
var databases = map[string]string{}

// digitsConfig is the project people start with, for two runs at a time.
const digitsConfig = `
projects:
  digits:
    description: MLP on 8×8 handwritten digits
    command: [trex, example, digits, --lr, "{lr}", --epochs, "{epochs}", --batch-size, "{batch_size}"]
    params:
      lr:         {type: float, default: 0.1, min: 1e-6, max: 10, scale: log, aliases: [learning rate]}
      epochs:     {type: int, default: 10, min: 1, max: 500}
      batch_size: {type: int, default: 32, min: 1, max: 1024, aliases: [batch, bs]}
    objective: {metric: val_loss, goal: minimize}
runner: {slots: 2}
`

// eventually polls what other processes do.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(3 * time.Minute)
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
