package slurm

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
)

const namePrefix = "trex-"

// inDoubt is how long after the end of an sbatch that gave no answer its job
// may still appear in the queue: the request may be on its way, or wait in a
// controller that is busy.
const inDoubt = 5 * time.Second

// submit hands jobs of equal requirements to Slurm, as one job or one array,
// which starts after the job that is named, if one is.
func (e *Executor) submit(ctx context.Context, jobs []runner.Job, after int64) ([]jobID, error) {
	records := make([]record, len(jobs))
	name := namePrefix + string(jobs[0].Run) + "-" + rand.Text()[:10]
	for i, job := range jobs {
		records[i] = record{Key: job.Key, Name: name, Member: i, Asking: true}
		if len(jobs) == 1 {
			records[i].Member = noArray
		}
	}
	batch := filepath.Join(jobs[0].Dir, "slurm.sh")
	if err := os.WriteFile(batch, []byte(script(e.trexPath, jobs)), 0o755); err != nil {
		return nil, fmt.Errorf("write the job script: %w", err)
	}
	if err := note(jobs, records, 0); err != nil {
		return nil, err
	}
	number, err := e.commands.sbatch(ctx, e.arguments(jobs, name, batch, after))
	if trex.KindOf(err) == trex.KindInvalid {
		return nil, err // Slurm said no
	}
	for i := range records {
		records[i].Asking = false
	}
	if err = errors.Join(err, note(jobs, records, number)); err != nil {
		return nil, err
	}
	e.log.Info("submitted to Slurm", "job", number, "name", name, "runs", len(jobs))
	ids := make([]jobID, len(jobs))
	for i := range jobs {
		ids[i] = records[i].jobID()
	}
	return ids, nil
}

// note writes what is known of a submission now into the folders of its runs.
func note(jobs []runner.Job, records []record, number int64) error {
	now := time.Now()
	for i := range records {
		records[i].ID, records[i].At = number, now
		if err := writeRecord(jobs[i].Dir, records[i]); err != nil {
			return err
		}
	}
	return nil
}

func (c *commands) sbatch(ctx context.Context, args []string) (number int64, err error) {
	output, err := c.run(ctx, "sbatch", args...)
	if err != nil {
		return 0, err
	}
	text, _, _ := strings.Cut(strings.TrimSpace(string(output)), ";") // a cluster's name may follow
	if number, err = strconv.ParseInt(text, 10, 64); err != nil {
		return 0, fmt.Errorf("sbatch answered %q", firstLine(string(output)))
	}
	return number, nil
}

// arguments passes the environment on, which is what commandEnvironment kept:
// for --export=NIL, Slurm 22.05 has each job wait for a login shell of its user.
// They let Slurm requeue a job, because one whose launch failed has done
// nothing yet; of one that has, the supervisor does not start the command again.
func (e *Executor) arguments(jobs []runner.Job, name, batch string, after int64) []string {
	args := []string{
		"--parsable", "--job-name=" + name, "--comment=" + comment(jobs), "--export=ALL", "--requeue",
		"--chdir=/", "--output=/dev/null", "--error=/dev/null", "--open-mode=append",
	}
	if len(jobs) > 1 {
		array := fmt.Sprintf("--array=0-%d", len(jobs)-1)
		if slots := jobs[0].Project.Slurm.Slots; slots > 0 {
			array += fmt.Sprintf("%%%d", slots)
		}
		args = append(args, array)
	}
	if after != 0 {
		args = append(args, fmt.Sprintf("--dependency=afterany:%d", after))
	}
	return append(append(args, requirements(jobs[0].Project)...), batch)
}

// comment tells whoever looks at a job in Slurm which runs it is.
func comment(jobs []runner.Job) string {
	text := fmt.Sprintf("trex %s %s %s", jobs[0].Project.Name, jobs[0].Experiment, jobs[0].Run)
	if last := jobs[len(jobs)-1].Run; last != jobs[0].Run {
		text += " to " + string(last)
	}
	return text
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
	if left.ID == 0 {
		if left.ID, err = e.arrived(ctx, left, dir); err != nil {
			return jobID{}, err
		}
		if err := writeRecord(dir, left); err != nil {
			return jobID{}, err
		}
	}
	return left.jobID(), nil
}

// arrived returns the number of a job whose sbatch was cut off before its
// answer was saved. It may take until that is certain.
func (e *Executor) arrived(ctx context.Context, left record, dir string) (number int64, err error) {
	if came, ok := readArrival(dir); ok {
		return came.array, nil
	}
	ended := left.At
	switch {
	case ended.Before(e.begun): // an earlier server's, whose sbatch died with it
		ended = e.begun
	case left.Asking: // another's, which has lost its lead and may not know it yet
		ended = ended.Add(commandPatience)
	}
	known, err := e.queue.lookAfter(ctx, left.At)
	if err != nil {
		return 0, err
	}
	if number, ok := known.named(left.Name); ok {
		return number, nil
	}
	// All members of an array wait for the same moment, and are then started
	// together again.
	if err := sleep(ctx, time.Until(ended.Add(inDoubt))); err != nil {
		return 0, err
	}
	if known, err = e.queue.lookAfter(ctx, ended.Add(inDoubt)); err != nil {
		return 0, err
	}
	if number, ok := known.named(left.Name); ok {
		return number, nil
	}
	return 0, trex.NotFound("the submission of %s never reached Slurm", dir)
}
