//go:build e2e

package slurm

import (
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/e2e/trainer/gate"
)

// quick has runs that end at once.
const quick = `
projects:
  quick:
    command: [trainer, --epochs, "1"]
    params: {x: {type: int, default: 1}}
    objective: {metric: val_loss, goal: minimize}
    executor: slurm
`

// TestChaosKillDuringSubmission kills Trex at each moment of a submission. No
// run is submitted twice and none is lost. TREX_CHAOS=long kills it fifty times,
// in an order that the test prints.
func TestChaosKillDuringSubmission(t *testing.T) {
	t.Parallel()
	kills := moments
	if os.Getenv("TREX_CHAOS") == "long" {
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		random := rand.New(rand.NewPCG(seed, 0))
		kills = nil
		for range 50 {
			kills = append(kills, moments[random.IntN(len(moments))])
		}
	}
	s := newServer(t, quick)
	holdSbatch(t, s)
	var ids []string
	for _, moment := range kills {
		ids = append(ids, s.killAt(moment, func() []string {
			return append(s.launch("quick", 1, 2, 3), s.launch("quick", 4)...)
		})...)
		s.start()
	}
	jobs := map[string]int{}
	for _, id := range ids {
		if r := s.ended(id); r.Status != trex.Completed {
			t.Errorf("%s is %s %q", id, r.Status, r.Reason)
		}
		if got := s.file(id, gate.Starts); got != "start\n" {
			t.Errorf("%s: its command was started as %q says", id, got)
		}
		jobs[s.job(id)]++
	}
	if len(jobs) != len(ids) {
		t.Errorf("%d runs were %d jobs", len(ids), len(jobs))
	}
	if n := s.submissions(); n != len(ids) {
		t.Errorf("Slurm got %d jobs for %d runs", n, len(ids))
	}
}

// TestControllerAway: while slurmctld is down, runs continue and are shown
// correctly, nothing fails, and requests are carried out afterwards.
// TREX_CHAOS=long restarts Trex twenty times meanwhile.
func TestControllerAway(t *testing.T) {
	restarts := 1
	if os.Getenv("TREX_CHAOS") == "long" {
		restarts = 20
	}
	s := newServerWith(t, os.Getenv("CLUSTER")+"/hasty.conf", shell)
	goesOn, ends, stopped := s.launch("wait", 1)[0], s.launch("wait", 2)[0], s.launch("wait", 3)[0]
	for _, id := range []string{goesOn, ends, stopped} {
		s.file(id, gate.Starts)
		s.running(id)
	}
	control(t, "stop")
	started := sync.OnceFunc(func() { control(t, "start") })
	defer started()
	s.let(ends)
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
	for range restarts { // a restart meanwhile loses nothing either
		s.kill()
		s.start()
		for _, id := range append([]string{goesOn}, asked...) {
			if r := s.run(id); r.final() {
				t.Errorf("%s is %s %q while Slurm is away", id, r.Status, r.Reason)
			}
		}
	}
	started()
	jobs := map[string]bool{}
	for _, id := range asked {
		s.file(id, gate.Starts)
		if r := s.until(id, "running", func(r run) bool { return r.Status == trex.Running && r.Reason == "" }); r.Reason != "" {
			t.Errorf("%s still says %q", id, r.Reason)
		}
		job, _, _ := strings.Cut(s.job(id), "_")
		jobs[job] = true
	}
	// Usually one array, but a process may stop for seconds. The tests of
	// package slurm check for exactly one, with a fake clock.
	t.Logf("%d runs that could not be submitted were %d jobs afterwards", len(asked), len(jobs))
	if len(jobs) == len(asked) {
		t.Errorf("%d runs launched together while Slurm was away were jobs of their own afterwards, want an array", len(asked))
	}
	for _, id := range append([]string{goesOn}, asked...) {
		s.let(id)
		if r := s.ended(id); r.Status != trex.Completed {
			t.Errorf("%s is %s %q", id, r.Status, r.Reason)
		}
		if got := s.file(id, gate.Starts); got != "start\n" {
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
