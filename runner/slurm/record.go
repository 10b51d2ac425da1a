package slurm

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// jobFile is written to the folder of each run of a submission. Before it, it
// holds the name to look for; after it, the job's id.
const jobFile = "slurm.json"

// record is the content of jobFile.
type record struct {
	Key    string    `json:"key"`              // the run's key; an older start's file has another
	Name   string    `json:"name"`             // the job's, unique to the submission
	Member int       `json:"member"`           // of the array; -1: no array
	ID     int64     `json:"job_id,omitempty"` // 0 while it is not known to have arrived
	Asking bool      `json:"asking,omitempty"` // sbatch was about to be called
	At     time.Time `json:"at"`               // when this was written
}

func (r record) jobID() jobID { return jobID{r.ID, r.Member} }

func readRecord(dir string) (record, error) {
	var r record
	data, err := os.ReadFile(filepath.Join(dir, jobFile))
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return r, fmt.Errorf("read the submission: %w", err)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return r, fmt.Errorf("read %s: %w", filepath.Join(dir, jobFile), err)
	}
	return r, nil
}

func writeRecord(dir string, r record) error {
	data, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("write the submission: %w", err)
	}
	path := filepath.Join(dir, jobFile)
	if err := os.WriteFile(path+".tmp", append(data, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the submission: %w", err)
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		return fmt.Errorf("write the submission: %w", err)
	}
	return nil
}

// arrival is what a job script writes before it starts a command that was not
// started yet: the numbers of the job and its array, and how often Slurm had
// requeued it.
type arrival struct {
	job, array int64
	restarts   int64
}

func readArrival(dir string) (a arrival, ok bool) {
	data, err := os.ReadFile(filepath.Join(dir, "slurm.arrived"))
	if err != nil {
		return arrival{}, false
	}
	n, err := fmt.Sscan(string(data), &a.job, &a.array, &a.restarts)
	return a, err == nil && n == 3
}
