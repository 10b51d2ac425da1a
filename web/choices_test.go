package web

import (
	"net/http"
	"slices"
	"testing"

	"github.com/trex-ml/trex"
)

func TestFilterOffersEverything(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for range 3 {
		s.launch(0.1)
	}
	person := trex.Person{Platform: "slack", ID: "U7", Name: "Zoë"}
	p, err := s.Store.CreateProposal(t.Context(), trex.Proposal{Project: "gone", Configs: []trex.RunConfig{{}}, Requester: person})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err = s.Store.LaunchProposal(t.Context(), trex.Launch{Decision: trex.Decision{Proposal: p.ID, By: person}, Names: []string{""}}); err != nil {
		t.Fatal(err)
	}
	// One run is loaded, and everything is offered.
	page := s.page("/?view=runs&limit=1&experiment=e2")
	for field, want := range map[string][]string{
		"project": {"digits", "gone"}, "experiment": {"e4", "e3", "e2", "e1"}, "person": {"Zoë", "web"},
	} {
		page.has(`input[name=` + field + `][list]:not([hidden])`)
		var got []string
		for _, option := range page.all(`#` + field + `-list option`) {
			got = append(got, attr(option, "value"))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s offers %v, want %v", field, got, want)
		}
	}
	page.has(`input[name=experiment][value=e2]`)
	for query, want := range map[string][]string{
		"of=experiment&q=E2": {"e2"}, "of=experiment&q=gone": {"e4"}, "of=experiment&q=zo": {"e4"}, "of=person&q=ZO": {"Zoë"},
		"of=project&q=dig": {"digits"}, "of=person&q=nobody": nil,
	} {
		var got []string
		for _, option := range into[[]option](s.get("/api/choices?" + query).want(200)) {
			got = append(got, option.Value)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	s.get("/api/choices?of=colour").refused(http.StatusUnprocessableEntity, "invalid")
	lone := newSite(t, nil)
	lone.launch(0.1)
	lone.page("/?view=runs").has(`input[name=person][hidden]`).has(`input[name=project][hidden]`)
}
