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

// compareExperiments shows the best run of each experiment, and in which parameters
// the experiments differ as a whole.
func (a *answers) compareExperiments(p picked) (chat.Message, error) {
	m := a.listExperiments(p)
	m.Headline = experimentsHeadline(p)
	project := a.reader.Project(p.runs[0].Project, p.runs)
	for _, id := range p.experiments() {
		m.Blocks = append(m.Blocks, chat.Block{Text: fmt.Sprintf("%s: %s", id, say.Summary(project, trex.Configs(p.inside(id))))})
	}
	if apart := p.apart(project); len(apart) > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: "they differ in " + say.List(apart, 6)})
	}
	if note := card.SeedNote(project, p.runs); note != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: note})
	}
	if link := a.compareURL(p.runs); link != "" && len(p.runs) <= mostLinked {
		m.Buttons = []chat.Button{card.OpenButton(link)}
	}
	return m, nil
}

// experimentsHeadline says which experiment has the best run, and by how much.
func experimentsHeadline(p picked) string {
	bests := p.bests()
	if len(bests) < 2 {
		return fmt.Sprintf("%s; too few have reported values to compare", p.headline())
	}
	first, second := bests[0], bests[1]
	number := say.Among(insight.Values(bests))
	return fmt.Sprintf("%s has the best %s: %s (%s), %s has %s (%s)", first.Experiment, first.Objective.Metric,
		number(first.Best.Value), first.ID, second.Experiment, number(second.Best.Value), second.ID)
}

// bests returns the best run of each experiment, best first.
func (p picked) bests() []trex.Run {
	var bests []trex.Run
	for _, id := range p.selected.Experiments {
		if best := insight.Best(p.inside(id)); best != nil {
			bests = append(bests, *best)
		}
	}
	return insight.Ranked(bests)
}

// apart writes the parameters that have one value in each experiment, but not the
// same in all: "epochs (10 in e1, 25 in e3)".
func (p picked) apart(project *trex.Project) []string {
	var apart []string
	for _, param := range project.ParamNames() {
		var values []trex.Value
		var words []string
		for _, id := range p.experiments() {
			distinct := trex.Distinct(trex.Configs(p.inside(id)), param)
			if len(distinct) != 1 {
				values = nil
				break
			}
			values = append(values, distinct[0])
			words = append(words, fmt.Sprintf("%s in %s", say.Value(distinct[0]), id))
		}
		if slices.ContainsFunc(values, func(v trex.Value) bool { return v != values[0] }) {
			apart = append(apart, fmt.Sprintf("%s (%s)", param, strings.Join(words, ", ")))
		}
	}
	return apart
}
