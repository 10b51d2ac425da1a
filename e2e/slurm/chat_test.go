//go:build e2e

package slurm

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
)

// digits is the first project of most people, on the cluster, with a set-up file
// and all characters that could break a job script.
const digits = `
projects:
  digits:
    description: MLP on 8×8 handwritten digits
    command: [trex, example, digits, --lr, "{lr}", --epochs, "{epochs}", --batch-size, "{batch_size}"]
    params:
      lr:         {type: float, default: 0.1, min: 1e-6, max: 10, scale: log, aliases: [learning rate]}
      epochs:     {type: int, default: 10, min: 1, max: 500}
      batch_size: {type: int, default: 32, min: 1, max: 1024, aliases: [batch, bs]}
    objective: {metric: val_loss, goal: minimize}
    resources: {gpus: 1}
    executor: slurm
    env: {OMP_NUM_THREADS: "1"}
  echo:
    command: [sh, -c, 'printf "%s|%s|%s" "$1" "$MODULE" "$NOTE"; env', sh, "{x}"]
    params: {x: {type: string, default: ""}}
    executor: slurm
    env: {NOTE: "$(touch hacked) ' \" \x60touch hacked\x60"}
runner:
  slurm: {setup: "set up.sh", options: ["--nice=1"], cpus: 1}
`

// message is a chat message of the API.
type message struct {
	ID, Role, Content string
	Proposal          *struct {
		ID      string
		Version int
		State   string
	}
}

// TestFromChatToChart does what a new user does in the first five minutes, with
// the cluster in place of this machine.
func TestFromChatToChart(t *testing.T) {
	t.Parallel()
	s := newServer(t, digits)
	if err := os.WriteFile(filepath.Join(s.dir, "set up.sh"), []byte("export MODULE=loaded\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var card message
	s.call(http.MethodPost, "/api/messages", map[string]string{"content": "try lr 0.1, 0.03 and 0.01 with batch 64 for 5 epochs"}, &card)
	if card.Proposal == nil {
		t.Fatalf("answered %+v, want a proposal", card)
	}
	var launched struct {
		Experiment struct{ ID string }
		Runs       []run
	}
	s.call(http.MethodPost, "/api/proposals/"+card.Proposal.ID+"/launch", map[string]any{"version": card.Proposal.Version}, &launched)
	if len(launched.Runs) != 3 {
		t.Fatalf("launched %+v", launched)
	}
	best := launched.Runs[0]
	var jobs []string
	for _, r := range launched.Runs {
		r = s.ended(r.ID)
		if r.Status != trex.Completed || r.ValLoss == nil {
			t.Fatalf("%s is %s %q, val_loss %v", r.ID, r.Status, r.Reason, r.ValLoss)
		}
		if best.ValLoss == nil || *r.ValLoss < *best.ValLoss {
			best = r
		}
		job, _, _ := strings.Cut(s.job(r.ID), "_")
		jobs = append(jobs, job)
	}
	if jobs[0] != jobs[1] || jobs[1] != jobs[2] {
		t.Errorf("the runs of one experiment were jobs %v, want one array", jobs)
	}
	await.Until(t, "the thread to name the best run", func() bool {
		var all []message
		s.call(http.MethodGet, "/api/messages", nil, &all)
		text := fmt.Sprint(all)
		return strings.Contains(text, best.ID) && strings.Contains(text, "3 completed")
	})
	for _, path := range []string{"/experiment/" + launched.Experiment.ID + "/chart.png", "/run/" + best.ID + "/chart.png"} {
		var picture []byte
		s.call(http.MethodGet, path, nil, &picture)
		if _, err := png.Decode(bytes.NewReader(picture)); err != nil || len(picture) < 5000 {
			t.Errorf("%s is no chart: %d bytes, %v", path, len(picture), err)
		}
	}
	var metrics map[string]struct{ Value []float64 }
	s.call(http.MethodGet, "/api/run/"+best.ID+"/metrics?metric=val_loss", nil, &metrics)
	if n := len(metrics["val_loss"].Value); n != 5 {
		t.Errorf("val_loss has %d points of 5 epochs", n)
	}
}

// TestNothingIsReadByAShell: values of parameters and of the environment arrive
// unchanged, with the variables of the set-up file and without Trex's own
// secrets.
func TestNothingIsReadByAShell(t *testing.T) {
	t.Parallel()
	s := newServer(t, digits)
	if err := os.WriteFile(filepath.Join(s.dir, "set up.sh"), []byte("export MODULE=loaded\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	hostile := []any{
		"$(touch hacked)", "; touch hacked", "`touch hacked`", "'; touch hacked; '", "\"; touch hacked; \"", "--wrap=touch hacked",
		"a  b\tc", "*", "%j %x", "#SBATCH --uid=1", "ünï €", "'\"'\"'",
	}
	for i, id := range s.launch("echo", hostile...) {
		if r := s.ended(id); r.Status != trex.Completed {
			t.Errorf("%q: %s %s", hostile[i], r.Status, r.Reason)
		}
		log, err := os.ReadFile(s.path(id, "log"))
		if err != nil {
			t.Fatal(err)
		}
		if want := hostile[i].(string) + "|loaded|$(touch hacked) ' \" `touch hacked`"; !strings.HasPrefix(string(log), want) {
			t.Errorf("arrived as %.100q, want %q", log, want)
		}
		if strings.Contains(string(log), "SLACK_SECRET") {
			t.Errorf("a run sees Trex's own environment:\n%s", log)
		}
	}
	found, err := filepath.Glob(s.dir + "/*hacked*")
	if inside, _ := filepath.Glob(s.dir + "/data/runs/*/*hacked*"); len(found)+len(inside) > 0 || err != nil {
		t.Errorf("a shell read a value: %v %v", found, inside)
	}
}

// TestSystemMetricsFromTheNode: the use of a run, also of its GPUs, is measured
// on the node where it runs.
func TestSystemMetricsFromTheNode(t *testing.T) {
	t.Parallel()
	s := newServer(t, shell)
	bin := filepath.Join(s.dir, "bin")
	for path, text := range map[string]string{
		filepath.Join(s.dir, "nvidia.sh"): "PATH='" + bin + "':$PATH\n",
		filepath.Join(bin, "nvidia-smi"): `#!/bin/sh
case $1 in
--query-gpu=index,uuid,*) printf '0, GPU-a, 1000, Fake\n1, GPU-b, 1000, Fake\n' ;;
*) printf '0, 37, 100\n1, 37, 100\n' ;;
esac
`,
	} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	id := s.launch("busy", 1)[0]
	for metric, is := range map[string]func(float64) bool{
		trex.CPUMetric:       func(v float64) bool { return v > 0 },
		trex.MemoryMetric:    func(v float64) bool { return v > 100<<10 },
		trex.GPUMetric:       func(v float64) bool { return v == 37 },
		trex.GPUMemoryMetric: func(v float64) bool { return v == 100<<20 },
	} {
		// The first sample may come before the command has used a processor or
		// memory.
		await.Nil(t, metric+" of "+id, func() error {
			var metrics map[string]struct{ Value []float64 }
			err := s.try(http.MethodGet, "/api/run/"+id+"/metrics?metric="+metric, nil, &metrics) // not found before the first
			if err == nil && !slices.ContainsFunc(metrics[metric].Value, is) {
				err = fmt.Errorf("it is %v", metrics[metric].Value)
			}
			return err
		})
	}
	s.let(id)
	if r := s.ended(id); r.Status != trex.Completed {
		t.Errorf("%s is %s %q", id, r.Status, r.Reason)
	}
}
