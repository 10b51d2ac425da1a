package web

import (
	"encoding/csv"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

// eachRun calls visit for every run that a query finds, page by page, or for the
// runs that it names: runs=r1,r2.
func (s *Server) eachRun(r *http.Request, visit func(run *trex.Run) error) error {
	if r.URL.Query().Has("runs") {
		chosen, err := s.compareRuns(r.Context(), r.URL.Query())
		if err != nil {
			return err
		}
		for i := range chosen.runs {
			if err := visit(&chosen.runs[i]); err != nil {
				return err
			}
		}
		return nil
	}
	query, err := parseRunQuery(r.URL.Query())
	if err != nil {
		return err
	}
	query.Limit, query.Cursor = mostLimit, ""
	for {
		page, err := s.Store.ListRuns(r.Context(), query)
		if err != nil {
			return err
		}
		for i := range page.Runs {
			if err := visit(&page.Runs[i]); err != nil {
				return err
			}
		}
		if page.Next == "" {
			return nil
		}
		query.Cursor = page.Next
	}
}

// runsCSV sends the runs of a view with a column for each parameter. It reads the
// runs twice, first to find the parameters, so that memory does not grow with
// the runs.
func (s *Server) runsCSV(w http.ResponseWriter, r *http.Request) error {
	seen := make(map[string]bool)
	err := s.eachRun(r, func(run *trex.Run) error {
		for name := range run.Config {
			seen[name] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	params := slices.Sorted(maps.Keys(seen))
	attach(w, "runs.csv", "text/csv; charset=utf-8")
	out := csv.NewWriter(w)
	head := []string{"id", "name", "project", "experiment", "status", "reason", "requested_by",
		"objective", "best", "best_step", "last", "created_at", "started_at", "finished_at",
		"verdict", "verdict_since"}
	for _, name := range params {
		head = append(head, csvText(name))
	}
	out.Write(head) //nolint:errcheck // Error below
	err = s.eachRun(r, func(run *trex.Run) error { return out.Write(csvRow(run, params)) })
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func csvRow(run *trex.Run, params []string) []string {
	best, step, last := "", "", ""
	if run.Best != nil {
		best, step = strconv.FormatFloat(run.Best.Value, 'g', -1, 64), strconv.FormatInt(run.Best.Step, 10)
	}
	if run.Last != nil {
		last = strconv.FormatFloat(*run.Last, 'g', -1, 64)
	}
	verdict, since := "", ""
	if run.Verdict != nil {
		verdict, since = string(run.Verdict.Kind), strconv.FormatInt(run.Verdict.SinceStep, 10)
	}
	row := []string{
		string(run.ID), csvText(run.Name), csvText(run.Project), string(run.Experiment), string(run.Status),
		csvText(strings.ReplaceAll(run.Reason, "\n", " ")), csvText(run.Requester.Name),
		csvText(run.Objective.Metric), best, step, last, csvTime(run.CreatedAt), csvTime(run.StartedAt), csvTime(run.FinishedAt),
		verdict, since,
	}
	for _, name := range params {
		value := run.Config[name].String()
		if _, isText := run.Config[name].Text(); isText {
			value = csvText(value)
		}
		row = append(row, value)
	}
	return row
}

func csvTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// runsJSON sends the runs of a view as one array of Run.
func (s *Server) runsJSON(w http.ResponseWriter, r *http.Request) error {
	separator := "["
	err := s.eachRun(r, func(run *trex.Run) error {
		text, err := json.Marshal(toRunJSON(run, s.Now()))
		if err != nil {
			return err
		}
		if separator == "[" {
			attach(w, "runs.json", "application/json")
		}
		_, err = w.Write(append([]byte(separator+"\n"), text...))
		separator = ","
		return err
	})
	if err != nil {
		return err
	}
	if separator == "[" {
		attach(w, "runs.json", "application/json")
		w.Write([]byte("[")) //nolint:errcheck // the client has gone
	}
	w.Write([]byte("\n]\n")) //nolint:errcheck // the client has gone
	return nil
}
