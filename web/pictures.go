package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/look"
	"github.com/trex-ml/trex/charts"
	"github.com/trex-ml/trex/say"
)

func (s *Server) runPicture(w http.ResponseWriter, r *http.Request) error {
	run, err := s.pathRun(r)
	if err != nil {
		return err
	}
	panels, err := s.runCurves(r.Context(), &run)
	if err != nil {
		return err
	}
	if len(panels) == 0 {
		panels = []charts.Curves{{Title: run.Objective.Metric}}
	}
	panels[0].Note = runLabel(&run)
	if verdict := say.Verdict(&run); verdict != "" {
		panels[0].Note += " · " + verdict
	}
	// The second chart must be informative: a constant learning rate is not.
	rest := slices.DeleteFunc(panels[1:], flat)
	return writePNG(w, r, append(panels[:1], rest[:min(len(rest), 1)]...)...)
}

// flat reports whether no line of c ever changes.
func flat(c charts.Curves) bool {
	for i := range c.Lines {
		points := c.Lines[i].Points
		for j := range points {
			if points[j].Value != points[0].Value {
				return false
			}
		}
	}
	return true
}

func (s *Server) experimentPicture(w http.ResponseWriter, r *http.Request) error {
	experiment, err := s.pathExperiment(r)
	if err != nil {
		return err
	}
	c, err := s.compareExperiment(r.Context(), &experiment)
	if err != nil {
		return err
	}
	curves, err := s.curves(r.Context(), c, "", false)
	if err != nil {
		return err
	}
	for i := range curves.Lines {
		curves.Lines[i].Label = c.runName(curves.Lines[i].Run)
	}
	if best := c.best(); best != nil {
		curves.Note = c.title + " · best " + string(best.ID) + " " + say.Number(best.Best.Value)
	}
	return writePNG(w, r, curves)
}

// comparePicture draws metrics of any runs: /compare/chart.png?runs=r1,r2&metric=loss&logy=1.
// Without a metric it draws the objective.
func (s *Server) comparePicture(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	c, err := s.compareRuns(r.Context(), query)
	if err != nil {
		return err
	}
	if several(c.runs) {
		return trex.Invalid("these are runs of several projects: their values cannot be compared")
	}
	chart := look.Chart{Runs: look.Drawable(c.runs), Metrics: query["metric"], Log: query.Get("logy") == "1", Note: c.title}
	if len(chart.Runs) == 0 {
		chart.Runs = c.runs[:1]
	}
	if c.project != nil {
		chart.Runs = card.Named(c.project, chart.Runs)
	}
	if err := s.knownMetrics(r.Context(), chart); err != nil {
		return err
	}
	panels, err := chart.Panels(r.Context(), s.Store)
	if err != nil {
		return err
	}
	return writePNG(w, r, panels...)
}

// knownMetrics returns an invalid error for a metric that no run of a chart reported.
func (s *Server) knownMetrics(ctx context.Context, chart look.Chart) error {
	known := make(map[string]bool)
	for i := range chart.Runs {
		series, err := s.Store.ListSeries(ctx, chart.Runs[i].ID)
		if err != nil {
			return err
		}
		for _, one := range series {
			known[one.Metric] = true
		}
	}
	for _, metric := range chart.Metrics {
		if !known[metric] {
			return trex.Invalid("no run of these reported %q", say.Clip(metric, 60))
		}
	}
	return nil
}

// writePNG draws a dark picture, or a light one with ?theme=light. Browsers may
// cache it but must ask whether it is still current.
func writePNG(w http.ResponseWriter, r *http.Request, panels ...charts.Curves) error {
	var picture bytes.Buffer
	if err := charts.PNG(&picture, charts.ParseTheme(r.URL.Query().Get("theme")), panels...); err != nil {
		return err
	}
	sum := sha256.Sum256(picture.Bytes())
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("Content-Type", "image/png")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	w.Write(picture.Bytes()) //nolint:errcheck // the client has gone
	return nil
}
