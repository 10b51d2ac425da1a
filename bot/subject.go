package bot

import (
	"context"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/insight"
)

// subjectRuns finds the runs of a button: one run, an experiment's runs, its runs
// that failed alike ("e42/gpu_memory"), a range ("r4-r9"), or several of these.
func (c *clicks) subjectRuns(ctx context.Context, subject string) ([]trex.Run, error) {
	var runs []trex.Run
	for part := range strings.SplitSeq(subject, ",") {
		some, err := c.partRuns(ctx, part)
		if err != nil {
			return nil, err
		}
		runs = append(runs, some...)
	}
	return runs, nil
}

func (c *clicks) partRuns(ctx context.Context, part string) ([]trex.Run, error) {
	if ids, err := card.ParseRuns(part); err == nil {
		return findRuns(ctx, c.store, ids)
	}
	name, kind, one := strings.Cut(part, "/")
	id, err := trex.ParseExperimentID(name)
	if err != nil {
		return nil, notMine()
	}
	if _, err := c.store.FindExperiment(ctx, id); err != nil {
		return nil, err
	}
	runs, err := c.store.ListExperimentRuns(ctx, id)
	if err != nil || !one {
		return runs, err
	}
	for _, failure := range insight.Failures(runs) {
		if failure.Kind == kind {
			return failure.Runs, nil
		}
	}
	return nil, trex.NotFound("%s has no run that failed like that", id)
}

// subjectRun finds the run of a button.
func (c *clicks) subjectRun(ctx context.Context, event click) (trex.Run, error) {
	id, err := trex.ParseRunID(event.Action.Subject)
	if err != nil {
		return trex.Run{}, err
	}
	return c.store.FindRun(ctx, id)
}
