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
	"github.com/trex-ml/trex/internal/wait"
	"github.com/trex-ml/trex/runner"
)

const namePrefix = "trex-"

// inDoubt is how long after the end of an sbatch that gave no answer its job
// may still appear in the queue: the request may be on its way, or wait in a
// controller that is busy.
const inDoubt = 5 * time.Second

// submitAll submits the jobs at places, in as few arrays as Slurm takes.
func (e *Executor) submitAll(ctx context.Context, jobs []runner.Job, places []int, started []runner.Started) {
	for _, array := range e.arrays(ctx, jobs, places) {
		for rest := array; len(rest) > 0; {
			n, err := e.submitSome(ctx, jobs, rest, started)
			if err != nil { // an error that all of them would get
				for _, place := range rest {
					started[place].Err = err
				}
				break
			}
			rest = rest[n:]
		}
	}
}

// submitSome submits the first n of the jobs at places, as many as Slurm is
// likely to take; n is 0 when they were too many, and fewer may be taken.
func (e *Executor) submitSome(ctx context.Context, jobs []runner.Job, places []int, started []runner.Started) (n int, err error) {
	who := account(jobs[places[0]])
	if err := e.limits.refused(who); err != nil {
		return 0, err
	}
	n = e.limits.most(who, len(places))
	members := make([]runner.Job, n)
	for i := range members {
		members[i] = jobs[places[i]]
	}
	ids, err := e.submit(ctx, members)
	switch {
	case err == nil:
		e.limits.take(who, n)
	case (errors.Is(err, errFull) || errors.Is(err, errTooLarge)) && n > 1:
		e.limits.refuse(who, n, err)
		return 0, nil
	case errors.Is(err, errFull), errors.Is(err, errMaybeFull):
		e.limits.refuse(who, n, err)
		e.limits.rest(who, err)
		return 0, err
	case errors.Is(err, errClosed):
		e.limits.rest(who, err)
		return 0, err
	case trex.KindOf(err) == trex.KindUnavailable && ctx.Err() == nil:
		e.limits.rest(everyone, err)
		return 0, err
	default:
		return 0, err
	}
	for i, id := range ids {
		started[places[i]].Handle = e.handle(id, members[i].Dir)
	}
	return n, nil
}

// submit hands jobs of equal requirements to Slurm, as one job or one array.
func (e *Executor) submit(ctx context.Context, jobs []runner.Job) ([]jobID, error) {
	records := make([]record, len(jobs))
	name := namePrefix + string(jobs[0].Run) + "-" + rand.Text()[:10]
	for i, job := range jobs {
		records[i] = record{Key: job.Key, Name: name, Member: i, Asking: true}
		if len(jobs) == 1 {
			records[i].Member = noArray
		}
	}
	after, err := e.before(ctx, jobs[0])
	if err != nil {
		return nil, err
	}
	batch := filepath.Join(jobs[0].Dir, "slurm.sh")
	if err := os.WriteFile(batch, []byte(script(e.trexPath, jobs)), 0o755); err != nil {
		return nil, fmt.Errorf("write the job script: %w", err)
	}
	if err := note(jobs, records, 0); err != nil {
		return nil, err
	}
	number, err := e.commands.sbatch(ctx, e.arguments(jobs, name, batch, after))
	if trex.KindOf(err) == trex.KindInvalid || errors.Is(err, errFull) || errors.Is(err, errTooLarge) {
		e.log.Info("Slurm refused a submission", "runs", len(jobs), "error", err)
		return nil, errors.Join(err, forget(jobs))
	}
	for i := range records {
		records[i].Asking = false
	}
	if err = errors.Join(err, note(jobs, records, number)); err != nil {
		return nil, err
	}
	e.latest.set(jobs[0], number)
	e.queue.want()
	e.log.Info("submitted to Slurm", "job", number, "name", name, "runs", len(jobs))
	ids := make([]jobID, len(jobs))
	for i := range jobs {
		ids[i] = records[i].jobID()
	}
	return ids, nil
}

// forget deletes the notes of a submission that Slurm certainly did not take.
func forget(jobs []runner.Job) error {
	for _, job := range jobs {
		if err := os.Remove(filepath.Join(job.Dir, jobFile)); err != nil {
			return fmt.Errorf("forget the submission: %w", err)
		}
	}
	return nil
}

// note writes the state of a submission into the folders of its runs.
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

// arguments passes on the environment that commandEnvironment kept: with
// --export=NIL, Slurm 22.05 makes each job wait for a login shell of its user.
// They let Slurm requeue a job, because one whose launch failed has done
// nothing yet. If the command has started, the supervisor does not start it
// again.
func (e *Executor) arguments(jobs []runner.Job, name, batch string, after int64) []string {
	args := []string{
		"--parsable", "--job-name=" + name, "--comment=" + comment(jobs), "--export=ALL", "--requeue",
		"--chdir=/", "--output=/dev/null", "--error=/dev/null", "--open-mode=append",
	}
	if len(jobs) > 1 {
		array := fmt.Sprintf("--array=0-%d", len(jobs)-1)
		if slots := settingsOf(jobs[0].Project).Slots; slots > 0 {
			array += fmt.Sprintf("%%%d", slots)
		}
		args = append(args, array)
	}
	if after != 0 {
		args = append(args, fmt.Sprintf("--dependency=afterany:%d", after))
	}
	return append(append(args, requirements(jobs[0].Project)...), batch)
}

// comment tells people who look at a job in Slurm which runs it is.
func comment(jobs []runner.Job) string {
	text := commentOf(jobs[0]) + string(jobs[0].Run)
	if last := jobs[len(jobs)-1].Run; last != jobs[0].Run {
		text += " to " + string(last)
	}
	return text
}

// commentOf begins the comment of every job of an experiment.
func commentOf(job runner.Job) string {
	return fmt.Sprintf("trex %s %s ", job.Project.Name, job.Experiment)
}

// find returns the job of an earlier start of key that left traces in dir, and
// not-found when that start certainly left no job in Slurm.
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
// answer was saved. It may wait until that is certain.
func (e *Executor) arrived(ctx context.Context, left record, dir string) (number int64, err error) {
	if came, ok := readArrival(dir); ok {
		return came.array, nil
	}
	ended := left.At
	switch {
	case ended.Before(e.begun): // from an earlier server, whose sbatch died with it
		ended = e.begun
	case left.Asking: // from another server, which has lost its lead and may not know it yet
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
	if err := wait.For(ctx, time.Until(ended.Add(inDoubt))); err != nil {
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
