package main

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/local"
	"github.com/trex-ml/trex/runner/slurm"
)

// executor is one place where runs may execute.
type executor struct {
	config.Executor
	open func(settings) (runner.Executor, error)
	look func(ctx context.Context, s settings, folder string) []trex.Finding // for doctor; nil: it has no checks of its own
}

// executors returns all executors.
func executors() []executor {
	return []executor{
		{
			Executor: config.Executor{Name: local.Name},
			open:     func(settings) (runner.Executor, error) { return local.New(local.Params{}), nil },
		},
		{
			Executor: config.Executor{
				Name: slurm.Name, Options: func() config.Options { return new(slurm.Settings) },
				OfProject: "Requests to the Slurm cluster; what is left out comes from runner.slurm.",
				OfRunner:  "Defaults for projects that execute on Slurm.",
			},
			open: func(s settings) (runner.Executor, error) { return slurm.New(slurm.Params{Log: s.Log}) },
			look: func(ctx context.Context, s settings, folder string) []trex.Finding {
				return slurm.Check(ctx, slurm.Look{Params: slurm.Params{Log: s.Log}, Folder: folder, Projects: s.Projects})
			},
		},
	}
}

// wanted reports whether runs may execute there. This machine is always wanted:
// it may have runs from before their project named another executor.
func (e executor) wanted(s settings) bool {
	return e.Name == trex.ThisMachine ||
		slices.ContainsFunc(s.Projects, func(p trex.Project) bool { return p.Executor == e.Name })
}

func openExecutors(s settings) ([]runner.Executor, error) {
	var open []runner.Executor
	for _, e := range executors() {
		if !e.wanted(s) {
			continue
		}
		opened, err := e.open(s)
		if err != nil {
			return nil, err
		}
		open = append(open, opened)
	}
	return open, nil
}

func lookAtExecutors(ctx context.Context, s settings) []trex.Finding {
	folder, err := filepath.Abs(filepath.Join(s.Data, "runs"))
	if err != nil {
		return []trex.Finding{{Name: "runs", Detail: err.Error(), Fix: "start Trex in a folder that exists"}}
	}
	var findings []trex.Finding
	for _, e := range executors() {
		if e.look != nil && e.wanted(s) {
			findings = append(findings, e.look(ctx, s, folder)...)
		}
	}
	return findings
}
