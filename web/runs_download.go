package web

import (
	"encoding/json"
	"net/http"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runcsv"
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
	params := runcsv.Params{}
	err := s.eachRun(r, func(run *trex.Run) error {
		params.Add(run)
		return nil
	})
	if err != nil {
		return err
	}
	attach(w, "runs.csv", "text/csv; charset=utf-8")
	out := runcsv.New(w, params)
	if err := s.eachRun(r, out.Write); err != nil {
		return err
	}
	return out.Close()
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
