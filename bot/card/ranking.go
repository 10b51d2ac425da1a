package card

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// Ranking makes a table of at most most runs, best first, with a note about each.
func Ranking(runs []trex.Run, most int) *chat.Table {
	objective := trex.Objective{Metric: "value"}
	if len(runs) > 0 {
		objective = runs[0].Objective
	}
	table := &chat.Table{Columns: []string{"#", "run", "config", objective.Metric, "at", "note"}}
	number := say.Among(insight.Values(runs))
	for i, run := range insight.Ranked(runs) {
		if i == most {
			break
		}
		row := []string{"–", string(run.ID), run.Name, "–", "", noteOf(&run)}
		if _, ranked := run.Score(); ranked {
			row[0] = strconv.Itoa(i + 1)
		}
		if run.Best != nil {
			row[3] = number(run.Best.Value)
			row[4] = fmt.Sprintf("%s %s", say.StepUnit([]trex.Run{run}), say.Group(run.Best.Step))
		}
		table.Rows = append(table.Rows, row)
	}
	return WithoutEmptyLast(table)
}

// WithoutEmptyLast drops a table's last column when it is empty.
func WithoutEmptyLast(table *chat.Table) *chat.Table {
	last := len(table.Columns) - 1
	if slices.ContainsFunc(table.Rows, func(row []string) bool { return row[last] != "" }) {
		return table
	}
	table.Columns = table.Columns[:last]
	for i, row := range table.Rows {
		table.Rows[i] = row[:last]
	}
	return table
}

func noteOf(run *trex.Run) string {
	switch run.Status {
	case trex.Completed:
		return say.Verdict(run)
	case trex.Failed:
		return "failed"
	case trex.Cancelled:
		return "stopped"
	case trex.Running, trex.Pending:
	}
	return say.Status(run.Status)
}
