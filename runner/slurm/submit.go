package slurm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
)

// jobFile is what a submission leaves in the folder of each of its runs:
// before it, under which name to look for it, after it, its id.
const jobFile = "slurm.json"

// record is the content of jobFile.
type record struct {
	Key    string `json:"key"`              // the run's, which tells an older start's file apart
	Name   string `json:"name"`             // the job's, unique to the submission
	Member int    `json:"member"`           // of the array; -1: the job is none
	ID     int64  `json:"job_id,omitempty"` // 0 while it is not known to have arrived
}

const namePrefix = "trex-"

// submit hands jobs of equal requirements to Slurm, as one job or one array.
func (e *Executor) submit(ctx context.Context, jobs []runner.Job) ([]jobID, error) {
	records := make([]record, len(jobs))
	var folders strings.Builder
	for i, job := range jobs {
		records[i] = record{Key: job.Key, Name: namePrefix + jobs[0].Key, Member: i}
		if len(jobs) == 1 {
			records[i].Member = noArray
		}
		if strings.ContainsAny(job.Dir, "\n") {
			return nil, trex.Invalid("the folder %q cannot be used on a cluster", job.Dir)
		}
		folders.WriteString(job.Dir + "\n")
	}
	list := filepath.Join(jobs[0].Dir, "slurm.folders")
	if err := os.WriteFile(list, []byte(folders.String()), 0o644); err != nil {
		return nil, fmt.Errorf("write the list of folders: %w", err)
	}
	batch := filepath.Join(jobs[0].Dir, "slurm.sh")
	if err := os.WriteFile(batch, []byte(script(e.trexPath, list, jobs[0])), 0o755); err != nil {
		return nil, fmt.Errorf("write the job script: %w", err)
	}
	for i, job := range jobs {
		if err := writeRecord(job.Dir, records[i]); err != nil {
			return nil, err
		}
	}
	output, err := e.commands.run(ctx, "sbatch", e.arguments(jobs, records[0].Name, batch)...)
	if err != nil {
		return nil, err
	}
	number, err := strconv.ParseInt(strings.TrimSpace(strings.SplitN(string(output), ";", 2)[0]), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("sbatch answered %q", firstLine(string(output)))
	}
	e.queue.forget() // what is known of the queue is from before
	ids := make([]jobID, len(jobs))
	for i, job := range jobs {
		records[i].ID = number
		ids[i] = records[i].jobID()
		if err := writeRecord(job.Dir, records[i]); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// arguments lets Slurm requeue a job, because one whose launch failed has done
// nothing yet; of one that has, the supervisor does not start the command again.
func (e *Executor) arguments(jobs []runner.Job, name, batch string) []string {
	args := []string{
		"--parsable", "--job-name=" + name, "--comment=" + name, "--export=NIL", "--requeue",
		"--chdir=/", "--output=/dev/null", "--error=/dev/null", "--open-mode=append",
	}
	if len(jobs) > 1 {
		array := fmt.Sprintf("--array=0-%d", len(jobs)-1)
		if slots := jobs[0].Project.Slurm.Slots; slots > 0 {
			array += fmt.Sprintf("%%%d", slots)
		}
		args = append(args, array)
	}
	return append(append(args, requirements(jobs[0].Project)...), batch)
}

// arrays groups the jobs at places by what they require, each group no larger
// than an array may be.
func (e *Executor) arrays(ctx context.Context, jobs []runner.Job, places []int) [][]int {
	var groups [][]int
	byNeed := map[string]int{}
	most := 1
	if len(places) > 1 {
		most = e.commands.maxArraySize(ctx)
	}
	for _, place := range places {
		job := jobs[place]
		need := strings.Join(append(requirements(job.Project), shared(job)...), "\x00")
		group, ok := byNeed[need]
		if !ok || len(groups[group]) >= most {
			groups = append(groups, nil)
			group = len(groups) - 1
			byNeed[need] = group
		}
		groups[group] = append(groups[group], place)
	}
	return groups
}

// shared is what else must be equal for jobs to be of one array: their
// experiment, which Slots are counted for, and what the script sets for all.
func shared(job runner.Job) []string {
	all := []string{string(job.Experiment), job.Project.Slurm.Setup}
	for _, pair := range job.Env {
		if name, _, _ := strings.Cut(pair, "="); !perRun[name] {
			all = append(all, pair)
		}
	}
	return all
}

// maxArraySize asks how many members an array may have. Slurm's default is
// 1001; numbers go from 0 to one less.
func (c *commands) maxArraySize(ctx context.Context) int {
	const fallback = 1000
	output, err := c.run(ctx, "scontrol", "show", "config")
	if err != nil {
		return fallback
	}
	for line := range strings.Lines(string(output)) {
		name, value, ok := strings.Cut(line, "=")
		if ok && strings.TrimSpace(name) == "MaxArraySize" {
			if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n > 1 {
				return n - 1
			}
		}
	}
	return fallback
}

// find returns the job an earlier start of key left traces of in dir, and
// not-found when it certainly left none in Slurm.
func (e *Executor) find(ctx context.Context, key, dir string) (jobID, error) {
	left, err := readRecord(dir)
	if err != nil {
		return jobID{}, err
	}
	if left.Key != key {
		return jobID{}, trex.NotFound("no Slurm job was submitted for %s", dir)
	}
	if left.ID != 0 {
		return left.jobID(), nil
	}
	// The server died between writing the name and the id. sbatch died with it,
	// so what Slurm does not have now will not come any more.
	e.queue.forget()
	known, err := e.queue.look(ctx)
	if err != nil {
		return jobID{}, err
	}
	i := slices.IndexFunc(known.entries, func(j entry) bool { return j.Name == left.Name })
	if i < 0 {
		return jobID{}, trex.NotFound("the submission of %s never reached Slurm", dir)
	}
	left.ID = known.entries[i].arrayOrJob()
	if err := writeRecord(dir, left); err != nil {
		return jobID{}, err
	}
	return left.jobID(), nil
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
