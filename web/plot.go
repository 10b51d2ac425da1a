package web

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/charts"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

const (
	linePoints  = 1500   // of one line of a run's chart
	totalPoints = 60_000 // of all lines of a comparison
	mostPanels  = 8
)

// runCurves reads the curves of a run: one chart for each quantity.
func (s *Server) runCurves(ctx context.Context, run *trex.Run) ([]charts.Curves, error) {
	series, err := s.Store.ListSeries(ctx, run.ID)
	if err != nil {
		return nil, err
	}
	var metrics []string
	for i := range series {
		if !strings.HasPrefix(series[i].Metric, trex.SystemPrefix) {
			metrics = append(metrics, series[i].Metric)
		}
	}
	groups := quantities(metrics, run.Objective.Metric)
	panels := make([]charts.Curves, 0, min(len(groups), mostPanels))
	for i := range groups[:min(len(groups), mostPanels)] {
		panel := charts.Curves{Title: groups[i].Name, XLabel: say.StepUnit([]trex.Run{*run}), Goal: goalOf(run, &groups[i])}
		for _, member := range groups[i].Members {
			points, err := s.Store.ReadPoints(ctx, trex.PointQuery{Run: run.ID, Metric: member.Metric, Max: linePoints})
			if err != nil {
				return nil, err
			}
			line := charts.Line{Run: run.ID, Label: member.Label, Points: points}
			if member.Metric == run.Objective.Metric {
				line.Best, line.Broken, line.Winner = run.Best, run.Broken(), !run.Broken()
			}
			panel.Lines = append(panel.Lines, line)
		}
		panels = append(panels, panel)
	}
	return panels, nil
}

func goalOf(run *trex.Run, group *quantity) trex.Goal {
	if group.has(run.Objective.Metric) {
		return run.Objective.Goal
	}
	return trex.Minimize
}

// comparison is a set of runs shown together: the runs of an experiment, or runs
// that somebody chose.
type comparison struct {
	title   string
	runs    []trex.Run
	project *trex.Project // nil: no longer configured, or of several
}

// curves reads one line per run for a metric; "" means the objective. With seeds,
// runs that differ only in their seed become one mean with a band.
func (s *Server) curves(ctx context.Context, c *comparison, metric string, seeds bool) (charts.Curves, error) {
	if len(c.runs) == 0 {
		return charts.Curves{}, nil
	}
	objective := c.runs[0].Objective
	if metric == "" {
		metric = objective.Metric
	}
	out := charts.Curves{Title: metric, Note: c.title, XLabel: say.StepUnit(c.runs), Goal: objective.Goal}
	best := c.best()
	groups := make(map[trex.RunID]string)
	if seeds {
		for _, group := range c.repeated() {
			for i := range group.runs {
				groups[group.runs[i].ID] = group.name
			}
		}
	}
	most := max(totalPoints/len(c.runs), 100)
	if most > linePoints {
		most = linePoints
	}
	lines := make([]charts.Line, len(c.runs))
	readers, ctx := errgroup.WithContext(ctx)
	readers.SetLimit(4)
	for i := range c.runs {
		readers.Go(func() error {
			run := &c.runs[i]
			points, err := s.sparks.points(ctx, s.Store, run, metric, most)
			lines[i] = charts.Line{Run: run.ID, Label: runLabel(run), Points: points, Group: groups[run.ID], Broken: run.Broken()}
			if metric == run.Objective.Metric {
				lines[i].Best, lines[i].Winner = run.Best, best != nil && best.ID == run.ID
			}
			return err
		})
	}
	if err := readers.Wait(); err != nil {
		return out, err
	}
	for _, line := range lines {
		if len(line.Points) > 0 {
			out.Lines = append(out.Lines, line)
		}
	}
	return out, nil
}

func runLabel(run *trex.Run) string {
	if run.Name == "" {
		return string(run.ID)
	}
	return string(run.ID) + " " + run.Name
}

func (c *comparison) chart() charts.Comparison {
	out := charts.Comparison{Title: c.title, Runs: c.runs, Params: c.params()}
	if seed, ok := insight.Seed(c.asProject()); ok {
		out.Ignore = []string{seed.Name}
	}
	if len(c.runs) > 0 {
		out.Objective = c.runs[0].Objective
	}
	return out
}

// best returns the best run. It is nil for runs of several projects: each project
// has its own objective.
func (c *comparison) best() *trex.Run {
	if several(c.runs) {
		return nil
	}
	return insight.Best(c.runs)
}

// asProject returns the project of the runs. If it is no longer configured, it
// returns a project with only their parameters.
func (c *comparison) asProject() *trex.Project {
	if c.project != nil {
		return c.project
	}
	return &trex.Project{Params: c.params()}
}

// repeats are the runs of one configuration with different seeds. Its name lists
// the values in which it differs from others.
type repeats struct {
	name string
	runs []trex.Run
}

// repeated returns the configurations that were run more than once.
func (c *comparison) repeated() []repeats {
	project := c.asProject()
	seed, _ := insight.Seed(project)
	names := slices.DeleteFunc(differing(c.runs, paramNames(c.runs, project)), func(name string) bool { return name == seed.Name })
	var all []repeats
	for _, group := range insight.Groups(project, c.runs) {
		if len(group) > 1 {
			all = append(all, repeats{cmp.Or(say.Config(group[0].Config, names), "all seeds"), group})
		}
	}
	return all
}

// params returns the parameters of the runs in the project's order, or by name if
// the project is no longer configured.
func (c *comparison) params() []trex.Param {
	if c.project != nil {
		return c.project.Params
	}
	var params []trex.Param
	for _, name := range paramNames(c.runs, nil) {
		params = append(params, trex.Param{Name: name, Type: typeOf(name, c.runs)})
	}
	return params
}

// typeOf returns the type that fits the values of a parameter in all runs.
func typeOf(name string, runs []trex.Run) trex.ParamType {
	kind := trex.Int
	for i := range runs {
		value, ok := runs[i].Config[name].Float()
		switch {
		case !ok:
			return trex.String
		case value != math.Trunc(value):
			kind = trex.Float
		}
	}
	return kind
}

func (s *Server) runPlot(w http.ResponseWriter, r *http.Request) error {
	run, err := s.pathRun(r)
	if err != nil {
		return err
	}
	panels, err := s.runCurves(r.Context(), &run)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, charts.CurvesFigure(charts.ParseTheme(r.URL.Query().Get("theme")), panels...))
}

func (s *Server) experimentPlot(w http.ResponseWriter, r *http.Request) error {
	experiment, err := s.pathExperiment(r)
	if err != nil {
		return err
	}
	c, err := s.compareExperiment(r.Context(), &experiment)
	if err != nil {
		return err
	}
	return s.writePlot(w, r, c)
}

// comparePlot draws any runs together: /api/plot?runs=r1,r2.
func (s *Server) comparePlot(w http.ResponseWriter, r *http.Request) error {
	c, err := s.compareRuns(r.Context(), r.URL.Query())
	if err != nil {
		return err
	}
	return s.writePlot(w, r, c)
}

// writePlot answers with the figure of kind=: curves, parallel or scatter.
func (s *Server) writePlot(w http.ResponseWriter, r *http.Request, c *comparison) error {
	query := r.URL.Query()
	theme := charts.ParseTheme(query.Get("theme"))
	switch kind := query.Get("kind"); kind {
	case "", "curves":
		curves, err := s.curves(r.Context(), c, query.Get("metric"), query.Get("seeds") == "1")
		if err != nil {
			return err
		}
		return writeJSON(w, http.StatusOK, charts.CurvesFigure(theme, curves))
	case "parallel":
		return writeJSON(w, http.StatusOK, charts.ParallelFigure(theme, c.chart()))
	case "scatter":
		param := query.Get("param")
		if !slices.ContainsFunc(c.params(), func(p trex.Param) bool { return p.Name == param }) {
			return trex.Invalid("param must be one of the parameters of these runs, got %q", say.Clip(param, 40))
		}
		return writeJSON(w, http.StatusOK, charts.ScatterFigure(theme, c.chart(), param))
	default:
		return trex.Invalid("kind must be curves, parallel or scatter, got %q", say.Clip(kind, 40))
	}
}

func (s *Server) compareExperiment(ctx context.Context, experiment *trex.Experiment) (*comparison, error) {
	runs, err := s.Store.ListExperimentRuns(ctx, experiment.ID)
	if err != nil {
		return nil, err
	}
	c := &comparison{title: string(experiment.ID), runs: runs}
	c.project, _ = s.project(experiment.Project)
	return c, nil
}

// mostCompared is how many runs can be compared at once.
const mostCompared = 200

func (s *Server) compareRuns(ctx context.Context, query url.Values) (*comparison, error) {
	c := &comparison{title: "comparison"}
	seen := make(map[trex.RunID]bool)
	for _, list := range append(query["runs"], query["run"]...) {
		for text := range strings.SplitSeq(list, ",") {
			id, err := trex.ParseRunID(text)
			if err != nil {
				return nil, err
			}
			if seen[id] {
				continue
			}
			seen[id] = true
			if len(seen) > mostCompared {
				return nil, trex.Invalid("at most %d runs can be compared at once", mostCompared)
			}
			run, err := s.Store.FindRun(ctx, id)
			if err != nil {
				return nil, err
			}
			c.runs = append(c.runs, run)
		}
	}
	if len(c.runs) == 0 {
		return nil, trex.Invalid("name the runs to compare: ?runs=r1,r2")
	}
	if !slices.ContainsFunc(c.runs, func(r trex.Run) bool { return r.Project != c.runs[0].Project }) {
		c.project, _ = s.project(c.runs[0].Project)
	}
	return c, nil
}

func (c *comparison) runName(id trex.RunID) string {
	for i := range c.runs {
		if c.runs[i].ID == id && c.runs[i].Name != "" {
			return c.runs[i].Name
		}
	}
	return string(id)
}
