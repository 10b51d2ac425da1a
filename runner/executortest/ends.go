package executortest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/runner"
)

func exitStatus(t *testing.T, target Target) {
	codes := map[string]int{"exit 0": 0, "exit 1": 1, "exit 3": 3, "exit 255": 255}
	handles := map[string]runner.Handle{}
	for script := range codes {
		handles[script] = target.start(t, target.job(t, script))
	}
	for script, code := range codes {
		exit := target.wait(t, handles[script])
		if exit.Code != code || exit.Signal != "" || exit.Stopped || exit.TimedOut || exit.StartErr != "" {
			t.Errorf("%s: %+v", script, exit)
		}
	}
}

func endedBySignal(t *testing.T, target Target) {
	handles := map[string]runner.Handle{}
	for _, signal := range []string{"SEGV", "KILL", "TERM"} {
		handles[signal] = target.start(t, target.job(t, "kill -"+signal+" $$"))
	}
	for signal, handle := range handles {
		exit := target.wait(t, handle)
		if exit.Signal != "SIG"+signal || exit.Code != -1 || exit.Stopped || exit.OutOfMem {
			t.Errorf("%s: %+v", signal, exit)
		}
	}
}

func outputStreams(t *testing.T, target Target) {
	job := target.job(t, `echo out; echo err >&2; while [ ! -e "$TREX_RUN_DIR/go" ]; do sleep 0.05; done; echo last`)
	handle := target.start(t, job)
	log := filepath.Join(job.Dir, runner.LogFile)
	await.Until(t, "both streams to show while the job runs", func() bool { return readFile(log) == "out\nerr\n" })
	touch(t, filepath.Join(job.Dir, "go"))
	exit := target.wait(t, handle)
	if got := readFile(log); got != "out\nerr\nlast\n" || exit.LogBytes != int64(len(got)) {
		t.Errorf("log %q, which is said to be of %d bytes", got, exit.LogBytes)
	}
}

func argumentsMeanThemselves(t *testing.T, target Target) {
	folder := filepath.Join(target.Folder(t), `it's a $(touch hacked) "folder"; touch hacked`)
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	hostile := []string{"$(touch hacked)", "; touch hacked", "--help", "a  b", "quote ' and \" here", "line\nbreak", "*", "", "`id`", "ünï"}
	job := target.jobIn(t, folder, append([]string{"sh", "-c", `printf '%s\0' "$@"`, "sh"}, hostile...))
	target.wait(t, target.start(t, job))
	want := strings.Join(hostile, "\x00") + "\x00"
	if got := readFile(filepath.Join(job.Dir, runner.LogFile)); got != want {
		t.Errorf("arguments arrived as %q, want %q", got, want)
	}
	for _, dir := range []string{folder, filepath.Dir(folder), job.Dir, "/"} {
		if _, err := os.Stat(filepath.Join(dir, "hacked")); err == nil {
			t.Errorf("a shell read an argument or the folder's name: %s", dir)
		}
	}
}

func environmentIsExplicit(t *testing.T, target Target) {
	job := target.jobIn(t, target.Folder(t), []string{"env"})
	job.Env = append(job.Env, "OWN=1 $HOME")
	target.write(t, job)
	target.wait(t, target.start(t, job))
	log := readFile(filepath.Join(job.Dir, runner.LogFile))
	if strings.Contains(log, secret) {
		t.Errorf("the command sees Trex's own environment:\n%s", log)
	}
	for _, pair := range job.Env {
		if !strings.Contains("\n"+log, "\n"+pair+"\n") {
			t.Errorf("the command does not see %s:\n%s", pair, log)
		}
	}
}

func workingDirectory(t *testing.T, target Target) {
	job := target.job(t, "pwd -P")
	target.wait(t, target.start(t, job))
	want, err := filepath.EvalSymlinks(job.WorkDir)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(readFile(filepath.Join(job.Dir, runner.LogFile))); got != want {
		t.Errorf("working directory %q, want %q", got, want)
	}
}

func missingCommand(t *testing.T, target Target) {
	job := target.jobIn(t, target.Folder(t), []string{"no-such-command-anywhere"})
	exit := target.wait(t, target.start(t, job))
	if !strings.Contains(exit.StartErr, "no-such-command-anywhere") {
		t.Errorf("%+v does not name the command", exit)
	}
}

func missingWorkingDirectory(t *testing.T, target Target) {
	job := target.job(t, "true")
	job.WorkDir = filepath.Join(job.Dir, "gone")
	target.write(t, job)
	exit := target.wait(t, target.start(t, job))
	if !strings.Contains(exit.StartErr, job.WorkDir) {
		t.Errorf("%+v does not name the folder", exit)
	}
}

func resourceUse(t *testing.T, target Target) {
	job := target.job(t, "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; sleep 0.1")
	exit := target.wait(t, target.start(t, job))
	if exit.WallS < 0.1 || exit.CPUS <= 0 || exit.PeakBytes <= 0 {
		t.Errorf("%+v", exit)
	}
}

func timeout(t *testing.T, target Target) {
	job := target.job(t, "sleep 1000")
	job.Timeout = 300 * time.Millisecond
	target.write(t, job)
	exit := target.wait(t, target.start(t, job))
	if !exit.TimedOut || exit.Stopped {
		t.Errorf("%+v", exit)
	}
}

func hundredAtOnce(t *testing.T, target Target) {
	const many = 100
	executor := target.shared
	folder := target.Folder(t)
	handles := make([]runner.Handle, many)
	jobs := make([]runner.Job, many)
	for i := range handles {
		jobs[i] = target.jobIn(t, folder, []string{"sh", "-c", `echo "$TREX_RUN_ID"; exit $(( ${TREX_RUN_ID#r} % 7 ))`})
	}
	if batcher, ok := executor.(runner.BatchStarter); ok {
		for i, started := range batcher.StartBatch(t.Context(), jobs) {
			if started.Err != nil {
				t.Fatal(started.Err)
			}
			handles[i] = started.Handle
		}
	} else {
		for i := range handles {
			var err error
			if handles[i], err = executor.Start(t.Context(), jobs[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, handle := range handles {
		exit := target.wait(t, handle)
		if want := int(jobs[i].Run.Number() % 7); exit.Code != want {
			t.Errorf("%s: %+v, want code %d", jobs[i].Run, exit, want)
		}
		if got := strings.TrimSpace(readFile(filepath.Join(jobs[i].Dir, runner.LogFile))); trex.RunID(got) != jobs[i].Run {
			t.Errorf("%s: log %q", jobs[i].Run, got)
		}
	}
}
