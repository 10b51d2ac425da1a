//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trex-ml/trex/e2e/trainer/gate"
	"github.com/trex-ml/trex/store/postgres/pgtest"
)

// site is the environment and the data of one Trex. They stay when trex is
// killed and started again.
type site struct {
	t           *testing.T
	data        string
	gate        gate.Gate // of the held runs
	environment []string
}

// newSite makes an empty site. With TREX_TEST_STORE=postgres its data is in its
// own database.
func newSite(t *testing.T, environment ...string) *site {
	t.Helper()
	s := &site{t: t, data: t.TempDir(), gate: gate.Gate(t.TempDir())}
	s.environment = append(environment, "PATH="+binaries+":"+os.Getenv("PATH"))
	if os.Getenv("TREX_TEST_STORE") == "postgres" {
		s.environment = append(s.environment, "DATABASE_URL="+pgtest.Database(t))
	}
	return s
}

// The two trainers. The first is the built-in one, which really trains, at the
// machine's speed. The second prints the same lines without a model, and does no
// epoch before the test lets it.
const (
	builtIn = "trex, example, digits"
	held    = "trainer"
)

// serve starts trex with one of the trainers and returns it with its web
// address.
func (s *site) serve(trainer string) (*process, string) {
	s.t.Helper()
	config := filepath.Join(s.t.TempDir(), "trex.yaml")
	if err := os.WriteFile(config, fmt.Appendf(nil, digitsConfig, trainer, gate.Var, string(s.gate)), 0o600); err != nil {
		s.t.Fatal(err)
	}
	p := start(s.t, "trex", s.t.TempDir(), s.environment, filepath.Join(binaries, "trex"),
		"serve", "--config", config, "--data", s.data, "--addr", "127.0.0.1:0")
	_, address, _ := strings.Cut(p.line("open http://"), "open ")
	return p, address
}

// digitsConfig is the project that most people start with, for two runs at a
// time.
const digitsConfig = `
projects:
  digits:
    description: MLP on 8×8 handwritten digits
    command: [%s, --lr, "{lr}", --epochs, "{epochs}", --batch-size, "{batch_size}"]
    env: {%s: %q}
    params:
      lr:         {type: float, default: 0.1, min: 1e-6, max: 10, scale: log, aliases: [learning rate]}
      epochs:     {type: int, default: 10, min: 1, max: 500}
      batch_size: {type: int, default: 32, min: 1, max: 1024, aliases: [batch, bs]}
    objective: {metric: val_loss, goal: minimize}
runner: {slots: 2}
`

// let allows each of these held runs this many epochs in total.
func (s *site) let(epochs int, runs ...string) {
	s.t.Helper()
	for _, run := range runs {
		if err := s.gate.Let(run, epochs); err != nil {
			s.t.Fatal(err)
		}
	}
}

// open lets all held runs continue to their end.
func (s *site) open() {
	s.t.Helper()
	if err := s.gate.Open(); err != nil {
		s.t.Fatal(err)
	}
}

// log returns the output of a run.
func (s *site) log(run string) string {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.data, "runs", run, "log"))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}
