package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/look"
	"github.com/trex-ml/trex/say"
)

// compare shows a ranking of runs, the parameters that differ, and all curves in
// one picture.
func (a *answers) compare(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	var runs []trex.Run
	var err error
	if len(intent.Runs) == 0 && intent.Experiment == "" && intent.Project != "" {
		runs, _, err = a.bestAmong(ctx, event, intent)
	} else {
		runs, err = a.targets(ctx, event, intent)
	}
	if err != nil {
		return reply{}, err
	}
	m, err := a.comparison(ctx, a.limits(event.Person.Platform), runs)
	return reply{message: m}, err
}

func (a *answers) comparison(ctx context.Context, limits chat.Limits, runs []trex.Run) (chat.Message, error) {
	if len(runs) < 2 {
		return chat.Message{}, trex.Invalid("there is nothing to compare: name two runs or more, like compare r12 and r14")
	}
	for _, run := range runs {
		if run.Project != runs[0].Project {
			return chat.Message{}, trex.Invalid("%s is a run of %s and %s is a run of %s: their values cannot be compared",
				runs[0].ID, runs[0].Project, run.ID, run.Project)
		}
	}
	project := a.reader.Project(runs[0].Project, runs)
	runs = card.Named(project, runs)
	m := chat.Message{Headline: card.ComparisonHeadline(runs)}
	m.Blocks = append(m.Blocks, chat.Block{Text: say.Summary(project, trex.Configs(runs))}, chat.Block{Table: card.Ranking(runs, card.LongList)})
	if len(runs) > card.LongList {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("the first %d of %d", card.LongList, len(runs))})
	}
	if note := card.SeedNote(project, runs); note != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: note})
	}
	s := &card.Standing{Experiment: trex.Experiment{ID: runs[0].Experiment}, Project: project, Runs: runs, Now: a.now()}
	picture, err := a.reader.Curve(ctx, limits, new(look.Drawn), s)
	if err != nil {
		return m, err
	}
	if picture != nil {
		if !card.OneExperiment(runs) {
			key, _ := card.RunsSubject(runs, len(runs)*10)
			picture.Key, picture.URL = "runs:"+key, "" // the web has no such picture
		}
		m.Pictures = []chat.Picture{*picture}
	}
	return m, nil
}
