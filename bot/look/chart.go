package look

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/charts"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// Chart is a picture of metrics of runs of one project.
type Chart struct {
	Runs    []trex.Run // at most MostDrawn
	Metrics []string   // as the runs report them; none: the objective
	Log     bool       // of the value axis
	Note    string     // the line under the title: what the runs are
}

const (
	// MostDrawn is the most runs in a chart.
	MostDrawn = 60
	// MostPanels is the most metrics of several runs in a chart.
	MostPanels = 2
	// ChartKind begins the key of a picture that is named by its runs and metrics; the
	// rest of the key is the query of its address.
	ChartKind = "chart"
)

// Query names the chart in an address: runs=r1,r2&metric=loss&logy=1.
func (c Chart) Query() url.Values {
	ids := make([]string, len(c.Runs))
	for i := range c.Runs {
		ids[i] = string(c.Runs[i].ID)
	}
	query := url.Values{"runs": {strings.Join(ids, ",")}}
	if len(c.Metrics) > 0 {
		query["metric"] = c.Metrics
	}
	if c.Log {
		query.Set("logy", "1")
	}
	return query
}

func (c Chart) metrics() []string {
	if len(c.Metrics) > 0 {
		return c.Metrics
	}
	return []string{c.Runs[0].Objective.Metric}
}

// Picture draws a chart, nil while no line of it has two points. It has no bytes if the
// platform draws it itself.
func (r *Reader) Picture(ctx context.Context, limits chat.Limits, c Chart) (*chat.Picture, error) {
	query := c.Query().Encode()
	picture := &chat.Picture{Key: ChartKind + ":" + query, Alt: c.alt(), URL: r.URL("/compare/chart.png?" + query)}
	panels, err := c.Panels(ctx, r.store)
	if err != nil || !slices.ContainsFunc(panels, worthDrawing) {
		return nil, err
	}
	if !limits.Attachments {
		picture.Digest = digest(panels)
		return picture, nil
	}
	var png bytes.Buffer
	if err := charts.PNG(&png, charts.Dark, panels...); err != nil {
		return nil, fmt.Errorf("draw chart of %s: %w", say.Runs(c.Runs, 5), err)
	}
	picture.Fill(png.Bytes())
	return picture, nil
}

func worthDrawing(panel charts.Curves) bool {
	return slices.ContainsFunc(panel.Lines, func(line charts.Line) bool { return len(line.Points) > 1 })
}

// alt says what the chart shows.
func (c Chart) alt() string {
	text := fmt.Sprintf("%s of %s over %ss", say.List(c.metrics(), 4), say.Runs(c.Runs, 8), say.StepUnit(c.Runs))
	if c.Log {
		text += ", logarithmic"
	}
	return text
}

// digest names what panels show.
func digest(panels []charts.Curves) string {
	hash := sha256.New()
	for _, panel := range panels {
		for _, line := range panel.Lines {
			fmt.Fprintln(hash, panel.Title, line.Run, len(line.Points))
			if n := len(line.Points); n > 0 {
				fmt.Fprintln(hash, line.Points[n-1].Step)
			}
		}
	}
	return hex.EncodeToString(hash.Sum(nil)[:8])
}

// points reads the points of a metric.
type points interface {
	ReadPoints(context.Context, trex.PointQuery) ([]trex.Point, error)
}

// Panels reads the curves of a chart: all metrics of a single run in one panel, else
// a panel for each metric with a line for each run.
func (c Chart) Panels(ctx context.Context, store points) ([]charts.Curves, error) {
	metrics := c.metrics()
	panel := charts.Curves{Note: c.Note, XLabel: say.StepUnit(c.Runs), Log: c.Log}
	if len(c.Runs) == 1 {
		panel.Title, panel.Goal = say.List(metrics, 3), c.Runs[0].Objective.Goal
		for _, metric := range metrics {
			line, err := c.line(ctx, store, &c.Runs[0], metric)
			if err != nil {
				return nil, err
			}
			line.Label = metric
			panel.Lines = append(panel.Lines, line)
		}
		return []charts.Curves{panel}, nil
	}
	var panels []charts.Curves
	for _, metric := range metrics[:min(len(metrics), MostPanels)] {
		panel := panel
		panel.Title = metric
		panel.Goal, _ = insight.GoalOf(c.Runs[0].Objective, metric)
		for i := range c.Runs {
			line, err := c.line(ctx, store, &c.Runs[i], metric)
			if err != nil {
				return nil, err
			}
			panel.Lines = append(panel.Lines, line)
		}
		panels = append(panels, panel)
	}
	return panels, nil
}

// line reads one curve. The best point is marked where the metric is the objective.
func (c Chart) line(ctx context.Context, store points, run *trex.Run, metric string) (charts.Line, error) {
	line := charts.Line{Run: run.ID, Label: strings.TrimSpace(string(run.ID) + " " + run.Name), Broken: run.Broken()}
	if metric == run.Objective.Metric {
		best := insight.Best(c.Runs)
		line.Best, line.Winner = run.Best, best != nil && best.ID == run.ID
	}
	if run.Status == trex.Pending {
		return line, nil
	}
	var err error
	line.Points, err = store.ReadPoints(ctx, trex.PointQuery{Run: run.ID, Metric: metric, Max: curvePoints})
	return line, err
}

// Drawable keeps the runs that a chart can hold: those that started, of many the best
// ones, in their order.
func Drawable(runs []trex.Run) []trex.Run {
	runs = slices.DeleteFunc(slices.Clone(runs), func(run trex.Run) bool { return run.StartedAt.IsZero() })
	if len(runs) <= MostDrawn {
		return runs
	}
	best := insight.Ranked(runs)[:MostDrawn]
	return slices.DeleteFunc(runs, func(run trex.Run) bool {
		return !slices.ContainsFunc(best, func(b trex.Run) bool { return b.ID == run.ID })
	})
}
