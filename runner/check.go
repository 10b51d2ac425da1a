package runner

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
)

// check returns run's project if the run can ever start.
func (r *Runner) check(run trex.Run) (trex.Project, error) {
	project, ok := r.projects[run.Project]
	if !ok {
		return project, trex.Invalid("the project %s is no longer in the configuration", run.Project)
	}
	project.Executor = run.Executor // the project's executor may have changed since the launch
	if _, err := project.Complete(run.Config); err != nil {
		return project, err
	}
	return project, r.checkProject(project)
}

// checkProject returns an invalid error with a sentence if this runner can
// never start a run of project, else nil. Facts that it does not know yet are
// no error.
func (r *Runner) checkProject(project trex.Project) error {
	executor, ok := r.executors[project.Executor]
	if !ok {
		return trex.Invalid("%s runs on the executor %q, which is not configured", project.Name, project.Executor)
	}
	if checker, ok := executor.(Checker); ok {
		if err := checker.Check(project); err != nil {
			return err
		}
	}
	if _, sized := executor.(Sized); sized {
		return nil
	}
	wanted, have := project.Resources.GPUs, r.gpus.count()
	if r.gpus.detected() && wanted > have {
		return trex.Invalid("%s asks for %s a run, and this machine has %s", project.Name, countGPUs(wanted), countGPUs(have))
	}
	return nil
}

func countGPUs(n int) string {
	switch n {
	case 0:
		return "no GPU"
	case 1:
		return "1 GPU"
	}
	return fmt.Sprintf("%d GPUs", n)
}

func (r *Runner) refuse(ctx context.Context, run trex.Run, why error) error {
	reason, ok := trex.Sentence(why)
	if !ok {
		return why
	}
	_, err := r.store.FinishRun(ctx, trex.Finish{Run: run.ID, Status: trex.Failed, Reason: reason, At: r.now()})
	if trex.KindOf(err) == trex.KindConflict {
		return nil
	}
	return err
}
