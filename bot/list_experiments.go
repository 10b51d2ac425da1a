package bot

import (
	"fmt"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// listExperiments shows each experiment with its best run.
func (a *answers) listExperiments(p picked) chat.Message {
	m := chat.Message{Headline: p.headline()}
	table := &chat.Table{Columns: []string{"", "project", "runs", "best", "value"}}
	for _, id := range p.selected.Experiments {
		s := &card.Standing{Runs: p.inside(id)}
		if len(s.Runs) == 0 {
			table.Rows = append(table.Rows, []string{string(id), "", "no such run", "–", ""})
			continue
		}
		row := []string{string(id), s.Runs[0].Project, card.Counts(s), "–", ""}
		if best := insight.Best(s.Runs); best != nil {
			row[3] = strings.TrimSpace(string(best.ID) + " " + best.Name)
			row[4] = best.Objective.Metric + " " + s.Value(best.Best.Value)
		}
		table.Rows = append(table.Rows, row)
	}
	m.Blocks = []chat.Block{{Table: table}}
	if link := a.listURL(p); link != "" {
		m.Buttons = []chat.Button{card.OpenButton(link)}
	}
	return m
}

// history shows what was tried in a time, by experiment.
func (a *answers) history(p picked, experiments []trex.ExperimentID) chat.Message {
	m := chat.Message{Headline: p.headline()}
	table := &chat.Table{Columns: []string{"", "tried", "runs", "best"}}
	for _, id := range experiments[:min(len(experiments), phoneRows)] {
		s := &card.Standing{Runs: p.inside(id)}
		project := a.reader.Project(s.Runs[0].Project, s.Runs)
		row := []string{string(id), say.Clip(say.Summary(project, trex.Configs(s.Runs)), 60), card.Counts(s), "–"}
		if best := insight.Best(s.Runs); best != nil {
			row[3] = fmt.Sprintf("%s %s %s", best.ID, best.Objective.Metric, s.Value(best.Best.Value))
		}
		table.Rows = append(table.Rows, row)
	}
	m.Blocks = []chat.Block{{Table: table}, {Note: say.Runs(p.runs, moreIDs)}}
	if more := len(experiments) - phoneRows; more > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: "and " + say.Count(more, "more experiment")})
	}
	if link := a.listURL(p); link != "" {
		m.Buttons = []chat.Button{card.OpenButton(link)}
	}
	return m
}

// experiments returns the experiments of the picked runs, in the order of the runs.
func (p picked) experiments() []trex.ExperimentID {
	var ids []trex.ExperimentID
	for _, run := range p.runs {
		if !slices.Contains(ids, run.Experiment) {
			ids = append(ids, run.Experiment)
		}
	}
	return ids
}

// inside returns the picked runs of one experiment.
func (p picked) inside(id trex.ExperimentID) []trex.Run {
	var runs []trex.Run
	for _, run := range p.runs {
		if run.Experiment == id {
			runs = append(runs, run)
		}
	}
	return runs
}
