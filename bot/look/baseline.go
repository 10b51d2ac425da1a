package look

import (
	"context"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/insight"
)

// Baseline finds the run that the best run of an experiment is compared with:
// the best completed run with the default configuration and any seed. It looks
// first among the requester's runs completed before the experiment was
// launched, then among everybody's, then in the experiment itself. It returns
// nil when there is none.
func (r *Reader) Baseline(ctx context.Context, s *card.Standing) (*card.Baseline, error) {
	if len(s.Project.Params) == 0 {
		return nil, nil
	}
	earlier := trex.RunQuery{
		Project: s.Project.Name, Statuses: []trex.Status{trex.Completed}, Where: insight.AtDefaults(s.Project),
		NotExperiment: s.Experiment.ID, FinishedBefore: s.Experiment.CreatedAt,
	}
	mine := earlier
	mine.Person = s.Experiment.Requester
	own := earlier
	own.NotExperiment, own.Experiment = "", s.Experiment.ID
	own.FinishedBefore = time.Time{}
	for _, candidate := range []struct {
		query trex.RunQuery
		whose string
	}{{mine, "your baseline"}, {earlier, "the baseline"}, {own, "the defaults in"}} {
		run, err := r.best(ctx, candidate.query)
		if err != nil {
			return nil, err
		}
		if run != nil {
			return &card.Baseline{Run: *run, Whose: candidate.whose}, nil
		}
	}
	return nil, nil
}

// best finds the best run that query matches, nil when none has a value.
func (r *Reader) best(ctx context.Context, query trex.RunQuery) (*trex.Run, error) {
	query.Sort, query.Limit = trex.SortKey{By: "best"}, 1
	page, err := r.store.ListRuns(ctx, query)
	if err != nil {
		return nil, err
	}
	return insight.Best(page.Runs), nil
}
