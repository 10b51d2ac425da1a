package bot

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
)

// ranking is what the person wants to see of an order.
type ranking struct {
	metric string // "": the objective
	rank   agent.Rank
	limit  int
}

func ask(intent agent.Intent) ranking {
	r := ranking{rank: intent.Select.Rank, limit: max(intent.Select.Limit, 1)}
	if len(intent.Metrics) > 0 {
		r.metric = intent.Metrics[0]
	}
	return r
}

func (r ranking) worst() bool { return r.rank == agent.RankWorst || r.rank == agent.RankLower }

// shown is how many of some ranked runs were asked for.
func (r ranking) shown(of int) int {
	if r.rank == agent.RankUpper || r.rank == agent.RankLower {
		return (of + 1) / 2
	}
	return min(r.limit, of)
}

// candidates finds the runs to choose the best of. The selector's own rank and limit
// say how many to show, so they leave out no run here.
func (a *answers) candidates(ctx context.Context, event message, intent agent.Intent) (picked, error) {
	r := ask(intent)
	s := selected(intent)
	s.Rank, s.Limit = agent.RankNone, 0
	intent.Select, intent.Runs = s, nil
	p := picked{scope: a.scopeOf(intent)}
	if !s.IsZero() || r.metric != "" || r.rank == agent.RankUpper || r.rank == agent.RankLower {
		return a.pick(ctx, event, intent)
	}
	projects := mapped(a.projects, func(project trex.Project) string { return project.Name })
	if intent.Project != "" {
		projects = []string{intent.Project}
	}
	for _, project := range projects { // the store ranks the runs of a project, which may be many
		page, err := a.store.ListRuns(ctx, trex.RunQuery{
			Project: project, Limit: max(r.limit, card.ShortList), Sort: trex.SortKey{By: "best", Desc: r.worst()},
		})
		if err != nil {
			return p, err
		}
		p.runs = append(p.runs, page.Runs...)
	}
	return p, nil
}
