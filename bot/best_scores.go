package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/look"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// mostScored is how many runs are asked for their values of a metric that is not the
// objective: each is a query.
const mostScored = 1000

// scores ranks runs of one project by a metric, best first. both is true when it is
// not known which values of it are better: then the largest come first.
func (a *answers) scores(ctx context.Context, runs []trex.Run, metric string) (scores []card.Score, both bool, err error) {
	if _, same := look.Likely(metric, []string{runs[0].Objective.Metric}); metric == "" || same {
		for _, run := range insight.Ranked(insight.WithValue(runs)) {
			scores = append(scores, card.Score{Run: run, Metric: run.Objective.Metric, Best: *run.Best})
		}
		return scores, false, nil
	}
	for i := range runs[:min(len(runs), mostScored)] {
		m, _, err := a.reader.Metric(ctx, &runs[i], metric)
		if err != nil {
			return nil, false, err
		}
		if m == nil || !m.Finite || runs[i].Broken() {
			continue
		}
		best := m.Best
		if best == nil {
			best, both = &m.High, true
		}
		scores = append(scores, card.Score{Run: runs[i], Metric: m.Metric, Best: *best})
	}
	if len(scores) == 0 {
		return nil, both, nil
	}
	goal, known := insight.GoalOf(runs[0].Objective, scores[0].Metric)
	if !known {
		goal = trex.Maximize
	}
	objective := trex.Objective{Metric: scores[0].Metric, Goal: goal}
	slices.SortStableFunc(scores, func(a, b card.Score) int { return insight.Order(objective, a.Value, b.Value) })
	return scores, both, nil
}

// bothEnds shows the largest and the smallest value of a metric that does not say
// which of them is better.
func bothEnds(p picked, scores []card.Score) chat.Message {
	high, low := scores[0], scores[len(scores)-1]
	number := say.Among([]float64{high.Value, low.Value})
	return chat.Message{
		Headline: fmt.Sprintf("%s of %s: largest %s (%s), smallest %s (%s)", high.Metric, p.scope,
			number(high.Value), high.Run.ID, number(low.Value), low.Run.ID),
		Blocks: []chat.Block{{Note: "I do not know which values of " + high.Metric + " are better; each run counts with its largest"}},
	}
}

// mostAsked is how many runs are looked at for the names of their metrics.
const mostAsked = 20

// noResult says that no run can be ranked, and by what else.
func (a *answers) noResult(ctx context.Context, p picked, intent agent.Intent) (reply, error) {
	r := ask(intent)
	metric := cmp.Or(say.Clip(r.metric, 40), p.runs[0].Objective.Metric)
	if len(byProject(p.runs)) > 1 && r.metric == "" {
		metric = "its objective"
	}
	m := chat.Message{Headline: fmt.Sprintf("%s: no run has reported %s yet", p.scope, metric)}
	if r.metric == "" {
		return reply{message: m}, nil
	}
	for i := range p.runs[:min(len(p.runs), mostAsked)] {
		_, names, err := a.reader.Metric(ctx, &p.runs[i], r.metric)
		if err != nil {
			return reply{}, err
		}
		if len(names) > 0 {
			m.Blocks = []chat.Block{{Note: fmt.Sprintf("%s reported %s", p.runs[i].ID, say.List(names, 10))}}
			break
		}
	}
	return reply{message: m}, nil
}

// byProject groups runs by their project, in the order of their first runs.
func byProject(runs []trex.Run) [][]trex.Run {
	var groups [][]trex.Run
	for _, run := range runs {
		i := slices.IndexFunc(groups, func(group []trex.Run) bool { return group[0].Project == run.Project })
		if i < 0 {
			groups = append(groups, nil)
			i = len(groups) - 1
		}
		groups[i] = append(groups[i], run)
	}
	return groups
}

// oneProject returns an invalid error for runs of several projects: their values
// cannot be compared.
func oneProject(runs []trex.Run) error {
	for _, run := range runs {
		if run.Project != runs[0].Project {
			return trex.Invalid("%s is a run of %s and %s is a run of %s: their values cannot be compared",
				runs[0].ID, runs[0].Project, run.ID, run.Project)
		}
	}
	return nil
}
