//go:build e2e

package slurm

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/slurm"
)

const short = 200 // runs

// BenchmarkShortRuns sends many very short runs through Slurm: as Trex submits
// them, in arrays; with one sbatch for each; and, to compare, with sbatch and no
// Trex.
func BenchmarkShortRuns(b *testing.B) {
	for name, start := range map[string]func(*testing.B){
		"Arrays": func(b *testing.B) { startAndWait(b, func(int) trex.ExperimentID { return "e1" }) },
		"OneSbatch": func(b *testing.B) {
			startAndWait(b, func(i int) trex.ExperimentID { return trex.MakeExperimentID(int64(i + 1)) })
		},
		"BareSbatch": bareSbatch,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				start(b)
			}
		})
	}
}

// startAndWait reports the time until all runs are submitted and until all have
// ended, and the number of calls to slurmctld meanwhile.
func startAndWait(b *testing.B, experiment func(i int) trex.ExperimentID) {
	executor := benchExecutor(b)
	jobs := benchJobs(b, short, experiment, slurm.Settings{})
	before, begun := asked(b), time.Now()
	started := executor.StartBatch(b.Context(), jobs)
	submitted := time.Since(begun)
	var all sync.WaitGroup
	for _, s := range started {
		if s.Err != nil {
			b.Fatal(s.Err)
		}
		all.Go(func() {
			if exit, err := s.Handle.Wait(b.Context()); err != nil || exit.Code != 0 {
				b.Errorf("ended as %+v, %v", exit, err)
			}
		})
	}
	all.Wait()
	b.ReportMetric(submitted.Seconds(), "s-submit")
	b.ReportMetric(time.Since(begun).Seconds(), "s-all")
	b.ReportMetric(float64(asked(b)-before), "calls")
}

func bareSbatch(b *testing.B) {
	before, begun := asked(b), time.Now()
	for range short {
		if output, err := exec.Command("sbatch", "--job-name=bare", "--output=/dev/null", "--wrap=true").CombinedOutput(); err != nil {
			b.Fatalf("sbatch: %v: %s", err, output)
		}
	}
	submitted := time.Since(begun)
	calls := asked(b) - before
	await.Until(b, "all jobs to end", func() bool {
		output, err := exec.Command("squeue", "--noheader", "--name=bare", "--states=PENDING,RUNNING").Output()
		if err != nil {
			b.Fatal(err)
		}
		return len(output) == 0
	})
	b.ReportMetric(submitted.Seconds(), "s-submit")
	b.ReportMetric(time.Since(begun).Seconds(), "s-all")
	b.ReportMetric(float64(calls), "calls")
}

// BenchmarkPending counts the calls to slurmctld in a minute while hundreds of
// runs wait: as members of arrays, and as separate jobs, for each of which Slurm
// returns a record.
func BenchmarkPending(b *testing.B) {
	for name, experiment := range map[string]func(i int) trex.ExperimentID{
		"Arrays": func(int) trex.ExperimentID { return "e1" },
		"Jobs":   func(i int) trex.ExperimentID { return trex.MakeExperimentID(int64(i + 1)) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				pending(b, experiment)
			}
		})
	}
}

func pending(b *testing.B, experiment func(i int) trex.ExperimentID) {
	executor := benchExecutor(b)
	jobs := benchJobs(b, 500, experiment, slurm.Settings{Extra: []string{"--begin=now+1hour"}})
	started := executor.StartBatch(b.Context(), jobs)
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	var all sync.WaitGroup
	for _, s := range started {
		if s.Err != nil {
			b.Fatal(s.Err)
		}
		all.Go(func() { _, _ = s.Handle.Wait(ctx) }) // it waits until ctx ends
	}
	const watched = 30 * time.Second
	before := asked(b)
	<-time.NewTimer(watched).C
	calls := asked(b) - before
	cancel()
	all.Wait()
	b.ReportMetric(float64(calls)*float64(time.Minute/watched), "calls/min")
	if output, err := exec.Command("scancel", "--user=root").CombinedOutput(); err != nil {
		b.Fatalf("scancel: %v: %s", err, output)
	}
}

func benchExecutor(b *testing.B) *slurm.Executor {
	b.Helper()
	executor, err := slurm.New(slurm.Params{Trex: trexBinary})
	if err != nil {
		b.Fatal(err)
	}
	return executor
}

func benchJobs(b *testing.B, n int, experiment func(i int) trex.ExperimentID, options slurm.Settings) []runner.Job {
	b.Helper()
	asked, err := json.Marshal(options)
	if err != nil {
		b.Fatal(err)
	}
	root := b.TempDir()
	jobs := make([]runner.Job, n)
	for i := range jobs {
		id := trex.MakeRunID(int64(i + 1))
		dir := filepath.Join(root, string(id))
		jobs[i] = runner.Job{
			Run: id, Experiment: experiment(i), Key: fmt.Sprint("key", i), Dir: dir, WorkDir: root,
			Argv: []string{"true"}, Env: []string{"PATH=" + os.Getenv("PATH")},
			Project: trex.Project{Name: "bench", Options: map[string]json.RawMessage{slurm.Name: asked}},
		}
		if err := runner.WriteJob(jobs[i]); err != nil {
			b.Fatal(err)
		}
	}
	return jobs
}

// asked returns how many calls slurmctld has had from commands, without those
// from slurmd.
func asked(b *testing.B) (calls int) {
	b.Helper()
	output, err := exec.Command("sdiag").Output()
	if err != nil {
		b.Fatalf("sdiag: %v", err)
	}
	byType, _, _ := strings.Cut(string(output), "statistics by user")
	for line := range strings.Lines(byType) {
		fields := strings.Fields(line)
		if len(fields) == 0 || !slices.Contains(ofCommands, fields[0]) {
			continue
		}
		for _, field := range fields {
			if count, ok := strings.CutPrefix(field, "count:"); ok {
				n, _ := strconv.Atoi(count) // it is a number
				calls += n
			}
		}
	}
	return calls
}

var ofCommands = []string{
	"REQUEST_JOB_INFO", "REQUEST_JOB_INFO_SINGLE", "REQUEST_JOB_USER_INFO", "REQUEST_SUBMIT_BATCH_JOB", "REQUEST_BUILD_INFO", "REQUEST_KILL_JOB",
	"REQUEST_CANCEL_JOB_STEP", "REQUEST_PARTITION_INFO", "REQUEST_NODE_INFO",
}
