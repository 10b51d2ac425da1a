package bot

import (
	"fmt"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// severalValues returns the condition of a selector that has several values, as in
// "was lr 0.1 better than 0.01".
func severalValues(s agent.Select) (agent.Condition, bool) {
	i := slices.IndexFunc(s.Where, func(c agent.Condition) bool { return c.Op == trex.Equal && len(c.Values) > 1 })
	if i < 0 {
		return agent.Condition{}, false
	}
	return s.Where[i], true
}

// valueGroup is the runs with one value of a parameter.
type valueGroup struct {
	value trex.Value
	runs  []trex.Run
	best  *trex.Run // nil: none has a result
}

// compareValues groups runs by a parameter's value.
func (a *answers) compareValues(p picked, c agent.Condition) (chat.Message, error) {
	project := a.reader.Project(p.runs[0].Project, p.runs)
	groups := make([]valueGroup, len(c.Values))
	for i, value := range c.Values {
		groups[i].value = value
		for _, run := range p.runs {
			if run.Config[c.Param] == value {
				groups[i].runs = append(groups[i].runs, run)
			}
		}
		groups[i].best = insight.Best(groups[i].runs)
	}
	slices.SortStableFunc(groups, byBest)
	m := chat.Message{Headline: valuesHeadline(p, c.Param, groups)}
	m.Blocks = append(m.Blocks, chat.Block{Table: valuesTable(project, c.Param, p.runs[0].Objective, groups)})
	if note := valuesNote(project, c.Param, groups); note != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: note})
	}
	if link := a.compareURL(p.runs); link != "" && len(p.runs) <= mostLinked {
		m.Buttons = []chat.Button{card.OpenButton(link)}
	}
	return m, nil
}

// byBest orders groups by their best runs; those without a result come last.
func byBest(a, b valueGroup) int {
	switch {
	case a.best == nil && b.best == nil:
		return 0
	case a.best == nil:
		return 1
	case b.best == nil:
		return -1
	}
	return insight.Order(a.best.Objective, a.best.Best.Value, b.best.Best.Value)
}

func valuesHeadline(p picked, param string, groups []valueGroup) string {
	first, second := groups[0], groups[1]
	name := func(g valueGroup) string { return param + " " + say.Value(g.value) }
	switch {
	case first.best == nil:
		return fmt.Sprintf("no run of %s has a result to compare", p.scope)
	case len(second.runs) == 0:
		return fmt.Sprintf("no run of %s has %s; %s has at best %s %s (%s)", p.of(), name(second),
			name(first), first.best.Objective.Metric, say.Number(first.best.Best.Value), first.best.ID)
	case second.best == nil:
		return fmt.Sprintf("no run with %s has a result; %s has at best %s %s (%s)", name(second),
			name(first), first.best.Objective.Metric, say.Number(first.best.Best.Value), first.best.ID)
	}
	number := say.Among([]float64{first.best.Best.Value, second.best.Best.Value})
	return fmt.Sprintf("%s of %s: %s (%s) with %s, %s (%s) with %s", bestWord(first.best, second.best), p.of(),
		number(first.best.Best.Value), first.best.ID, name(first), number(second.best.Best.Value), second.best.ID, name(second))
}

// bestWord names what of two runs is compared: "best val_loss".
func bestWord(a, b *trex.Run) string {
	if a.Best.Value == b.Best.Value {
		return "equal best " + a.Objective.Metric
	}
	return "best " + a.Objective.Metric
}

func valuesTable(project *trex.Project, param string, objective trex.Objective, groups []valueGroup) *chat.Table {
	table := &chat.Table{Columns: []string{param, "runs", "best " + objective.Metric, "run", "mean"}}
	var values []float64
	for _, g := range groups {
		values = append(values, insight.Values(g.runs)...)
	}
	number := say.Among(values)
	for _, g := range groups {
		row := []string{say.Value(g.value), card.Counts(&card.Standing{Runs: g.runs}), "–", "–", ""}
		if g.best != nil {
			row[2], row[3] = number(g.best.Best.Value), string(g.best.ID)
			row[4] = seedMean(project, g)
		}
		table.Rows = append(table.Rows, row)
	}
	return card.WithoutEmptyLast(table)
}

// seedMean writes the mean over the seeds of the best run's configuration, "" when it
// has one seed.
func seedMean(project *trex.Project, g valueGroup) string {
	for _, group := range insight.Groups(project, insight.WithValue(g.runs)) {
		if len(group) > 1 && slices.ContainsFunc(group, func(run trex.Run) bool { return run.ID == g.best.ID }) {
			mean, deviation := insight.Spread(insight.Values(group))
			return fmt.Sprintf("%s ± %s over %d seeds", say.Number(mean), say.Digits(deviation, 2), len(group))
		}
	}
	return ""
}

// valuesNote says why the difference may not come from the parameter.
func valuesNote(project *trex.Project, param string, groups []valueGroup) string {
	first, second := groups[0].best, groups[1].best
	if first == nil || second == nil {
		return ""
	}
	seed, _ := insight.Seed(project)
	others := slices.DeleteFunc(project.Differing([]trex.RunConfig{first.Config, second.Config}), func(name string) bool {
		return name == param || name == seed.Name
	})
	switch {
	case len(others) > 0:
		return fmt.Sprintf("%s and %s differ in %s too", first.ID, second.ID, say.List(others, 5))
	case seedMean(project, groups[0]) == "" && seedMean(project, groups[1]) == "":
		return "one run each: other seeds may rank them differently"
	}
	return ""
}
