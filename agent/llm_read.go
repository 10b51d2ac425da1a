package agent

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/say"
)

const (
	mostRows     = 50
	mostLogLines = 100
	mostSeries   = 40
)

// readRuns returns the table of runs as data.
func (d *dialogue) readRuns(ctx context.Context, args arguments) (string, error) {
	query := trex.RunQuery{Project: args.Project, Experiment: args.Experiment, Limit: min(cmp.Or(max(args.Limit, 0), 20), mostRows)}
	if args.Status != "" {
		if !slices.Contains(trex.Statuses[:], args.Status) {
			return "", trex.Invalid("there is no status %q", say.Clip(string(args.Status), 40))
		}
		query.Statuses = []trex.Status{args.Status}
	}
	if args.Sort == "best" {
		query.Sort = trex.SortKey{By: "best"}
	}
	page, err := d.req.Lookup.ListRuns(ctx, query)
	if err != nil {
		return "", err
	}
	if len(page.Runs) == 0 {
		return "no runs", nil
	}
	var b strings.Builder
	for i := range page.Runs {
		b.WriteString(d.describeRun(&page.Runs[i]) + "\n")
	}
	if page.Next != "" {
		b.WriteString("… and more runs: these are the first of them, narrow it down by project, experiment or status\n")
	}
	return data("runs", b.String()), nil
}

// describeRun writes one line: how the run differs from the defaults, its
// progress and its best value.
func (d *dialogue) describeRun(run *trex.Run) string {
	text := fmt.Sprintf("%s %s %s %s", run.ID, run.Experiment, run.Project, run.Status)
	if project := d.req.project(run.Project); project != nil {
		for _, param := range project.Params {
			if value, ok := run.Config[param.Name]; ok && value != param.Default {
				text += " " + param.Name + "=" + say.Clip(value.String(), 40)
			}
		}
	}
	if run.Best != nil {
		text += fmt.Sprintf(" best %s %s at step %d", run.Objective.Metric, shortNumber(run.Best.Value), run.Best.Step)
	}
	if run.Progress.Total > 0 {
		text += fmt.Sprintf(" %s/%s %ss", shortNumber(run.Progress.Done), shortNumber(run.Progress.Total), run.Progress.Unit)
	}
	if run.Reason != "" {
		text += " (" + say.Line(run.Reason, mostDescribed) + ")"
	}
	return text
}

// shortNumber writes a number that the model can copy into an argument, without
// thousands separators.
func shortNumber(f float64) string {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return fmt.Sprint(f)
	}
	return trex.FormatNumber(sweep.Round(f, 5))
}

func (d *dialogue) readMetrics(ctx context.Context, id trex.RunID) (string, error) {
	if id == "" {
		return "", trex.Invalid("name a run")
	}
	series, err := d.req.Lookup.ListSeries(ctx, id)
	if err != nil {
		return "", err
	}
	if len(series) == 0 {
		return string(id) + " has reported no metrics", nil
	}
	var b strings.Builder
	for i, s := range series {
		if i == mostSeries {
			fmt.Fprintf(&b, "… and %d more metrics\n", len(series)-i)
			break
		}
		fmt.Fprintf(&b, "%s: %d points, steps %d to %d, last %s, lowest %s at step %d, highest %s at step %d\n", say.Line(s.Metric, 80), s.Count,
			s.FirstStep, s.LastStep, shortNumber(s.Last), shortNumber(s.Min), s.MinStep, shortNumber(s.Max), s.MaxStep)
	}
	return data("metrics of "+string(id), b.String()), nil
}

func (d *dialogue) readLog(ctx context.Context, id trex.RunID, lines int) (string, error) {
	if id == "" {
		return "", trex.Invalid("name a run")
	}
	text, err := d.req.Lookup.LogTail(ctx, id, min(cmp.Or(max(lines, 0), 40), mostLogLines))
	if err != nil {
		return "", err
	}
	if over := len(text) - mostResult/2; over > 0 { // the end of a log says the most
		text = "…" + strings.ToValidUTF8(text[over:], "")
	}
	return data("log of "+string(id), text), nil
}
