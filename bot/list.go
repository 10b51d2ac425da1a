package bot

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// list shows the runs that a message selects; several experiments by experiment.
func (a *answers) list(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	p, err := a.pick(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	if len(p.runs) == 0 {
		return p.nothing(), nil
	}
	if whole(p.selected) && len(p.selected.Experiments) > 1 {
		return reply{message: a.listExperiments(p)}, nil
	}
	return reply{message: a.listRuns(p)}, nil
}

// moreIDs is how many runs are named below the rows.
const moreIDs = 15

func (a *answers) listRuns(p picked) chat.Message {
	m := chat.Message{Headline: p.headline()}
	shown := p.runs[:min(len(p.runs), phoneRows)]
	m.Blocks = append(m.Blocks, chat.Block{Runs: a.statusRows(shown)})
	if rest := p.runs[len(shown):]; len(rest) > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("and %d more: %s", len(rest), say.Runs(rest, moreIDs))})
	}
	if link := a.listURL(p); link != "" {
		m.Buttons = []chat.Button{card.OpenButton(link)}
	}
	return m
}

// headline counts the runs, by status when they have several.
func (p picked) headline() string {
	line := fmt.Sprintf("%s: %s", p.scope, say.Count(len(p.runs), "run"))
	if counts := card.Counts(&card.Standing{Runs: p.runs}); strings.Contains(counts, ",") || len(p.selected.Statuses) == 0 {
		line += " · " + counts
	}
	return line
}

// listExperiments shows each experiment with its best run.
func (a *answers) listExperiments(p picked) chat.Message {
	m := chat.Message{Headline: p.headline()}
	table := &chat.Table{Columns: []string{"", "project", "runs", "best", "value"}}
	for _, id := range p.selected.Experiments {
		s := &card.Standing{Runs: p.inside(id)}
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

// mostLinked is the most runs that an address names.
const mostLinked = 60

// listURL returns the address of a page with the same runs: an experiment's, the
// list by the same filter, or a comparison of exactly these. It returns "" when
// there is none.
func (a *answers) listURL(p picked) string {
	s := p.selected
	switch filter, ok := p.filter(); {
	case whole(s) && len(s.Experiments) == 1:
		return a.reader.ExperimentURL(s.Experiments[0])
	case len(p.runs) == 1:
		return a.reader.RunURL(p.runs[0].ID)
	case ok:
		return a.reader.URL("/" + filter)
	case len(p.runs) <= mostLinked:
		return a.compareURL(p.runs)
	}
	return ""
}

// filter writes the selector as the web's list reads it; ok is false when it cannot.
func (s scope) filter() (query string, ok bool) {
	sel := s.selected
	values := url.Values{}
	if s.project != "" {
		values.Set("project", s.project)
	}
	if len(sel.Statuses) > 0 {
		values.Set("status", strings.Join(mapped(sel.Statuses, func(status trex.Status) string { return string(status) }), ","))
	}
	sel.Statuses = nil
	if sel.Scope == agent.ScopeAll {
		sel.Scope = agent.ScopeNone
	}
	if len(values) == 0 {
		return "", sel.IsZero()
	}
	return "?" + values.Encode(), sel.IsZero()
}

func (a *answers) compareURL(runs []trex.Run) string {
	ids := mapped(runs, func(run trex.Run) string { return string(run.ID) })
	return a.reader.URL("/compare?runs=" + strings.Join(ids, ","))
}
