package supervise

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/trex-ml/trex/runner/folder"
)

// job is what a supervisor needs to know of the runner.Job in job.json.
type job struct {
	Key     string        `json:"key"`
	Argv    []string      `json:"argv"`
	WorkDir string        `json:"work_dir"`
	Env     []string      `json:"env"`
	Timeout time.Duration `json:"timeout"`
	Grace   time.Duration `json:"grace"`

	text []byte // the whole file
}

func readJob(dir files) (job, error) {
	text, err := dir.read(folder.Job)
	if err != nil {
		return job{}, fmt.Errorf("read job: %w", err)
	}
	j := job{text: text}
	if err := json.Unmarshal(text, &j); err != nil {
		return job{}, fmt.Errorf("read %s: %w", folder.Job, err)
	}
	return j, nil
}

// restore writes job.json again, into a folder that it makes if need be.
func (j job) restore(path string) (files, error) {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return files{}, fmt.Errorf("create run folder: %w", err)
	}
	dir, err := openFiles(path)
	if err != nil {
		return files{}, err
	}
	const temp = folder.Job + ".tmp"
	err = dir.write(temp, private, j.text)
	if err == nil {
		err = dir.rename(temp, folder.Job)
	}
	if err != nil {
		dir.close()
		return files{}, fmt.Errorf("write job: %w", err)
	}
	return dir, nil
}
