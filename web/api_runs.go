package web

import (
	"encoding/json"
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/say"
)

// pathRun returns the run of an address. What cannot be an id is not found.
func (s *Server) pathRun(r *http.Request) (trex.Run, error) {
	id, err := trex.ParseRunID(chi.URLParam(r, "id"))
	if err != nil {
		return trex.Run{}, trex.NotFound("there is no run %q", say.Clip(chi.URLParam(r, "id"), 40))
	}
	return s.Store.FindRun(r.Context(), id)
}

func (s *Server) pathExperiment(r *http.Request) (trex.Experiment, error) {
	id, err := trex.ParseExperimentID(chi.URLParam(r, "id"))
	if err != nil {
		return trex.Experiment{}, trex.NotFound("there is no experiment %q", say.Clip(chi.URLParam(r, "id"), 40))
	}
	return s.Store.FindExperiment(r.Context(), id)
}

func pathProposal(r *http.Request) (trex.ProposalID, error) {
	id, err := trex.ParseProposalID(chi.URLParam(r, "id"))
	if err != nil {
		return "", trex.NotFound("there is no proposal %q", say.Clip(chi.URLParam(r, "id"), 40))
	}
	return id, nil
}

func (s *Server) listRuns(w http.ResponseWriter, r *http.Request) error {
	query, err := parseRunQuery(r.URL.Query())
	if err != nil {
		return err
	}
	page, err := s.Store.ListRuns(r.Context(), query)
	if err != nil {
		return err
	}
	if page.Next != "" {
		values := r.URL.Query()
		values.Set("cursor", page.Next)
		w.Header().Set("Link", "<"+s.base(r)+"/api/runs?"+values.Encode()+`>; rel="next"`)
	}
	return writeJSON(w, http.StatusOK, toRunsJSON(page.Runs, s.Now()))
}

// base is the scheme and host under which this request reached the server.
func (s *Server) base(r *http.Request) string {
	if s.https(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func (s *Server) findRun(w http.ResponseWriter, r *http.Request) error {
	run, err := s.pathRun(r)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, toRunJSON(&run, s.Now()))
}

func (s *Server) launchNow(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Project string           `json:"project"`
		Configs []trex.RunConfig `json:"configs"`
	}
	if err := readJSON(r, &body, false); err != nil {
		return err
	}
	if body.Project == "" {
		if len(s.Projects) != 1 {
			return trex.Invalid("project must be given: there is %s", s.projectNames())
		}
		body.Project = s.Projects[0].Name
	}
	_, runs, err := s.Lab.LaunchNow(r.Context(),
		lab.Draft{Project: body.Project, Configs: body.Configs, By: Person, Thread: WebThread})
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusCreated, toRunsJSON(runs, s.Now()))
}

func (s *Server) stopRun(w http.ResponseWriter, r *http.Request) error {
	run, err := s.pathRun(r)
	if err != nil {
		return err
	}
	run, err = s.Lab.StopRun(r.Context(), run.ID, Person)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusAccepted, toRunJSON(&run, s.Now()))
}

func (s *Server) findExperiment(w http.ResponseWriter, r *http.Request) error {
	experiment, err := s.pathExperiment(r)
	if err != nil {
		return err
	}
	return s.writeExperiment(w, r, http.StatusOK, &experiment)
}

func (s *Server) writeExperiment(w http.ResponseWriter, r *http.Request, status int, experiment *trex.Experiment) error {
	runs, err := s.Store.ListExperimentRuns(r.Context(), experiment.ID)
	if err != nil {
		return err
	}
	return writeJSON(w, status, toExperimentJSON(experiment, runs, s.Now()))
}

func (s *Server) stopExperiment(w http.ResponseWriter, r *http.Request) error {
	experiment, err := s.pathExperiment(r)
	if err != nil {
		return err
	}
	if _, err := s.Lab.Stop(r.Context(), trex.RunScope{Experiment: experiment.ID}, Person); err != nil {
		return err
	}
	return s.writeExperiment(w, r, http.StatusAccepted, &experiment)
}

// serverStatusJSON is what the header of every page shows.
type serverStatusJSON struct {
	Slots    int                 `json:"slots"`
	Busy     int                 `json:"busy"`
	GPUs     int                 `json:"gpus"`
	GPUsBusy int                 `json:"gpus_busy"`
	Counts   map[trex.Status]int `json:"counts"`
	Version  string              `json:"version"`
}

func (s *Server) status(w http.ResponseWriter, r *http.Request) error {
	counts, err := s.Store.CountRuns(r.Context(), r.URL.Query().Get("project"))
	if err != nil {
		return err
	}
	capacity := s.Capacity.Capacity()
	return writeJSON(w, http.StatusOK, serverStatusJSON{
		Slots: capacity.Slots, Busy: capacity.Busy, GPUs: capacity.GPUs, GPUsBusy: capacity.GPUsBusy,
		Counts: counts, Version: s.Version,
	})
}

func (s *Server) projectNames() string {
	names := make([]string, len(s.Projects))
	for i := range s.Projects {
		names[i] = s.Projects[i].Name
	}
	text, _ := json.Marshal(names) //nolint:errchkjson // strings
	return string(text)
}
