package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/look"
	"github.com/trex-ml/trex/charts"
	"github.com/trex-ml/trex/say"
)

// chart draws metrics of runs as a picture.
func (a *answers) chart(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	p, err := a.pickOr(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	if len(p.runs) == 0 {
		return p.nothing(), nil
	}
	if err := oneProject(p.runs); err != nil {
		return reply{}, err
	}
	sortByID(p.runs) // so that runs have the same colours as elsewhere
	c := look.Chart{Runs: look.Drawable(p.runs), Log: intent.LogScale, Note: p.String()}
	if len(c.Runs) == 0 {
		return reply{message: chat.Message{Headline: fmt.Sprintf("%s: nothing to draw yet, %s", p.scope, card.Counts(&card.Standing{Runs: p.runs}))}}, nil
	}
	reported, err := a.reported(ctx, c.Runs)
	if err != nil {
		return reply{}, err
	}
	notes := reported.choose(&c, intent.Metrics)
	if len(c.Metrics) == 0 {
		return reply{message: chat.Message{Headline: notes[0]}}, nil
	}
	project := a.reader.Project(c.Runs[0].Project, c.Runs)
	c.Runs = card.Named(project, c.Runs)
	picture, err := a.reader.Picture(ctx, a.limits(event.Person.Platform), c)
	if err != nil {
		return reply{}, err
	}
	if picture == nil {
		return a.tooShort(ctx, p, c)
	}
	m := chat.Message{Headline: fmt.Sprintf("%s of %s", say.List(c.Metrics, 4), p.scope), Pictures: []chat.Picture{*picture}}
	if c.Log {
		m.Headline += ", logarithmic"
	}
	for _, note := range append(notes, crowd(p, c)...) {
		m.Blocks = append(m.Blocks, chat.Block{Note: note})
	}
	if link := a.compareURL(c.Runs); link != "" {
		m.Buttons = []chat.Button{card.OpenButton(link)}
	}
	return reply{message: m}, nil
}

// tooShort says what there is while no curve has two points.
func (a *answers) tooShort(ctx context.Context, p picked, c look.Chart) (reply, error) {
	m := chat.Message{Headline: fmt.Sprintf("%s of %s: no curve yet, nothing has two values", say.List(c.Metrics, 4), p.scope)}
	for i := range c.Runs[:min(len(c.Runs), phoneRows)] {
		fact, err := a.metricFact(ctx, &c.Runs[i], c.Metrics[0])
		if err != nil {
			return reply{}, err
		}
		m.Blocks = append(m.Blocks, chat.Block{Text: fmt.Sprintf("%s: %s", c.Runs[i].ID, fact)})
	}
	return reply{message: m}, nil
}

// crowd says which runs a chart leaves out or shows faintly.
func crowd(p picked, c look.Chart) []string {
	var notes []string
	if waiting := len(p.runs) - len(c.Runs); len(c.Runs) == look.MostDrawn && waiting > 0 {
		notes = append(notes, fmt.Sprintf("the best %d of %s are drawn", look.MostDrawn, say.Count(len(p.runs), "run")))
	}
	if len(c.Runs) > charts.MostStrong {
		notes = append(notes, fmt.Sprintf("the best %d of %d stand out, the others are faint", charts.MostStrong, len(c.Runs)))
	}
	return notes
}
