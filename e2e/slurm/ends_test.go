//go:build e2e

package slurm

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/e2e/trainer/gate"
	"github.com/trex-ml/trex/internal/await"
)

// shell has projects whose runs wait until the test lets them continue, or do
// something that makes Slurm end them. x distinguishes the runs. GATE stands for
// the trainer's variable.
const shell = `
projects:
  wait:
    command: [trainer, --epochs, "1"]
    params: {x: {type: int, default: 1}}
    executor: slurm
    env: {GATE}
  eat:
    command: [python3, -c, 'import time; food = b"x" * (300 << 20); time.sleep(1000)']
    params: {x: {type: int, default: 1}}
    executor: slurm
    slurm: {memory: 50M}
  gpus:
    command: [sh, -c, 'echo "$CUDA_VISIBLE_DEVICES" >"$TREX_RUN_DIR/gpus"; exec trainer --epochs 1']
    params: {x: {type: int, default: 1}}
    executor: slurm
    env: {GATE}
    resources: {gpus: 2}
    slurm: {partition: main, time: 10m}
  nowhere:
    command: ["true"]
    executor: slurm
    slurm: {partition: nowhere}
  noqos:
    command: ["true"]
    executor: slurm
    slurm: {qos: none}
  noaccount:
    command: ["true"]
    executor: slurm
    slurm: {account: none}
  nonode:
    command: ["true"]
    executor: slurm
    slurm: {memory: 900G}
  toolong:
    command: ["true"]
    params: {x: {type: int, default: 1}}
    executor: slurm
    slurm: {partition: brief, time: 10m}
  few:
    command: [trainer, --epochs, "1"]
    params: {x: {type: int, default: 1}}
    executor: slurm
    env: {GATE}
    slurm: {qos: few}
  setup:
    command: [sh, -c, 'echo "$MODULE" >"$TREX_RUN_DIR/truth"']
    executor: slurm
    slurm: {setup: modules.sh, options: [--nice=1]}
  slow:
    command: [trainer, --epochs, "1"]
    params: {x: {type: int, default: 1}}
    executor: slurm
    env: {GATE}
    slurm: {setup: slow.sh}
  badsetup:
    command: ["true"]
    executor: slurm
    slurm: {setup: missing.sh}
  busy:
    command: [sh, -c, 'trainer --epochs 1 & while kill -0 $!; do :; done 2>/dev/null']
    params: {x: {type: int, default: 1}}
    executor: slurm
    env: {GATE}
    resources: {gpus: 1}
    slurm: {setup: nvidia.sh}
runner: {grace: 2s, system_metrics: 1s}
`

// TestEndsThatSlurmBrings: the way in which Slurm ended a run is reported
// correctly, on a cluster with accounting and on one with only a job completion
// log.
func TestEndsThatSlurmBrings(t *testing.T) {
	t.Parallel()
	for name, conf := range map[string]string{
		"Accounting": os.Getenv("SLURM_CONF"), "CompletionLog": os.Getenv("CLUSTER") + "/plain.conf",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			endsThatSlurmBrings(t, newServerWith(t, conf, shell))
		})
	}
}

func endsThatSlurmBrings(t *testing.T, s *server) {
	for name, test := range map[string]struct {
		project string
		act     func(t *testing.T, s *server, id string)
		says    string
	}{
		"TimeLimit": {"wait", func(t *testing.T, s *server, id string) {
			s.file(id, gate.Starts)
			// The smallest limit at submission is a minute. Slurm rejects an end
			// time that has passed when it arrives.
			await.Nil(t, "Slurm to take another end of the job", func() error {
				end := time.Now().Add(2 * time.Second).Format("2006-01-02T15:04:05")
				return exec.Command("scontrol", "update", "JobId="+s.job(id), "EndTime="+end).Run()
			})
		}, "time limit"},
		"OutOfMemory": {"eat", func(*testing.T, *server, string) {}, "more memory than it asked for"},
		"CancelledOutside": {"wait", func(t *testing.T, s *server, id string) {
			s.file(id, gate.Starts)
			command(t, "scancel", s.job(id))
		}, "cancelled from outside"},
		"CancelledWhilePending": {"wait", func(t *testing.T, s *server, id string) {
			// If the run has started already, the result is reported in the same way.
			command(t, "scancel", s.job(id))
		}, "cancelled from outside"},
		"Requeued": {"wait", func(t *testing.T, s *server, id string) {
			s.file(id, gate.Starts)
			command(t, "scontrol", "requeue", s.job(id))
		}, "requeued"},
		"NoSuchPartition": {"nowhere", func(*testing.T, *server, string) {}, "invalid partition specified: nowhere); name another under slurm.partition"},
		"NoSuchQOS":       {"noqos", func(*testing.T, *server, string) {}, "Invalid qos specification; name another under slurm.qos"},
		"NoSuchAccount":   {"noaccount", func(*testing.T, *server, string) {}, "name another under slurm.account"},
		"NoSuchNode":      {"nonode", func(*testing.T, *server, string) {}, "node configuration is not available"},
		"SetupFails":      {"badsetup", func(*testing.T, *server, string) {}, "set-up file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &server{t: t, dir: s.dir, url: s.url}
			var runs []run
			s.call(http.MethodPost, "/api/run-job", map[string]any{"project": test.project, "configs": []map[string]any{{}}}, &runs)
			id := runs[0].ID
			test.act(t, s, id)
			if r := s.ended(id); r.Status != trex.Failed || !strings.Contains(r.Reason, test.says) {
				t.Errorf("told as %s %q, want it failed with %q", r.Status, r.Reason, test.says)
			}
			await.Until(t, "the job to leave the queue", func() bool {
				return !strings.Contains(command(t, "squeue", "--noheader", "--states=PENDING,RUNNING", "--format=%o"), filepath.Dir(s.path(id, "log"))+"/")
			})
		})
	}
}

// TestPreemptionAndNodeFailure needs the node for itself.
func TestPreemptionAndNodeFailure(t *testing.T) {
	s := newServer(t, shell)
	preempted := s.launch("gpus", 1)[0]
	if got := s.file(preempted, "gpus"); got != "0,1\n" {
		t.Errorf("a run that asked for two GPUs sees %q", got)
	}
	waits := s.launch("gpus", 1)[0]
	told := regexp.MustCompile(`^waiting: (Resources|Priority), starts ~(\w+ \d+ \w+ )?\d\d:\d\d$`) // with its day when that is tomorrow
	r := s.until(waits, "told what it waits for and until when", func(r run) bool { return told.MatchString(r.Reason) })
	if r.Status != trex.Pending {
		t.Errorf("a run that waits for GPUs is %s, %q", r.Status, r.Reason)
	}
	var answer message
	s.call(http.MethodPost, "/api/messages", map[string]string{"content": "status of " + waits}, &answer)
	var page []byte
	s.call(http.MethodGet, "/run/"+waits, nil, &page)
	for where, text := range map[string]string{"chat": answer.Content, "web": string(page)} {
		if !strings.Contains(text, ", starts ~") {
			t.Errorf("%s does not say when it starts:\n%s", where, text)
		}
	}
	s.call(http.MethodPost, "/api/run/"+waits+"/stop", nil, nil)
	if r := s.ended(waits); r.Status != trex.Cancelled || !strings.Contains(r.Reason, "before it started") {
		t.Errorf("stopped while it waits: %s %q", r.Status, r.Reason)
	}
	command(t, "sbatch", "--partition=urgent", "--gres=gpu:2", "--output=/dev/null", "--wrap=true")
	if r := s.ended(preempted); r.Status != trex.Failed || !strings.Contains(r.Reason, "preempted") {
		t.Errorf("preempted: %s %q", r.Status, r.Reason)
	}

	lost := s.launch("wait", 1)[0]
	s.file(lost, gate.Starts)
	command(t, "scontrol", "update", "NodeName=node", "State=DOWN", "Reason=test")
	if r := s.ended(lost); r.Status != trex.Failed || !strings.Contains(r.Reason, "node failed") {
		t.Errorf("its node went down: %s %q", r.Status, r.Reason)
	}
	await.Until(t, "the node to come back", func() bool {
		exec.Command("scontrol", "update", "NodeName=node", "State=RESUME").Run() //nolint:errcheck // tried again
		return strings.HasPrefix(command(t, "sinfo", "--noheader", "--partition=main", "--format=%t"), "idle")
	})
	if got := s.file(lost, gate.Starts); got != "start\n" {
		t.Errorf("its command was started as %q says", got)
	}
}

// TestPendingUntilItsCommandStarts: Slurm calls a job running during its set-up
// file, and may return it to the queue. Such a run is still waiting.
func TestPendingUntilItsCommandStarts(t *testing.T) {
	t.Parallel()
	s := newServer(t, shell)
	slow := `while [ ! -e "$TREX_RUN_DIR/ready" ]; do sleep 0.1; done` + "\n"
	if err := os.WriteFile(filepath.Join(s.dir, "slow.sh"), []byte(slow), 0o644); err != nil {
		t.Fatal(err)
	}
	id := s.launch("slow", 1)[0]
	waits := func(says string) {
		t.Helper()
		r := s.until(id, "told as "+says, func(r run) bool { return strings.Contains(r.Reason, says) })
		if r.Status != trex.Pending || r.StartedAt != nil {
			t.Errorf("a run whose command has not started is %s since %v, %q", r.Status, r.StartedAt, r.Reason)
		}
	}
	waits("starting on node")
	command(t, "scontrol", "requeue", s.job(id))
	waits("requeued by Slurm")
	command(t, "scontrol", "hold", s.job(id))
	waits("held until somebody says scontrol release " + s.job(id))
	command(t, "scontrol", "release", s.job(id))
	command(t, "scontrol", "update", "JobId="+s.job(id), "StartTime=now") // Slurm lets a requeued job wait for minutes
	waits("starting on node")
	touch(t, s.path(id, "ready"))
	if r := s.running(id); r.StartedAt == nil || r.Reason != "" {
		t.Errorf("running since %v, %q", r.StartedAt, r.Reason)
	}
	s.let(id)
	if r := s.ended(id); r.Status != trex.Completed {
		t.Errorf("%s %q", r.Status, r.Reason)
	}
	if got := s.file(id, gate.Starts); got != "start\n" {
		t.Errorf("its command was started as %q says", got)
	}
}

// TestSubmitLimit: when there are more runs than their QOS allows in the queue,
// as many as possible are submitted. The others say why they wait, can be
// stopped, and follow when there is room.
func TestSubmitLimit(t *testing.T) {
	t.Parallel()
	const most = 4 // as the cluster's script sets it
	s := newServer(t, shell)
	ids := s.launch("few", 1, 2, 3, 4, 5, 6, 7)
	var begun, waiting []string
	await.Until(t, "as many to run as may, and the others to wait", func() bool {
		begun, waiting = nil, nil
		for _, id := range ids {
			switch r := s.run(id); {
			case r.Status == trex.Running:
				begun = append(begun, id)
			case r.Status == trex.Pending && strings.Contains(r.Reason, "takes no more jobs for now") && strings.Contains(r.Reason, "QOSMaxSubmitJobPerUserLimit"):
				waiting = append(waiting, id)
			}
		}
		return len(begun) == most && len(waiting) == len(ids)-most
	})
	s.call(http.MethodPost, "/api/run/"+waiting[0]+"/stop", nil, nil)
	if r := s.ended(waiting[0]); r.Status != trex.Cancelled || !strings.Contains(r.Reason, "before it started") {
		t.Errorf("stopped before it was submitted: %s %q", r.Status, r.Reason)
	}
	jobs := map[string]bool{}
	for _, id := range append(begun, waiting[1:]...) {
		s.let(id)
		if r := s.ended(id); r.Status != trex.Completed {
			t.Errorf("%s is %s %q", id, r.Status, r.Reason)
		}
		if got := s.file(id, gate.Starts); got != "start\n" {
			t.Errorf("%s: its command was started as %q says", id, got)
		}
		jobs[s.job(id)] = true
	}
	if len(jobs) != len(ids)-1 {
		t.Errorf("%d runs were jobs %v", len(ids)-1, jobs)
	}
}

// TestLimitThatNeverPasses: Slurm keeps a job that asks for more time than its
// partition allows, because the limit may change. The person is told what to do.
func TestLimitThatNeverPasses(t *testing.T) {
	t.Parallel()
	s := newServer(t, shell)
	id := s.launch("toolong", 1)[0]
	r := s.until(id, "told why", func(r run) bool { // at first Slurm may say PartitionConfig
		return strings.HasPrefix(r.Reason, "waiting: PartitionTimeLimit")
	})
	if want := "waiting: PartitionTimeLimit; slurm.time is above what the partition allows"; r.Status != trex.Pending || r.Reason != want {
		t.Errorf("%s %q, want it pending with %q", r.Status, r.Reason, want)
	}
	s.call(http.MethodPost, "/api/run/"+id+"/stop", nil, nil)
	if r := s.ended(id); r.Status != trex.Cancelled {
		t.Errorf("stopped: %s %q", r.Status, r.Reason)
	}
}
