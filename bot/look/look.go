// Package look reads stored data and prepares it to be shown: the state of an
// experiment, the data of a card, what curves say, pictures, the end of a log.
// Conversations answer with it, and package live updates messages with it.
//
// It changes nothing. Package card decides how a message looks.
package look

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/trex-ml/trex"
)

// Params configures a Reader. Store is required.
type Params struct {
	Store    Store
	Projects trex.Projects
	Capacity interface{ Capacity() trex.Capacity } // nil: messages do not mention slots
	RunDir   func(trex.RunID) string               // the folder of a run, with its log; nil: there are no logs
	// PublicURL is where people reach the web pages, without a slash at its
	// end; "": messages carry no links.
	PublicURL string
	Now       func() time.Time // nil: time.Now
}

// Store is what a Reader reads from. *sqlite.DB and *postgres.DB implement it.
// Not-found is a trex error of that kind. Every method is safe for concurrent
// use and returns values that the caller owns.
type Store interface {
	FindExperiment(context.Context, trex.ExperimentID) (trex.Experiment, error)
	ListExperimentRuns(context.Context, trex.ExperimentID) ([]trex.Run, error)
	ListWarnings(context.Context, trex.ExperimentID) ([]trex.Warning, error)
	ListRuns(context.Context, trex.RunQuery) (trex.RunPage, error)
	FindEqualRuns(ctx context.Context, project string, configs []trex.RunConfig) (map[int]trex.Run, error)
	ListSeries(context.Context, trex.RunID) ([]trex.Series, error)
	ReadPoints(context.Context, trex.PointQuery) ([]trex.Point, error)
}

// Reader reads what is shown. Safe for concurrent use.
type Reader struct {
	store     Store
	projects  trex.Projects
	capacity  interface{ Capacity() trex.Capacity }
	runDir    func(trex.RunID) string
	publicURL string
	now       func() time.Time
}

// New returns a reader.
func New(params Params) *Reader {
	r := &Reader{
		store: params.Store, projects: params.Projects, capacity: params.Capacity,
		runDir: params.RunDir, publicURL: params.PublicURL, now: params.Now,
	}
	if r.now == nil {
		r.now = time.Now
	}
	return r
}

// Capacity is what the runner has and uses now; zero when that is not known.
func (r *Reader) Capacity() trex.Capacity {
	if r.capacity == nil {
		return trex.Capacity{}
	}
	return r.capacity.Capacity()
}

// URL returns the address of a page, "" when there are no pages.
func (r *Reader) URL(path string) string {
	if r.publicURL == "" {
		return ""
	}
	return r.publicURL + path
}

// RunURL returns the address of a run's page, "" when there are no pages.
func (r *Reader) RunURL(id trex.RunID) string { return r.URL("/run/" + string(id)) }

// ExperimentURL returns the address of an experiment's page, "" when there are
// no pages.
func (r *Reader) ExperimentURL(id trex.ExperimentID) string {
	return r.URL("/experiment/" + string(id))
}

// Project returns the configured project. If it is no longer configured,
// Project rebuilds it from its runs.
func (r *Reader) Project(name string, runs []trex.Run) *trex.Project {
	if project, err := r.projects.Find(name); err == nil {
		return project
	}
	project := &trex.Project{Name: name}
	if len(runs) > 0 {
		project.Objective = runs[0].Objective
		for _, param := range slices.Sorted(maps.Keys(runs[0].Config)) {
			project.Params = append(project.Params, trex.Param{Name: param})
		}
	}
	return project
}
