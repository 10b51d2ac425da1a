package main

import (
	"time"

	"github.com/trex-ml/trex/runner/local"
	"github.com/trex-ml/trex/runner/local/supervise"
)

type superviseCmd struct {
	Dir     string        `arg:"" help:"The run's folder."`
	Environ bool          `help:"The command gets this process's environment instead of the job's."`
	Sweep   bool          `help:"Only end the remaining processes of a run whose supervisor was killed."`
	Measure int           `help:"Only measure what a run uses, given the process id of its supervisor."`
	Every   time.Duration `default:"10s" help:"Time between two measurements."`
}

func (c *superviseCmd) Run() error {
	run := supervise.Run
	switch {
	case c.Sweep:
		run = local.Sweep
	case c.Measure != 0:
		run = func(dir string) int { return local.Measure(c.Measure, c.Every, dir) }
	case c.Environ:
		run = supervise.RunInherited
	}
	if run(c.Dir) != 0 {
		return errFailed
	}
	return nil
}
