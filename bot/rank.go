package bot

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/trex-ml/trex"
)

// ranked returns the runs best first; those without a value come last, in
// launch order.
func ranked(runs []trex.Run) []trex.Run {
	sorted := slices.Clone(runs)
	slices.SortStableFunc(sorted, func(a, b trex.Run) int {
		switch {
		case !reported(&a) && !reported(&b):
			return 0
		case !reported(&b):
			return -1
		case !reported(&a):
			return 1
		case a.Objective.Better(a.Best.Value, b.Best.Value):
			return -1
		case a.Objective.Better(b.Best.Value, a.Best.Value):
			return 1
		}
		return 0
	})
	return sorted
}

// ranking is the table of runs, best first, with what was noticed about each.
func ranking(runs []trex.Run, notes map[trex.RunID]string, most int) *Table {
	objective := trex.Objective{Metric: "value"}
	if len(runs) > 0 {
		objective = runs[0].Objective
	}
	table := &Table{Columns: []string{"#", "run", "config", objective.Metric, "at", "note"}}
	values := bestValues(runs)
	n := enoughDigits(values)
	for i, run := range ranked(runs) {
		if i == most {
			break
		}
		row := []string{strconv.Itoa(i + 1), string(run.ID), run.Name, "–", "", noteOf(&run, notes)}
		if run.Best != nil {
			row[3] = digits(run.Best.Value, n)
			row[4] = fmt.Sprintf("%s %s", stepUnit([]trex.Run{run}), group(run.Best.Step))
		} else {
			row[0] = "–"
		}
		table.Rows = append(table.Rows, row)
	}
	return withoutEmptyLast(table)
}

// withoutEmptyLast drops a table's last column when nothing stands in it.
func withoutEmptyLast(table *Table) *Table {
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

func noteOf(run *trex.Run, notes map[trex.RunID]string) string {
	switch run.Status {
	case trex.Completed:
		return notes[run.ID]
	case trex.Failed:
		return "failed"
	case trex.Cancelled:
		return "stopped"
	case trex.Running, trex.Pending:
	}
	return statusWord(run.Status)
}

func bestValues(runs []trex.Run) []float64 {
	var values []float64
	for _, run := range runs {
		if run.Best != nil {
			values = append(values, run.Best.Value)
		}
	}
	return values
}

// against says how value compares to base: "19 % below", "equal to". It says
// nothing when there is no ratio to speak of.
func against(value, base float64) string {
	if math.IsNaN(value+base) || math.IsInf(value-base, 0) || base == 0 {
		return ""
	}
	percent := 100 * (value - base) / math.Abs(base)
	side := "below"
	if percent > 0 {
		side = "above"
	}
	percent = math.Abs(percent)
	switch {
	case percent == 0:
		return "equal to"
	case percent < 0.05:
		return "about equal to"
	case percent < 2:
		return fmt.Sprintf("%.1f %% %s", percent, side)
	case percent > 1000:
		return "far " + side
	}
	return fmt.Sprintf("%.0f %% %s", percent, side)
}
