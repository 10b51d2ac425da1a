package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/say"
)

// show tells single facts about runs or experiments: a parameter, a metric, how long
// it took, who asked for it.
func (a *answers) show(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	intent.Fields = meant(intent.Fields)
	if slices.Contains(intent.Fields, "capacity") {
		return a.capacity()
	}
	if s := a.scopeOf(intent); slices.Contains(intent.Fields, "eta") && !s.narrow() && len(s.selected.Experiments) == 0 {
		return a.etaOfAll(ctx, event, intent)
	}
	p, err := a.pickOr(ctx, event, intent)
	switch {
	case err != nil:
		return reply{}, err
	case len(p.runs) == 0:
		return p.nothing(), nil
	case len(intent.Fields) == 0:
		return a.status(ctx, event, intent)
	case whole(p.selected) && !slices.ContainsFunc(intent.Fields, ofRuns):
		return a.showExperiments(ctx, p, intent.Fields)
	}
	if values := byValue(p.runs, intent.Fields); len(p.runs) > manyRuns && len(values) > 1 {
		return reply{message: a.showValues(p, intent.Fields[0], values)}, nil
	}
	return a.showRuns(ctx, p, intent.Fields)
}

// capacity says how many runs there may be at once.
func (a *answers) capacity() (reply, error) {
	line := fmt.Sprintf("an experiment has at most %s", say.Count(a.lab.MaxRuns(), "run"))
	if c := a.reader.Capacity(); c.Slots > 0 {
		line += fmt.Sprintf(", of which %d at a time run here: %d of %s busy, %s waiting",
			c.Slots, c.Busy, say.Count(c.Slots, "slot"), say.Count(c.PendingRuns, "run"))
	}
	return reply{message: chat.Message{Headline: line}}, nil
}

// ofRuns reports whether a field is one of single runs only.
func ofRuns(field string) bool {
	return field == "config" || field == "code" || strings.Contains(field, ":")
}

// longestFact is the most bytes of what a run's headline says: more does not fit a
// phone's notification.
const longestFact = 160

// showRuns writes a line for each run; one line when it is the same for all.
func (a *answers) showRuns(ctx context.Context, p picked, fields []string) (reply, error) {
	shown := p.runs[:min(len(p.runs), card.LongList)]
	lines := make([]string, len(shown))
	for i := range shown {
		facts, err := a.runFacts(ctx, &shown[i], fields)
		if err != nil {
			return reply{}, err
		}
		lines[i] = facts
	}
	m := chat.Message{}
	same := len(shown) == len(p.runs) && !slices.ContainsFunc(lines, func(line string) bool { return line != lines[0] })
	switch {
	case len(shown) == 1 && len(lines[0]) > longestFact:
		m.Headline = fmt.Sprintf("%s of %s", say.List(mapped(fields, fieldName), 4), shown[0].ID)
		m.Blocks = append(m.Blocks, chat.Block{Text: lines[0]})
		m.Buttons = card.Buttons(lab.OfRun(&shown[0]))
	case len(shown) == 1:
		m.Headline = fmt.Sprintf("%s: %s", shown[0].ID, lines[0])
		m.Buttons = card.Buttons(lab.OfRun(&shown[0]))
	case same:
		m.Headline = fmt.Sprintf("%s, all %d alike: %s", p.scope, len(shown), lines[0])
	default:
		m.Headline = fmt.Sprintf("%s of %s: %s", say.List(mapped(fields, fieldName), 4), p.scope, say.Count(len(p.runs), "run"))
		for i := range lines {
			lines[i] = fmt.Sprintf("%s: %s", shown[i].ID, lines[i])
		}
		m.Blocks = append(m.Blocks, chat.Block{Text: strings.Join(lines, "\n")})
	}
	if more := len(p.runs) - len(shown); more > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("and %d more", more)})
	}
	if link := a.listURL(p); link != "" {
		m.Buttons = append(m.Buttons, card.OpenButton(link))
	}
	return reply{message: m}, nil
}

// meant drops the metric that a message left open when it names others.
func meant(fields []string) []string {
	if len(fields) < 2 {
		return fields
	}
	return slices.DeleteFunc(slices.Clone(fields), func(field string) bool { return field == anyMetric })
}

// anyMetric is the field of a metric that is not named: the objective.
const anyMetric = "metric:"

// runFacts writes the fields of one run, "lr 0.03 · epochs 25".
func (a *answers) runFacts(ctx context.Context, run *trex.Run, fields []string) (string, error) {
	facts := make([]string, len(fields))
	for i, field := range fields {
		fact, err := a.runFact(ctx, run, field)
		if err != nil {
			return "", err
		}
		facts[i] = fact
	}
	return strings.Join(facts, " · "), nil
}

func fieldName(field string) string {
	if _, name, ok := strings.Cut(field, ":"); ok {
		return name
	}
	return field
}
