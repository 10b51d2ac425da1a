package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// mostColumns is the most runs whose configurations stand side by side.
const mostColumns = 6

// diff shows in which parameters runs differ, and how their results do. A single run
// is compared with the project's defaults.
func (a *answers) diff(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	p, err := a.pickOr(ctx, event, intent)
	switch {
	case err != nil:
		return reply{}, err
	case len(p.runs) == 0:
		return p.nothing(), nil
	case whole(p.selected) && len(p.selected.Experiments) > 1:
		return a.compare(ctx, event, intent)
	}
	if err := oneProject(p.runs); err != nil {
		return reply{}, err
	}
	project := a.reader.Project(p.runs[0].Project, p.runs)
	runs := p.runs[:min(len(p.runs), mostColumns)]
	columns, configs := []string{}, []trex.RunConfig{}
	if len(runs) == 1 {
		columns, configs = append(columns, "default"), append(configs, project.Defaults())
	}
	for _, run := range runs {
		columns, configs = append(columns, string(run.ID)), append(configs, run.Config)
	}
	differing := differingNames(project, configs)
	m := chat.Message{Headline: diffHeadline(p, differing)}
	if len(differing) > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Table: diffTable(differing, columns, configs)})
	}
	if len(runs) > 1 {
		m.Blocks = append(m.Blocks, chat.Block{Text: card.ComparisonHeadline(slices.Clone(runs))})
	}
	if note := card.SeedNote(project, runs); note != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: note})
	}
	if more := len(p.runs) - len(runs); more > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("and %d more runs; name those to compare", more)})
	}
	if link := a.compareURL(runs); link != "" {
		m.Buttons = []chat.Button{card.OpenButton(link)}
	}
	return reply{message: m}, nil
}

func diffHeadline(p picked, differing []string) string {
	switch {
	case len(p.runs) == 1 && len(differing) == 0:
		return fmt.Sprintf("%s has every parameter at its default", p.runs[0].ID)
	case len(p.runs) == 1:
		return fmt.Sprintf("%s differs from the defaults in %s", p.runs[0].ID, say.List(differing, 5))
	case len(differing) == 0:
		return fmt.Sprintf("the configurations of %s are the same", p.scope)
	}
	return fmt.Sprintf("%s differ in %s", p.scope, say.List(differing, 5))
}

// differingNames lists the parameters that differ, those that the project no longer
// has last.
func differingNames(project *trex.Project, configs []trex.RunConfig) []string {
	names := project.Differing(configs)
	for _, config := range configs {
		for _, name := range slices.Sorted(maps.Keys(config)) {
			_, known := project.Param(name)
			if !known && !slices.Contains(names, name) && len(trex.Distinct(configs, name)) > 1 {
				names = append(names, name)
			}
		}
	}
	return names
}

func diffTable(names, columns []string, configs []trex.RunConfig) *chat.Table {
	table := &chat.Table{Columns: append([]string{"parameter"}, columns...)}
	for _, name := range names {
		row := []string{name}
		for _, config := range configs {
			value := "–"
			if v := config[name]; !v.IsZero() {
				value = say.Value(v)
			}
			row = append(row, value)
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}
