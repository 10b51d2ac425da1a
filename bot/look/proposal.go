package look

import (
	"context"
	"fmt"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
)

// Card reads the data of a proposal's card.
func (r *Reader) Card(ctx context.Context, p trex.Proposal) (card.Proposal, error) {
	s := card.Proposal{Proposal: p, Now: r.now(), Capacity: r.Capacity()}
	s.Project = r.Project(p.Project, []trex.Run{{Config: p.Configs[0]}})
	var err error
	if p.State == trex.ProposalLaunched {
		s.Launched, err = r.launched(ctx, p)
	}
	if err != nil || p.State != trex.ProposalOpen {
		return s, err
	}
	if s.Typical, s.Earlier, err = r.estimate(ctx, s.Project, p.Configs); err != nil {
		return s, err
	}
	s.Same, err = r.store.FindEqualRuns(ctx, p.Project, p.Configs)
	return s, err
}

// launched finds which configurations of a launched proposal became runs, nil
// when all did.
func (r *Reader) launched(ctx context.Context, p trex.Proposal) ([]int, error) {
	runs, err := r.store.ListExperimentRuns(ctx, p.Experiment)
	if err != nil {
		return nil, fmt.Errorf("find what was launched: %w", err)
	}
	if len(runs) == len(p.Configs) {
		return nil, nil
	}
	var indices []int
	for i, config := range p.Configs {
		at := slices.IndexFunc(runs, func(run trex.Run) bool { return run.Config.Equal(config) })
		if at >= 0 {
			indices, runs = append(indices, i), slices.Delete(runs, at, at+1)
		}
	}
	return indices, nil
}
