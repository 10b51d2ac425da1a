package web

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runcsv"
	"github.com/trex-ml/trex/say"
)

const (
	defaultPoints = 1000
	mostPoints    = 100_000
)

// columns are the points of one metric.
type columns struct {
	Step  []int64  `json:"step"`
	Value []number `json:"value"`
	Time  []int64  `json:"time,omitempty"` // Unix milliseconds, with ?time=1
}

// metricsQuery says which metrics of a run, and which of their points, to read.
type metricsQuery struct {
	metrics  []string // nil: all
	points   int      // 0: all
	from, to *int64
	time     bool
}

func parseMetricsQuery(values url.Values) (metricsQuery, error) {
	q := metricsQuery{points: defaultPoints, time: values.Get("time") == "1"}
	for _, list := range values["metric"] {
		if list != "" {
			q.metrics = append(q.metrics, list)
		}
	}
	if text := values.Get("points"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > mostPoints {
			return q, trex.Invalid("points must be 1 to %d, got %q", mostPoints, say.Clip(text, 40))
		}
		q.points = n
	}
	for name, target := range map[string]**int64{"from": &q.from, "to": &q.to} {
		if text := values.Get(name); text != "" {
			step, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return q, trex.Invalid("%s must be a step, a whole number, got %q", name, say.Clip(text, 40))
			}
			*target = &step
		}
	}
	return q, nil
}

func (s *Server) runMetrics(w http.ResponseWriter, r *http.Request) error {
	run, err := s.pathRun(r)
	if err != nil {
		return err
	}
	query, err := parseMetricsQuery(r.URL.Query())
	if err != nil {
		return err
	}
	out, err := s.readMetrics(r, run.ID, query)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, out)
}

func (s *Server) readMetrics(r *http.Request, id trex.RunID, query metricsQuery) (map[string]columns, error) {
	names := query.metrics
	series, err := s.Store.ListSeries(r.Context(), id)
	if err != nil {
		return nil, err
	}
	if names == nil {
		for i := range series {
			names = append(names, series[i].Metric)
		}
	}
	out := make(map[string]columns, len(names))
	for _, name := range names {
		if !slices.ContainsFunc(series, func(known trex.Series) bool { return known.Metric == name }) {
			if len(query.metrics) == 1 && strings.Contains(name, ",") {
				return s.readMetrics(r, id, splitMetrics(query))
			}
			return nil, trex.NotFound("%s has no metric %q", id, say.Clip(name, 60))
		}
		points, err := s.Store.ReadPoints(r.Context(), trex.PointQuery{
			Run: id, Metric: name, FromStep: query.from, ToStep: query.to, Max: query.points,
		})
		if err != nil {
			return nil, err
		}
		out[name] = toColumns(points, query.time)
	}
	return out, nil
}

// splitMetrics reads "loss,val_loss" as two metrics, unless one has that name.
func splitMetrics(query metricsQuery) metricsQuery {
	query.metrics = strings.Split(query.metrics[0], ",")
	return query
}

func toColumns(points []trex.Point, withTime bool) columns {
	out := columns{Step: make([]int64, len(points)), Value: make([]number, len(points))}
	for i := range points {
		out.Step[i] = points[i].Step
		out.Value[i] = number(points[i].Value)
	}
	if withTime {
		out.Time = make([]int64, len(points))
		for i := range points {
			out.Time[i] = points[i].Time.UnixMilli()
		}
	}
	return out
}

// metricsCSV sends every point of a run, one per line.
func (s *Server) metricsCSV(w http.ResponseWriter, r *http.Request) error {
	run, err := s.pathRun(r)
	if err != nil {
		return err
	}
	series, err := s.Store.ListSeries(r.Context(), run.ID)
	if err != nil {
		return err
	}
	attach(w, string(run.ID)+"-metrics.csv", "text/csv; charset=utf-8")
	out := csv.NewWriter(w)
	out.Write([]string{"metric", "step", "value", "time"}) //nolint:errcheck // Error below
	for i := range series {
		points, err := s.Store.ReadPoints(r.Context(), trex.PointQuery{Run: run.ID, Metric: series[i].Metric})
		if err != nil {
			return err
		}
		for _, p := range points {
			out.Write([]string{ //nolint:errcheck // Error below
				runcsv.Text(p.Metric), strconv.FormatInt(p.Step, 10),
				strconv.FormatFloat(p.Value, 'g', -1, 64), runcsv.Time(p.Time),
			})
		}
	}
	out.Flush()
	return out.Error()
}

func (s *Server) metricsDownload(w http.ResponseWriter, r *http.Request) error {
	run, err := s.pathRun(r)
	if err != nil {
		return err
	}
	out, err := s.readMetrics(r, run.ID, metricsQuery{time: true})
	if err != nil {
		return err
	}
	attach(w, string(run.ID)+"-metrics.json", "application/json")
	return writeJSON(w, http.StatusOK, out)
}

func attach(w http.ResponseWriter, name, kind string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
}
