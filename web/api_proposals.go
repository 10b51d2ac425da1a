package web

import (
	"net/http"

	"github.com/trex-ml/trex"
)

func (s *Server) findProposal(w http.ResponseWriter, r *http.Request) error {
	id, err := pathProposal(r)
	if err != nil {
		return err
	}
	proposal, err := s.Store.FindProposal(r.Context(), id)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, toProposalJSON(&proposal))
}

func (s *Server) launchProposal(w http.ResponseWriter, r *http.Request) error {
	id, err := pathProposal(r)
	if err != nil {
		return err
	}
	var body struct {
		Version int   `json:"version"`
		Configs []int `json:"configs"`
	}
	if err := readJSON(r, &body, true); err != nil {
		return err
	}
	if body.Version < 0 {
		return trex.Invalid("version must be at least 1, got %d", body.Version)
	}
	experiment, runs, err := s.Lab.Launch(r.Context(),
		trex.Decision{Proposal: id, Version: body.Version, Configs: body.Configs, By: Person, At: s.Now()})
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusCreated, map[string]any{
		"experiment": toExperimentJSON(&experiment, runs, s.Now()), "runs": toRunsJSON(runs, s.Now()),
	})
}

func (s *Server) dismissProposal(w http.ResponseWriter, r *http.Request) error {
	id, err := pathProposal(r)
	if err != nil {
		return err
	}
	var body struct {
		Version int `json:"version"`
	}
	if err := readJSON(r, &body, true); err != nil {
		return err
	}
	proposal, err := s.Lab.Dismiss(r.Context(), trex.Decision{Proposal: id, Version: body.Version, By: Person, At: s.Now()})
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, toProposalJSON(&proposal))
}

func (s *Server) editProposal(w http.ResponseWriter, r *http.Request) error {
	id, err := pathProposal(r)
	if err != nil {
		return err
	}
	var body struct {
		Version int              `json:"version"`
		Configs []trex.RunConfig `json:"configs"`
	}
	if err := readJSON(r, &body, false); err != nil {
		return err
	}
	proposal, err := s.Lab.Edit(r.Context(), trex.Edit{Proposal: id, Version: body.Version, Configs: body.Configs, By: Person})
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, toProposalJSON(&proposal))
}
