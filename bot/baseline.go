package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// baseline is the run an experiment's best is compared with: the best run with
// the default configuration (whatever its seed) that was completed before the
// experiment was launched, the requester's own if there is one, else anybody's;
// failing that, such a run of the experiment itself.
type baseline struct {
	run   trex.Run
	whose string // "your baseline", "the baseline", "the defaults in"
}

// compare says how best stands against the baseline, "" when there is nothing
// to say. It is safe on nil.
func (l *baseline) compare(best *trex.Run) string {
	if l == nil || l.run.ID == best.ID || l.run.Objective != best.Objective {
		return ""
	}
	text := say.Against(best.Best.Value, l.run.Best.Value)
	if text == "" {
		return ""
	}
	return fmt.Sprintf("%s %s %s", text, l.whose, l.run.ID)
}

func (b *Bot) baseline(ctx context.Context, s *experimentState) (*baseline, error) {
	mine, others, err := b.earlierDefaults(ctx, s)
	if err != nil {
		return nil, err
	}
	if run := insight.Best(mine); run != nil {
		return &baseline{*run, "your baseline"}, nil
	}
	if run := insight.Best(others); run != nil {
		return &baseline{*run, "the baseline"}, nil
	}
	var own []trex.Run
	for _, run := range s.runs {
		if run.Status == trex.Completed && insight.IsDefault(s.project, run.Config) {
			own = append(own, run)
		}
	}
	if run := insight.Best(own); run != nil {
		return &baseline{*run, "the defaults in"}, nil
	}
	return nil, nil
}

// earlierDefaults finds completed runs with the default configuration.
func (b *Bot) earlierDefaults(ctx context.Context, s *experimentState) (mine, others []trex.Run, err error) {
	query := trex.RunQuery{Project: s.project.Name, Statuses: []trex.Status{trex.Completed}, Limit: 1000}
	seed, _ := insight.Seed(s.project)
	for _, param := range s.project.Params {
		if param.Name != seed.Name && !param.Default.IsZero() {
			query.Where = append(query.Where, trex.Condition{Name: param.Name, Op: trex.Equal, Value: param.Default})
		}
	}
	page, err := b.store.ListRuns(ctx, query)
	if err != nil {
		return nil, nil, err
	}
	who := s.experiment.Requester
	for _, run := range page.Runs {
		switch {
		case run.Experiment == s.experiment.ID || run.FinishedAt.After(s.experiment.CreatedAt):
		case !insight.IsDefault(s.project, run.Config):
		case run.Requester.ID == who.ID && run.Requester.Platform == who.Platform:
			mine = append(mine, run)
		default:
			others = append(others, run)
		}
	}
	return mine, others, nil
}
