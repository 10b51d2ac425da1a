package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// manyRuns is from how many runs on a parameter is shown by value: "which lrs did we
// try" asks for values.
const manyRuns = 3

// byValue groups runs by the parameter that is the only field, in the order of its
// values; nil when the field is none, or not all runs have it.
func byValue(runs []trex.Run, fields []string) []valueGroup {
	if len(fields) != 1 {
		return nil
	}
	param, ok := strings.CutPrefix(fields[0], "param:")
	if !ok {
		return nil
	}
	var groups []valueGroup
	for _, run := range runs {
		value := run.Config[param]
		if value.IsZero() {
			return nil
		}
		i := slices.IndexFunc(groups, func(g valueGroup) bool { return g.value == value })
		if i < 0 {
			groups = append(groups, valueGroup{value: value})
			i = len(groups) - 1
		}
		groups[i].runs = append(groups[i].runs, run)
	}
	slices.SortStableFunc(groups, func(a, b valueGroup) int {
		x, _ := a.value.Float()
		y, _ := b.value.Float()
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a.value.String(), b.value.String()))
	})
	return groups
}

// showValues lists the values of a parameter, and which runs have them.
func (a *answers) showValues(p picked, field string, groups []valueGroup) chat.Message {
	values := mapped(groups, func(g valueGroup) string { return say.Value(g.value) })
	m := chat.Message{Headline: fmt.Sprintf("%s of %s: %s (%s)", fieldName(field), p.scope, say.List(values, 12), say.Count(len(p.runs), "run"))}
	var lines []string
	for _, g := range groups[:min(len(groups), card.LongList)] {
		lines = append(lines, fmt.Sprintf("%s: %s", say.Value(g.value), say.Runs(g.runs, 6)))
	}
	m.Blocks = []chat.Block{{Text: strings.Join(lines, "\n")}}
	if link := a.listURL(p); link != "" {
		m.Buttons = []chat.Button{card.OpenButton(link)}
	}
	return m
}
