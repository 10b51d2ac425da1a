package bot

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/insight"
)

func (b *Bot) baseline(ctx context.Context, s *card.Standing) (*card.Baseline, error) {
	mine, others, err := b.earlierDefaults(ctx, s)
	if err != nil {
		return nil, err
	}
	if run := insight.Best(mine); run != nil {
		return &card.Baseline{Run: *run, Whose: "your baseline"}, nil
	}
	if run := insight.Best(others); run != nil {
		return &card.Baseline{Run: *run, Whose: "the baseline"}, nil
	}
	var own []trex.Run
	for _, run := range s.Runs {
		if run.Status == trex.Completed && insight.IsDefault(s.Project, run.Config) {
			own = append(own, run)
		}
	}
	if run := insight.Best(own); run != nil {
		return &card.Baseline{Run: *run, Whose: "the defaults in"}, nil
	}
	return nil, nil
}

// earlierDefaults finds completed runs with the default configuration.
func (b *Bot) earlierDefaults(ctx context.Context, s *card.Standing) (mine, others []trex.Run, err error) {
	query := trex.RunQuery{Project: s.Project.Name, Statuses: []trex.Status{trex.Completed}, Limit: 1000}
	seed, _ := insight.Seed(s.Project)
	for _, param := range s.Project.Params {
		if param.Name != seed.Name && !param.Default.IsZero() {
			query.Where = append(query.Where, trex.Condition{Name: param.Name, Op: trex.Equal, Value: param.Default})
		}
	}
	page, err := b.store.ListRuns(ctx, query)
	if err != nil {
		return nil, nil, err
	}
	who := s.Experiment.Requester
	for _, run := range page.Runs {
		switch {
		case run.Experiment == s.Experiment.ID || run.FinishedAt.After(s.Experiment.CreatedAt):
		case !insight.IsDefault(s.Project, run.Config):
		case run.Requester.ID == who.ID && run.Requester.Platform == who.Platform:
			mine = append(mine, run)
		default:
			others = append(others, run)
		}
	}
	return mine, others, nil
}
