package runner

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner/folder"
)

// The names of the files in a run's folder.
const (
	JobFile     = folder.Job
	LockFile    = folder.Lock
	LogFile     = folder.Log
	MetricsFile = folder.Metrics
	ExitFile    = folder.Exit
	UsageFile   = folder.Usage
)

// Job is everything an executor needs to know of a run. It is kept as job.json
// in the run's folder, so that it stays known when the run's project changes.
type Job struct {
	Run        trex.RunID        `json:"run"`
	Experiment trex.ExperimentID `json:"experiment"`
	Key        string            `json:"key"` // unique to this start; recorded in the store before Start is called
	Dir        string            `json:"dir"` // the run's folder, absolute
	Argv       []string          `json:"argv"`
	WorkDir    string            `json:"work_dir"`
	Env        []string          `json:"env"`     // complete: nothing is inherited
	Timeout    time.Duration     `json:"timeout"` // wall time; 0 is none
	Grace      time.Duration     `json:"grace"`   // between TERM and KILL
	GPUs       []int             `json:"gpus,omitempty"`
	Measure    time.Duration     `json:"measure,omitempty"` // time between two samples of its resource use, where nobody else takes them; 0: none
	Project    trex.Project      `json:"project"`           // as it was when the run was started
}

// WriteJob creates job's folder if need be and its job.json.
func WriteJob(job Job) error {
	if err := os.MkdirAll(job.Dir, 0o755); err != nil {
		return fmt.Errorf("create run folder: %w", err)
	}
	data, err := json.MarshalIndent(job, "", "  ")
	if err != nil {
		return fmt.Errorf("encode job of %s: %w", job.Run, err)
	}
	path := filepath.Join(job.Dir, JobFile)
	if err := os.WriteFile(path+".tmp", append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write job of %s: %w", job.Run, err)
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		return fmt.Errorf("write job of %s: %w", job.Run, err)
	}
	return nil
}

// ReadJob reads the job.json in dir. An error that is fs.ErrNotExist means that
// there is none.
func ReadJob(dir string) (Job, error) {
	data, err := os.ReadFile(filepath.Join(dir, JobFile))
	if err != nil {
		return Job{}, fmt.Errorf("read job: %w", err)
	}
	var job Job
	if err := json.Unmarshal(data, &job); err != nil {
		return Job{}, fmt.Errorf("read %s: %w", filepath.Join(dir, JobFile), err)
	}
	if job.Project.Options == nil {
		job.Project.Options = earlierOptions(data, job.Project.Executor)
	}
	return job, nil
}

// earlierOptions finds the executor's options where the first version kept
// them: in the project, under the executor's name with a capital letter.
func earlierOptions(job []byte, executor string) map[string]json.RawMessage {
	var earlier struct {
		Project map[string]json.RawMessage `json:"project"`
	}
	if json.Unmarshal(job, &earlier) != nil {
		return nil
	}
	for key, options := range earlier.Project {
		if strings.EqualFold(key, executor) {
			return map[string]json.RawMessage{executor: options}
		}
	}
	return nil
}

// prepareFolder makes dir ready for job. A folder that another start with the
// same id left behind (a database was deleted, its runs were not) is moved
// aside: its files are not about this run. The folder's owner must be read
// after the check that it is not fresh: another server that does not know yet
// that it was deposed may prepare and start the same job at this moment.
func prepareFolder(job Job) error {
	if fresh(job.Dir) {
		return WriteJob(job)
	}
	old, err := ReadJob(job.Dir)
	if err == nil && old.Key == job.Key {
		return nil
	}
	aside := fmt.Sprintf("%s.old-%s", job.Dir, job.Key)
	if err := os.Rename(job.Dir, aside); err != nil {
		return fmt.Errorf("move old folder of %s aside: %w", job.Run, err)
	}
	return WriteJob(job)
}

// fresh reports whether dir does not exist, or holds only what an earlier try
// to prepare it left, on a full disk for example.
func fresh(dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	return len(entries) == 0 || len(entries) == 1 && entries[0].Name() == JobFile+".tmp"
}
