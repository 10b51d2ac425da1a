package card

import (
	"fmt"
	"strconv"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// Score is what a run reached by a metric.
type Score struct {
	trex.Best
	Run    trex.Run
	Metric string
}

// ShortList is how many runs a ranking shows when one was asked for.
const ShortList = 5

// Scores makes a table of scores in their order.
func Scores(scores []Score) *chat.Table {
	table := &chat.Table{Columns: []string{"#", "run", "config", scores[0].Metric, "at", "note"}}
	values := make([]float64, len(scores))
	for i := range scores {
		values[i] = scores[i].Value
	}
	number := say.Among(values)
	for i, s := range scores {
		table.Rows = append(table.Rows, []string{
			strconv.Itoa(i + 1), string(s.Run.ID), s.Run.Name, number(s.Value),
			fmt.Sprintf("%s %s", say.StepUnit([]trex.Run{s.Run}), say.Group(s.Step)), noteOf(&s.Run),
		})
	}
	return WithoutEmptyLast(table)
}
