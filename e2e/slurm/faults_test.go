//go:build e2e

package slurm

import (
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trex-ml/trex"
)

// quick is runs that leave a line each time their command starts.
const quick = `
projects:
  quick:
    command: [sh, -c, 'echo start >>"$TREX_RUN_DIR/truth"; echo "val_loss=0.$1"', sh, "{x}"]
    params: {x: {type: int, default: 1}}
    objective: {metric: val_loss, goal: minimize}
    executor: slurm
`

// TestChaosKillDuringSubmission kills Trex again and again while it submits: no
// run is submitted twice and none is lost. TREX_CHAOS=long kills it fifty times.
func TestChaosKillDuringSubmission(t *testing.T) {
	t.Parallel()
	kills := 6
	if os.Getenv("TREX_CHAOS") == "long" {
		kills = 50
	}
	s := newServer(t, quick)
	var ids []string
	for range kills {
		ids = append(ids, s.launch("quick", 1, 2, 3)...)
		ids = append(ids, s.launch("quick", 4)...)
		// From before anything is submitted to after all is.
		time.Sleep(time.Duration(rand.IntN(1200)) * time.Millisecond)
		s.kill()
		s.start()
	}
	jobs := map[string]int{}
	t.Logf("killed %d times", kills)
	for _, id := range ids {
		if r := s.ended(id); r.Status != trex.Completed {
			t.Errorf("%s is %s %q", id, r.Status, r.Reason)
		}
		if got := s.file(id, "truth"); got != "start\n" {
			t.Errorf("%s: its command was started as %q says", id, got)
		}
		jobs[s.job(id)]++
	}
	if len(jobs) != len(ids) {
		t.Errorf("%d runs were %d jobs", len(ids), len(jobs))
	}
	// What Slurm has seen of them: a job each, whatever came of it.
	seen := 0
	for line := range strings.Lines(command(t, "sacct", "--completion", "--noheader", "--parsable2")) {
		if name := strings.Split(line, "|")[2]; strings.HasPrefix(name, "trex-") && s.submitted(name) {
			seen++
		}
	}
	if seen != len(ids) {
		t.Errorf("Slurm got %d jobs for %d runs", seen, len(ids))
	}
}

// submitted reports whether a job's name is that of a submission of this
// server: they name their first run, and runs have the same names everywhere.
func (s *server) submitted(name string) bool {
	scripts, _ := filepath.Glob(s.dir + "/data/runs/*/slurm.json")
	for _, path := range scripts {
		if data, _ := os.ReadFile(path); strings.Contains(string(data), `"`+name+`"`) {
			return true
		}
	}
	return false
}

// TestControllerAway: while slurmctld is down, runs go on and are shown as they
// are, nothing fails, and what was asked for meanwhile is done afterwards.
// TREX_CHAOS=long keeps it down for a minute.
func TestControllerAway(t *testing.T) {
	away := 5 * time.Second
	if os.Getenv("TREX_CHAOS") == "long" {
		away = time.Minute
	}
	s := newServer(t, shell)
	goesOn, ends, stopped := s.launch("wait", 1)[0], s.launch("wait", 2)[0], s.launch("wait", 3)[0]
	for _, id := range []string{goesOn, ends, stopped} {
		s.file(id, "truth")
		s.running(id)
	}
	control(t, "stop")
	started := sync.OnceFunc(func() { control(t, "start") })
	defer started()
	touch(t, s.path(ends, "go"))
	if r := s.ended(ends); r.Status != trex.Completed {
		t.Errorf("a run that ended meanwhile is %s %q", r.Status, r.Reason)
	}
	asked := s.launch("wait", 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)
	s.call(http.MethodPost, "/api/run/"+stopped+"/stop", nil, nil)
	if r := s.ended(stopped); r.Status != trex.Cancelled {
		t.Errorf("a run that was stopped meanwhile is %s %q", r.Status, r.Reason)
	}
	says := s.until(goesOn, "told that Slurm does not answer", func(r run) bool { return strings.Contains(r.Reason, "not answered since") })
	if says.Status != trex.Running {
		t.Errorf("a run that goes on is %s", says.Status)
	}
	for _, id := range asked {
		r := s.until(id, "told that Slurm does not answer", func(r run) bool { return strings.Contains(r.Reason, "does not answer") })
		if r.Status != trex.Pending {
			t.Errorf("a run that could not be submitted is %s", r.Status)
		}
	}
	time.Sleep(away)
	s.kill()
	s.start() // nor does a restart meanwhile lose anything
	for _, id := range append([]string{goesOn}, asked...) {
		if r := s.run(id); r.final() {
			t.Errorf("%s is %s %q while Slurm is away", id, r.Status, r.Reason)
		}
	}
	started()
	jobs := map[string]bool{}
	for _, id := range asked {
		s.file(id, "truth")
		if r := s.until(id, "running", func(r run) bool { return r.Status == trex.Running && r.Reason == "" }); r.Reason != "" {
			t.Errorf("%s still says %q", id, r.Reason)
		}
		job, _, _ := strings.Cut(s.job(id), "_")
		jobs[job] = true
	}
	t.Logf("%d runs that could not be submitted were %d jobs afterwards", len(asked), len(jobs))
	if len(jobs) > 2 { // one, but where somebody is held up for seconds
		t.Errorf("%d runs launched together while Slurm was away were %d jobs afterwards, want an array", len(asked), len(jobs))
	}
	for _, id := range append([]string{goesOn}, asked...) {
		touch(t, s.path(id, "go"))
		if r := s.ended(id); r.Status != trex.Completed {
			t.Errorf("%s is %s %q", id, r.Status, r.Reason)
		}
		if got := s.file(id, "truth"); got != "start\n" {
			t.Errorf("%s: its command was started as %q says", id, got)
		}
	}
}

func control(t *testing.T, verb string) {
	t.Helper()
	if output, err := exec.Command(os.Getenv("CLUSTER")+"/"+verb, "slurmctld").CombinedOutput(); err != nil {
		t.Fatalf("%s slurmctld: %v: %s", verb, err, output)
	}
}

func touch(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
}
