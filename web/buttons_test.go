package web

import (
	"slices"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/examples/digits"
)

// seedless is digits without its seed.
func seedless() trex.Project {
	project := digits.Project()
	project.Params = slices.DeleteFunc(slices.Clone(project.Params), func(p trex.Param) bool { return p.Name == "seed" })
	return project
}

func actionsOf(page answered) []string {
	values := []string{}
	for _, button := range page.all(`.actions button`) {
		values = append(values, attr(button, "value"))
	}
	return values
}

// TestButtonsOfAnExperimentFitIt ends runs in every way, and presses the buttons
// that the page then offers.
func TestButtonsOfAnExperimentFitIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		ends     []trex.Status // "" is not at all
		projects []trex.Project
		want     []string
	}{
		"Waiting":      {[]trex.Status{"", trex.Completed}, nil, []string{"stop:0:e1"}},
		"Completed":    {[]trex.Status{trex.Completed, trex.Completed}, nil, []string{"around:0:e1", "seeds:0:e1"}},
		"Failed":       {[]trex.Status{trex.Failed}, nil, []string{"retry:0:e1"}},
		"SomeFailed":   {[]trex.Status{trex.Failed, trex.Completed}, nil, []string{"retry:0:e1", "around:0:e1", "seeds:0:e1"}},
		"WithoutSeeds": {[]trex.Status{trex.Completed, trex.Completed}, []trex.Project{seedless()}, []string{"around:0:e1"}},
		"ProjectGone":  {[]trex.Status{trex.Failed, trex.Completed}, []trex.Project{}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, func(p *Params) {
				if test.projects != nil {
					p.Projects = test.projects
				}
			})
			s.launch([]float64{0.1, 0.2}[:len(test.ends)]...)
			for i, end := range test.ends {
				s.end(trex.RunID([]string{"r1", "r2"}[i]), end)
			}
			page := s.page("/experiment/e1")
			got := actionsOf(page)
			if !slices.Equal(got, test.want) {
				t.Fatalf("offered %q, want %q", got, test.want)
			}
			for _, action := range got {
				s.follow(s.form("/action", "back", "/experiment/e1", "action", action)).lacks(".outcome.refused").lacks(".outcome:empty")
			}
		})
	}
}

// end ends a pending run: with a value if it completes, else at once.
func (s *site) end(id trex.RunID, status trex.Status) {
	s.t.Helper()
	switch status {
	case trex.Completed:
		s.Complete(id, 3, 0.1)
	case trex.Failed:
		s.Worker.Start(id)
		s.Finish(id, trex.Failed, "out of memory", nil)
	case trex.Cancelled:
		s.Finish(id, trex.Cancelled, "", nil)
	case trex.Pending, trex.Running, "":
	}
}

func TestRetrySaysWhatItRetries(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.launch(0.1, 0.2)
	s.end("r1", trex.Cancelled)
	s.end("r2", trex.Cancelled)
	if got := s.page("/experiment/e1").text(`button[value="retry:0:e1"]`); got != "Retry what was stopped" {
		t.Errorf("stopped runs: %q", got)
	}
	s.launch(0.3, 0.4)
	s.end("r3", trex.Failed)
	s.end("r4", trex.Cancelled) // which the button leaves out
	if got := s.page("/experiment/e2").text(`button[value="retry:0:e2"]`); got != "Retry what failed" {
		t.Errorf("a failed run and a stopped one: %q", got)
	}
}

func TestARunOfAProjectThatIsGoneIsNotRetried(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(p *Params) { p.Projects = nil })
	s.launch(0.1)
	s.page("/run/r1").has(`button[value="stop:0:r1"]`)
	s.end("r1", trex.Failed)
	s.page("/run/r1").lacks(`.actions button`)
}

// TestTheListMarksTheBest is about the star of a list, by its rule in best.ts.
func TestTheListMarksTheBest(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.launch(0.1)
	s.Complete("r1", 3, 0.2)
	s.page("/?view=runs").lacks("tr.star").lacks(".star-mark") // best of one
	s.launch(0.2, 0.3)
	s.Complete("r2", 3, 0.1)
	s.page("/?view=runs").has("tr.star[data-run=r2] .c-best .star-mark").lacks("tr.star:not([data-run=r2])")
	s.page("/?view=runs&q=lr!%3D0.2").has("tr.star[data-run=r1]") // of those shown
	s.page("/experiment/e2").has("tr.star[data-run=r2] .star-mark").lacks("tr.star:not([data-run=r2])")
	s.page("/experiment/e1").lacks("tr.star")
}

// "Better" in one project means nothing in another.
func TestNothingIsBestAcrossProjects(t *testing.T) {
	t.Parallel()
	runs := []trex.Run{
		{ID: "r1", Project: "digits", Best: &trex.Best{Value: 0.1}}, {ID: "r2", Project: "resnet", Best: &trex.Best{Value: 0.2}},
		{ID: "r3", Project: "resnet", Best: &trex.Best{Value: 0.3}},
	}
	c := comparison{runs: runs}
	if got := starred(runs); got != "" || c.best() != nil {
		t.Errorf("the star has %q, best is %v", got, c.best())
	}
	if got := starred(runs[1:]); got != "r2" {
		t.Errorf("of one project the star has %q", got)
	}
}
