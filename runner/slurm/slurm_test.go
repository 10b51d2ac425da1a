package slurm

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config/section"
	"github.com/trex-ml/trex/runner"
)

func TestEntriesOfOldAndNewSlurm(t *testing.T) {
	for name, text := range map[string]string{
		"22.05": `{"job_id":3,"array_job_id":2,"array_task_id":1,"job_state":"RUNNING","state_reason":"None","start_time":1795465379,"exit_code":19977,"restart_cnt":1}`,
		"23.11": `{"job_id":{"set":true,"number":3},"array_job_id":{"set":true,"number":2},"array_task_id":{"set":true,"number":1},
			"job_state":["RUNNING","COMPLETING"],"state_reason":"None","start_time":{"set":true,"infinite":false,"number":1795465379},
			"exit_code":{"status":["ERROR"],"return_code":{"set":true,"number":78},"signal":{"id":{"set":true,"number":9},"name":"SIGKILL"}},"restart_cnt":1}`,
	} {
		var e entry
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if e.State != "RUNNING" || !e.covers(jobID{2, 1}) || e.covers(jobID{2, 2}) || e.startsAt().Unix() != 1795465379 ||
			e.Exit != (status{78, 9}) || e.Restarts.value != 1 {
			t.Errorf("%s: read as %+v", name, e)
		}
	}
}

// An answer without slurmctld says nothing of any job.
func TestQueueWithoutAController(t *testing.T) {
	for name, text := range map[string]string{
		"Error":   `{"errors":[{"description":"Failed while looking for jobs","error":"Unspecified error"}],"jobs":[]}`,
		"NoJobs":  `{"errors":[]}`,
		"Garbage": `slurm`,
	} {
		if known, err := parseQueue([]byte(text), time.Now()); err == nil {
			t.Errorf("%s: read as %+v", name, known)
		}
	}
	if _, err := parseQueue([]byte(`{"errors":[],"jobs":[]}`), time.Now()); err != nil {
		t.Errorf("an empty queue: %v", err)
	}
}

func TestMembersThatWaitTogether(t *testing.T) {
	var e entry
	text := `{"job_id":2,"array_job_id":2,"array_task_id":null,"array_task_string":"2-5,9%2","job_state":"PENDING"}`
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		t.Fatal(err)
	}
	var covered []int
	for member := range 12 {
		if e.covers(jobID{2, member}) {
			covered = append(covered, member)
		}
	}
	if diff := cmp.Diff([]int{2, 3, 4, 5, 9}, covered); diff != "" {
		t.Error(diff)
	}
}

func TestInRanges(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "3": "3", "0-2": "0 1 2", "1-7:3": "1 4 7", "[0,5]": "0 5", "x-2,4": "4", "0-3:0": "",
	} {
		var got []string
		for n := range 10 {
			if inRanges(text, n) {
				got = append(got, string(rune('0'+n)))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("inRanges(%q) = %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}

func TestParseIDReadsWhatStringWrites(t *testing.T) {
	for _, id := range []jobID{{12, noArray}, {12, 0}, {12, 345}} {
		if got, ok := parseID(id.String()); !ok || got != id {
			t.Errorf("parseID(%q) = %v, %t", id.String(), got, ok)
		}
	}
	for _, text := range []string{"", "0", "12_", "_3", "-1", "k3y", "12_3_4", "12.batch", "99999999999999999999"} {
		if id, ok := parseID(text); ok {
			t.Errorf("parseID(%q) = %v", text, id)
		}
	}
}

// asked are the options of a project of these settings.
func asked(s Settings) map[string]json.RawMessage {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return map[string]json.RawMessage{Name: data}
}

// TestOutOfMemoryNamesWhatWasAskedFor also when that was left to the cluster.
func TestOutOfMemoryNamesWhatWasAskedFor(t *testing.T) {
	for memory, want := range map[string]string{
		"60M": "out of memory on its node (not on a GPU), most likely more than the 60M its Slurm job asked for",
		"":    "out of memory on its node (not on a GPU), most likely more than its Slurm job asked for",
	} {
		cause, hint := (*Executor).OutOfMemory(nil, trex.Project{Options: asked(Settings{Memory: memory})})
		if cause != want || hint != "ask for more under slurm.memory" {
			t.Errorf("%q, %q", cause, hint)
		}
	}
}

// TestWhatCannotBeReadIsNotSubmitted: options of another version of Trex.
func TestWhatCannotBeReadIsNotSubmitted(t *testing.T) {
	jobs := newJobs(t, 1, Settings{})
	jobs[0].Project.Options[Name] = json.RawMessage(`{"CPUs": "many"}`)
	if _, err := newExecutor(t).Start(t.Context(), jobs[0]); trex.KindOf(err) != trex.KindInvalid {
		t.Errorf("error = %v, want an invalid one", err)
	}
}

func TestCheckRefusesWhatCouldChangeTheCommand(t *testing.T) {
	project := func(o Settings) trex.Project { return trex.Project{Name: "p", Options: asked(o)} }
	for _, good := range []Settings{
		{}, {Partition: "gpu,long", Memory: "16G", GRES: "gpu:a100:2", Constraint: "a100&nvlink"},
		{Extra: []string{"--exclusive", "--exclude=n[1-3]"}},
	} {
		if err := (*Executor).Check(nil, project(good)); err != nil {
			t.Errorf("%+v: %v", good, err)
		}
	}
	for _, bad := range []Settings{
		{Partition: "--uid=0"}, {Account: "a b"}, {QOS: "x;y"}, {Memory: "1G\n#SBATCH"}, {CPUs: -1}, {Slots: -1},
		{Extra: []string{"--wrap=rm"}}, {Extra: []string{"--uid=0"}}, {Extra: []string{"--exclude=$(x)"}}, {Extra: []string{"script.sh"}},
	} {
		if err := (*Executor).Check(nil, project(bad)); trex.KindOf(err) != trex.KindInvalid {
			t.Errorf("%+v: error = %v, want an invalid one", bad, err)
		}
	}
}

func TestRequirements(t *testing.T) {
	got := requirements(trex.Project{Resources: trex.Resources{GPUs: 2}, Options: asked(Settings{
		Partition: "gpu", CPUs: 4, Memory: "8G", Time: section.Duration(90 * time.Second), Extra: []string{"--exclusive"},
	})})
	want := []string{"--partition=gpu", "--mem=8G", "--cpus-per-task=4", "--time=2", "--gres=gpu:2", "--exclusive"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The script is executed by a real bash, with names and values that would do
// something if a shell read them.
func TestScriptLeavesValuesAlone(t *testing.T) {
	hostile := `$(touch pwned) '; touch pwned; ' "x" ` + "`touch pwned`"
	root := t.TempDir()
	dir := filepath.Join(root, "it's a $(folder)")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(root, "trex's")
	show := "#!/bin/sh\nprintf '%s|' \"$@\"; printf '%s' \"$NOTE\"; : >\"$3/exit.json\"\n"
	if err := os.WriteFile(program, []byte(show), 0o755); err != nil {
		t.Fatal(err)
	}
	setup := filepath.Join(root, "set up.sh")
	if err := os.WriteFile(setup, []byte("NOTE=\"$NOTE!\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "job.json"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	job := runner.Job{Dir: dir, Env: []string{"NOTE=" + hostile}, Project: trex.Project{Options: asked(Settings{Setup: setup})}}
	first := job
	first.Dir = "/nowhere"
	cmd := exec.Command("bash", "-c", script(program, []runner.Job{first, job}))
	cmd.Dir, cmd.Env = root, []string{"PATH=/usr/bin:/bin", "SLURM_ARRAY_TASK_ID=1"}
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	said, err := os.ReadFile(filepath.Join(dir, "supervisor.log"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "supervise|--environ|" + dir + "|" + hostile + "!"; string(said) != want {
		t.Errorf("the node executed %q\nwant %q", said, want)
	}
	if _, err := os.Stat(filepath.Join(root, "pwned")); err == nil {
		t.Error("a shell read a value")
	}
}

// TestSetUpFilesAsPeopleWriteThem: one may use any names, be strict, leave early,
// and fail in the middle.
func TestSetUpFilesAsPeopleWriteThem(t *testing.T) {
	root := t.TempDir()
	program := filepath.Join(root, "trex")
	if err := os.WriteFile(program, []byte("#!/bin/sh\necho \"$2 $3 $X\"; : >\"$3/exit.json\"; exit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		setup  string
		status int
		said   string
	}{
		"OwnNames":     {"dir=/tmp pid=1 status=9 trex=false meter=1 folders=(a b); export X=x", 1, "--environ DIR x\n"},
		"Strict":       {"set -euo pipefail; export X=x", 1, "--environ DIR x\n"},
		"OwnTrap":      {"trap 'echo bye' EXIT", 1, "--environ DIR \nbye\n"},
		"FailsStrict":  {"set -e; false; X=x", exitNoSetup, ""},
		"Exits":        {"exit 3", exitNoSetup, ""},
		"FailsAtLast":  {"no-such-command-anywhere", exitNoSetup, "no-such-command-anywhere"},
		"ReturnsEarly": {"return 0; false", 1, "--environ DIR \n"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "r1")
			setup := filepath.Join(t.TempDir(), "setup.sh")
			put(t, setup, test.setup+"\n")
			job := runner.Job{Run: "r1", Dir: dir, Project: trex.Project{Options: asked(Settings{Setup: setup})}}
			if err := runner.WriteJob(job); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("bash", "-c", script(program, []runner.Job{job}))
			cmd.Env = []string{"PATH=/usr/bin:/bin"}
			_ = cmd.Run() // with the status that is looked at
			if got := cmd.ProcessState.ExitCode(); got != test.status {
				t.Errorf("ended with status %d, want %d", got, test.status)
			}
			said := strings.ReplaceAll(readText(filepath.Join(dir, "supervisor.log")), dir, "DIR")
			if !strings.Contains(said, test.said) || test.said == "" && said != "" {
				t.Errorf("said %q, want %q", said, test.said)
			}
		})
	}
}

func TestAccounts(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		id   string
		came arrival
		want final
	}{
		"Accounting":  {"12_3|CANCELLED by 1000|0:15|n7\n", "12_3", arrival{}, final{State: "CANCELLED", Nodes: "n7", Signal: 15}},
		"ExitStatus":  {"12|FAILED|78:0|n7\n", "12", arrival{}, final{State: "FAILED", Nodes: "n7", Exit: 78}},
		"Completion":  {"12|0|wrap|main|1|vm|COMPLETED|2026-11-23T20:20:59|\n", "12", arrival{}, final{State: "COMPLETED", Nodes: "vm"}},
		"SecondStart": {"12|BOOT_FAIL|0:0|n7\n12|NODE_FAIL|0:0|n8\n12|CANCELLED|0:0|n8\n", "12", arrival{12, 12, 1}, final{State: "NODE_FAIL", Nodes: "n8"}},
		// As slurmdbd 22.05 answers.
		"OutOfMemory":  {"6|OUT_OF_MEMORY|0:125|node\n", "6", arrival{}, final{State: "OUT_OF_MEMORY", Nodes: "node", Signal: 125}},
		"OverMemory":   {"6|FAILED|0:9|node\n", "6", arrival{}, final{State: "FAILED", Nodes: "node", Signal: 9}},
		"Requeued":     {"7|REQUEUED|0:0|node\n7|PENDING|0:0|None assigned\n", "7", arrival{7, 7, 0}, final{State: "REQUEUED", Nodes: "node"}},
		"NodeFail":     {"21|NODE_FAIL|0:0|node\n21|PENDING|0:0|None assigned\n", "21", arrival{21, 21, 0}, final{State: "NODE_FAIL", Nodes: "node"}},
		"Preempted":    {"22|PREEMPTED|0:0|node\n22|PENDING|0:0|None assigned\n", "22", arrival{22, 22, 0}, final{State: "PREEMPTED", Nodes: "node"}},
		"NeverStarted": {"9|CANCELLED by 0|0:0|None assigned\n", "9", arrival{}, final{State: "CANCELLED", Nodes: "None assigned"}},
		"NotYetSplit":  {"8_[0-1,3-5]|PENDING|0:0|None assigned\n", "8_2", arrival{}, final{}},
		"Other":        {"13|FAILED|78:0|n7\n", "12", arrival{}, final{}},
		"Garbage":      {"|||\n\nx\n", "12", arrival{}, final{}},
	} {
		if got := start(accounts(test.text, test.id), test.came); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

func TestArraysAreOfEqualJobs(t *testing.T) {
	jobs := []runner.Job{{Experiment: "e1"}, {Experiment: "e2"}, {Experiment: "e1"}}
	e, err := New(Params{Environ: []string{"PATH=/nowhere"}}) // no scontrol to ask how large arrays may be
	if err != nil {
		t.Fatal(err)
	}
	many := make([]runner.Job, 2500)
	places := make([]int, len(many))
	for i := range many {
		many[i], places[i] = jobs[i%3], i
	}
	var got []int
	for _, array := range e.arrays(t.Context(), many, places) {
		for _, place := range array {
			if many[place].Experiment != many[array[0]].Experiment {
				t.Fatalf("an array of %s and %s", many[place].Experiment, many[array[0]].Experiment)
			}
		}
		got = append(got, len(array))
	}
	if want := []int{1000, 833, 667}; !slices.Equal(got, want) {
		t.Errorf("arrays of %v, want %v", got, want)
	}
}

func TestWhatSlurmsTermMeans(t *testing.T) {
	byTerm := trex.Exit{Code: -1, Signal: "SIGTERM", Stopped: true}
	if got := completed(byTerm, final{State: "TIMEOUT"}, false); !got.TimedOut || got.Stopped || !strings.Contains(got.Cause, "time limit") {
		t.Errorf("a time limit is told as %+v", got)
	}
	if got := completed(byTerm, final{State: "COMPLETED"}, true); !got.Stopped {
		t.Errorf("a stop that was asked for is told as %+v", got)
	}
	var e entry // as squeue 22.05 answers where memory is held by a cgroup
	if err := json.Unmarshal([]byte(`{"job_id":6,"job_state":"OUT_OF_MEMORY","state_reason":"OutOfMemory","exit_code":253,"nodes":"node"}`), &e); err != nil {
		t.Fatal(err)
	}
	memory := final{State: string(e.State), Nodes: e.Nodes, Exit: e.Exit.exit, Signal: e.Exit.signal}
	if got := completed(trex.Exit{Code: -1, Signal: "SIGKILL"}, memory, false); !got.OutOfMem || got.Stopped {
		t.Errorf("a memory limit is told as %+v", got)
	}
	if said := ended(memory); said != "Slurm ended it for using more memory than it asked for on node" {
		t.Errorf("a memory limit that took the supervisor too is told as %q", said)
	}
	unseen := trex.Exit{Code: 7} // the command had the TERM of our scancel before its supervisor
	if got := completed(unseen, final{State: "CANCELLED"}, true); !got.Stopped || got.Cause != "" {
		t.Errorf("a stop that was asked for is told as %+v", got)
	}
	if got := completed(unseen, final{State: "CANCELLED"}, false); got.Stopped || !strings.Contains(got.Cause, "cancelled from outside") {
		t.Errorf("a cancellation from outside is told as %+v", got)
	}
	if got := completed(byTerm, final{State: "PREEMPTED"}, false); got.Stopped || !strings.Contains(got.Cause, "preempted") {
		t.Errorf("a preemption is told as %+v", got)
	}
	if got := completed(trex.Exit{Code: 0}, final{State: "OUT_OF_MEMORY"}, false); got.OutOfMem {
		t.Errorf("a command that succeeded is told as %+v", got)
	}
}
