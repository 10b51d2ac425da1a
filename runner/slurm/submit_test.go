package slurm

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/runner"
)

// limitedSbatch stands in for sbatch on a cluster whose QOS takes $LIMIT jobs,
// with the real one's messages. It notes the size and the dependency of each
// submission.
const limitedSbatch = `#!/bin/sh
cd "$(dirname "$0")"
n=1 after=0
for a; do
	case $a in
	--array=0-*) n=${a#--array=0-}; n=$(( ${n%%%*} + 1 )) ;;
	--dependency=afterany:*) after=${a#--dependency=afterany:} ;;
	esac
done
used=$(cat used)
if [ $((used + n)) -gt $(cat limit) ]; then
	echo "refused $n" >>calls
	echo "sbatch: error: QOSMaxSubmitJobPerUserLimit" >&2
	echo "sbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)" >&2
	exit 1
fi
echo "took $n after $after" >>calls
echo $((used + n)) >used
echo $((1000 + used))
`

// standIns puts commands in place of Slurm's.
func standIns(t *testing.T, commands map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range commands {
		put(t, filepath.Join(dir, name), text)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	return dir
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

func newExecutor(t *testing.T) *Executor {
	t.Helper()
	e, err := New(Params{Trex: "/trex"})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func newJobs(t *testing.T, n int, options Settings) []runner.Job {
	t.Helper()
	root := t.TempDir()
	jobs := make([]runner.Job, n)
	for i := range jobs {
		id := trex.MakeRunID(int64(i + 1))
		jobs[i] = runner.Job{
			Run: id, Experiment: "e1", Key: fmt.Sprint("key", i), Dir: filepath.Join(root, string(id)),
			Project: trex.Project{Name: "p", Options: asked(options)},
		}
		if err := runner.WriteJob(jobs[i]); err != nil {
			t.Fatal(err)
		}
	}
	return jobs
}

// starter starts jobs as a runner does, again and again.
type starter struct {
	t        *testing.T
	executor *Executor
	refs     map[string]string // of the jobs that were taken, by their keys
}

// until returns when that many jobs were taken in all, with the jobs not taken,
// and why.
func (s starter) until(taken int, jobs []runner.Job) (left []runner.Job, why error) {
	s.t.Helper()
	await.Nil(s.t, fmt.Sprintf("%d jobs to be taken", taken), func() error {
		left = nil
		for i, started := range s.executor.StartBatch(s.t.Context(), jobs) {
			if started.Err != nil {
				left, why = append(left, jobs[i]), started.Err
				continue
			}
			s.refs[jobs[i].Key] = started.Handle.Ref()
		}
		if jobs = left; len(s.refs) < taken {
			return fmt.Errorf("%d were: %w", len(s.refs), why)
		}
		return nil
	})
	return left, why
}

// TestLimitOnSubmittedJobs: jobs that Slurm does not take as one array are
// submitted in parts, the rest when there is room.
func TestLimitOnSubmittedJobs(t *testing.T) {
	dir := standIns(t, map[string]string{"sbatch": limitedSbatch, "scontrol": "#!/bin/sh\n", "used": "0\n", "limit": "10\n"})
	synctest.Test(t, func(t *testing.T) {
		e := newExecutor(t)
		jobs := newJobs(t, 16, Settings{QOS: "small"})
		refs := map[string]string{}
		left, why := starter{t, e, refs}.until(10, jobs)
		if len(left) != 6 || trex.KindOf(why) != trex.KindUnavailable || !strings.Contains(why.Error(), "QOSMaxSubmitJobPerUserLimit") {
			t.Fatalf("%d jobs wait, want 6, for %v", len(left), why)
		}
		for _, job := range left { // and without asking Slurm, which has no squeue here
			if _, err := e.Attach(t.Context(), job.Key, job.Dir); trex.KindOf(err) != trex.KindNotFound {
				t.Errorf("a job that was refused is looked for: %v", err)
			}
		}
		put(t, filepath.Join(dir, "limit"), "13\n")
		left, _ = starter{t, e, refs}.until(13, left)
		put(t, filepath.Join(dir, "limit"), "1000\n")
		starter{t, e, refs}.until(16, left)
		seen := map[string]bool{}
		for _, ref := range refs {
			seen[ref] = true
		}
		if len(seen) != len(jobs) {
			t.Errorf("%d runs are %d jobs: %v", len(jobs), len(seen), refs)
		}
		if used := readText(filepath.Join(dir, "used")); used != "16\n" {
			t.Errorf("Slurm has taken %s jobs for 16 runs", used)
		}
	})
}

// TestSlotsHoldOverParts: parts of an experiment wait for one another, also for
// parts that an earlier Trex submitted.
func TestSlotsHoldOverParts(t *testing.T) {
	squeue := `#!/bin/sh
echo '{"errors":[],"jobs":[
	{"job_id":700,"array_job_id":700,"name":"trex-r9-x","comment":"trex p e1 r9 to r12","job_state":"RUNNING"},
	{"job_id":800,"array_job_id":0,"name":"trex-r8-x","comment":"trex p e10 r8","job_state":"RUNNING"},
	{"job_id":900,"array_job_id":0,"name":"trex-r7-x","comment":"trex p e1 r7","job_state":"COMPLETED"}]}'
`
	dir := standIns(t, map[string]string{
		"sbatch": limitedSbatch, "squeue": squeue, "scontrol": "#!/bin/sh\necho 'MaxArraySize = 5'\n", "used": "0\n", "limit": "1000\n",
	})
	synctest.Test(t, func(t *testing.T) {
		starter{t, newExecutor(t), map[string]string{}}.until(10, newJobs(t, 10, Settings{Slots: 2}))
	})
	want := "took 4 after 700\ntook 4 after 1000\ntook 2 after 1004\n"
	if got := readText(filepath.Join(dir, "calls")); got != want {
		t.Errorf("submitted as\n%swant\n%s", got, want)
	}
}

// TestDoctorWhereNothingIsTaken: a reached limit is not a mistake in the
// configuration.
func TestDoctorWhereNothingIsTaken(t *testing.T) {
	standIns(t, map[string]string{"sbatch": limitedSbatch, "used": "0\n", "limit": "0\n"})
	project := trex.Project{Name: "p", Executor: Name, Options: asked(Settings{QOS: "small"})}
	found := newExecutor(t).probeAll(t.Context(), t.TempDir(), []trex.Project{project})
	if len(found) != 1 || !found[0].OK || !strings.Contains(found[0].Detail, "not checked: Slurm takes no more jobs for now: QOSMaxSubmitJobPerUserLimit") {
		t.Errorf("found %+v", found)
	}
}

// TestFullQueue: sbatch, which would try for minutes, is ended when it says that
// the controller takes no more.
func TestFullQueue(t *testing.T) {
	standIns(t, map[string]string{
		"sbatch": "#!/bin/sh\necho 'sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying' >&2\nexec sleep 1000\n",
	})
	synctest.Test(t, func(t *testing.T) {
		_, err := newExecutor(t).commands.sbatch(t.Context(), nil)
		if !errors.Is(err, errFull) {
			t.Errorf("told as %v", err)
		}
		if said, _ := trex.Sentence(err); !strings.Contains(said, "takes no more jobs for now") {
			t.Errorf("told as %q", said)
		}
	})
}

// TestHowCommandsEnd: a command that refuses is believed, with words or
// without; a command that is killed has not answered.
func TestHowCommandsEnd(t *testing.T) {
	standIns(t, map[string]string{
		"no": "#!/bin/sh\nexit 229\n", "words": "#!/bin/sh\necho 'words: error: not you' >&2\nexit 1\n", "killed": "#!/bin/sh\nkill -9 $$\n",
	})
	c := newExecutor(t).commands
	for name, want := range map[string]trex.ErrorKind{
		"no": trex.KindInvalid, "words": trex.KindInvalid, "killed": trex.KindInternal, "missing-command": trex.KindUnavailable,
	} {
		if _, err := c.run(t.Context(), name); trex.KindOf(err) != want {
			t.Errorf("%s: %s error %v, want %s", name, trex.KindOf(err), err, want)
		}
	}
	if _, err := c.run(t.Context(), "words"); err == nil || err.Error() != "words: not you" {
		t.Errorf("told as %v", err)
	}
}

func TestRefusals(t *testing.T) {
	const policy = "Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)"
	for said, want := range map[string]struct {
		kind trex.ErrorKind
		says string
	}{
		"invalid partition specified: x\nBatch job submission failed: Invalid partition name specified": {trex.KindInvalid, "slurm.partition"},
		"Batch job submission failed: Invalid account or account/partition combination specified":       {trex.KindInvalid, "slurm.account"},
		"Batch job submission failed: Invalid qos specification":                                        {trex.KindInvalid, "slurm.qos"},
		"Batch job submission failed: Requested time limit is invalid (missing or exceeds some limit)":  {trex.KindInvalid, "slurm.time"},
		"Batch job submission failed: Requested node configuration is not available":                    {trex.KindInvalid, "sinfo"},
		"Batch job submission failed: Invalid generic resource (gres) specification":                    {trex.KindInvalid, "gres"},
		"QOSMaxWallDurationPerJobLimit\n" + policy:                                                      {trex.KindInvalid, "slurm.time"},
		"QOSMaxCpuPerJobLimit\n" + policy:                                                               {trex.KindInvalid, "ask for less"},
		"AssocMaxSubmitJobLimit\n" + policy:                                                             {trex.KindUnavailable, "AssocMaxSubmitJobLimit"},
		"QOSGrpSubmitJobsLimit\n" + policy:                                                              {trex.KindUnavailable, "QOSGrpSubmitJobsLimit"},
		policy:                                                                                          {trex.KindUnavailable, "accounting/QOS policy"}, // an older Slurm, which does not say which
		"Batch job submission failed: Invalid job array specification":                                  {trex.KindUnavailable, "array"},
		"Batch job submission failed: Required partition not available (inactive or drain)":             {trex.KindUnavailable, "inactive"},
		"Batch job submission failed: Unexpected message received\nand something else that is odd":      {trex.KindInvalid, "Unexpected"},
	} {
		err := refusal("sbatch", said)
		if trex.KindOf(err) != want.kind || !strings.Contains(err.Error(), want.says) {
			t.Errorf("%q is told as %s: %v", said, trex.KindOf(err), err)
		}
	}
}

func readText(path string) string {
	data, _ := os.ReadFile(path)
	return string(data)
}
