package runner

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTwoServersPrepareAJob: a server that does not know yet that it was
// deposed prepares and starts the same job as the next one. Neither takes away
// the folder in which the other has started it.
func TestTwoServersPrepareAJob(t *testing.T) {
	t.Parallel()
	for range 300 {
		dir := filepath.Join(t.TempDir(), "r1")
		var servers sync.WaitGroup
		for range 2 {
			servers.Go(func() {
				err := prepareFolder(Job{Run: "r1", Key: "key", Dir: dir})
				if err == nil {
					err = os.WriteFile(filepath.Join(dir, LockFile), nil, 0o644)
				}
				if err != nil && !errors.Is(err, fs.ErrNotExist) { // who is second to rename what both wrote tries again
					t.Error(err)
				}
			})
		}
		servers.Wait()
		if aside, _ := filepath.Glob(dir + ".old-*"); len(aside) > 0 {
			t.Fatal("a folder was moved away in which the job had been started")
		}
	}
}

// TestJobsOfTheFirstVersionKeepTheirOptions: a job may wait for its submission
// while Trex is upgraded.
func TestJobsOfTheFirstVersionKeepTheirOptions(t *testing.T) {
	dir := t.TempDir()
	earlier := `{"run": "r1", "project": {"Name": "p", "Executor": "slurm", "Slurm": {"Partition": "gpu"}}}`
	if err := os.WriteFile(filepath.Join(dir, JobFile), []byte(earlier), 0o600); err != nil {
		t.Fatal(err)
	}
	job, err := ReadJob(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]json.RawMessage{"slurm": json.RawMessage(`{"Partition": "gpu"}`)}
	if diff := cmp.Diff(want, job.Project.Options); diff != "" {
		t.Error(diff)
	}
}
