package main

import "github.com/trex-ml/trex/runner/local"

type superviseCmd struct {
	Dir     string `arg:"" help:"The run's folder."`
	Environ bool   `help:"The command gets this process's environment instead of the job's."`
	Sweep   bool   `help:"Only end what is left of a run whose supervisor was killed."`
}

func (c *superviseCmd) Run() error {
	supervise := local.Supervise
	switch {
	case c.Sweep:
		supervise = local.Sweep
	case c.Environ:
		supervise = local.SuperviseInherited
	}
	if supervise(c.Dir) != 0 {
		return errFailed
	}
	return nil
}
