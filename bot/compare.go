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

// compare shows runs, experiments or values of a parameter side by side.
func (a *answers) compare(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	p, err := a.compared(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	if len(p.runs) == 0 {
		return p.nothing(), nil
	}
	if err := oneProject(p.runs); err != nil {
		return reply{}, err
	}
	var m chat.Message
	switch varied, several := severalValues(p.selected); {
	case len(p.selected.Experiments) > 1:
		m, err = a.compareExperiments(p)
	case several:
		m, err = a.compareValues(p, varied)
	default:
		m, err = a.comparison(ctx, a.limits(event.Person.Platform), p.runs)
	}
	return reply{message: m}, err
}

// compared finds the runs to compare: of a whole project its best ones.
func (a *answers) compared(ctx context.Context, event message, intent agent.Intent) (picked, error) {
	if s := selected(intent); intent.Project != "" && s.IsZero() {
		return a.candidates(ctx, event, intent)
	}
	return a.pickOr(ctx, event, intent)
}

// comparison shows a ranking of runs, the parameters that differ, and all curves in
// one picture.
func (a *answers) comparison(ctx context.Context, limits chat.Limits, runs []trex.Run) (chat.Message, error) {
	if len(runs) < 2 {
		return chat.Message{}, trex.Invalid("there is nothing to compare: name two runs or more, like compare r12 and r14")
	}
	if err := oneProject(runs); err != nil {
		return chat.Message{}, err
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
	drawn := look.Chart{Runs: look.Drawable(runs), Note: say.Runs(runs, 5)}
	if len(drawn.Runs) == 0 {
		return m, nil
	}
	picture, err := a.reader.Picture(ctx, limits, drawn)
	if err != nil {
		return m, err
	}
	if picture != nil {
		m.Pictures = []chat.Picture{*picture}
	}
	return m, nil
}
