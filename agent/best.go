package agent

import (
	"slices"

	"github.com/trex-ml/trex"
)

// bestRun returns the best run of the thread's experiment, else of the project.
func (m *message) bestRun() (trex.Run, bool) {
	if m.req.Experiment != "" && !m.has("ever", "overall", "all") {
		if run, ok := m.bestOf(trex.RunQuery{Experiment: m.req.Experiment}); ok {
			return run, true
		}
	}
	for _, project := range m.likelyProjects() {
		if run, ok := m.bestOf(trex.RunQuery{Project: project}); ok {
			return run, true
		}
	}
	return trex.Run{}, false
}

// likelyProjects returns the projects that a message may be about, the likeliest
// first. Runs of different projects cannot be compared.
func (m *message) likelyProjects() []string {
	if m.project != nil {
		return []string{m.project.Name}
	}
	var names []string
	for _, run := range m.req.Runs {
		if !slices.Contains(names, run.Project) {
			names = append(names, run.Project)
		}
	}
	return append(names, m.req.projectNames()...)
}

// bestOf returns the best run that matches the query.
func (m *message) bestOf(query trex.RunQuery) (trex.Run, bool) {
	query.Sort, query.Limit = trex.SortKey{By: "best"}, 1
	for _, run := range m.recall(query) {
		_, ranked := run.Score()
		return run, ranked
	}
	return trex.Run{}, false
}
