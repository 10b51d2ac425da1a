package trex

import "time"

// RunQuery asks for runs. Zero fields do not restrict.
type RunQuery struct {
	Project        string
	Statuses       []Status
	Experiment     ExperimentID
	NotExperiment  ExperimentID // runs of all experiments but this one
	FinishedBefore time.Time
	Requester      string   // Person.Name or Person.ID
	Person         Person   // exactly this one, by platform and id
	Text           []string // each must occur in id, name, project, requester or a parameter's value
	Where          []Condition
	Sort           SortKey
	Limit          int    // 0: 100; 1000 at most
	Cursor         string // from the previous RunPage
}

// Condition restricts by a parameter or a metric: lr < 0.01, val_loss < 0.3.
// A metric is compared by its best value when it is the run's objective, else
// by its last. If runs have both by that name, either may match.
type Condition struct {
	Name  string // "param:lr" and "metric:lr" mean one of the two only
	Op    Op
	Value Value // no value, with Equal: the run has no such parameter
}

type Op string

const (
	Less         Op = "<"
	LessEqual    Op = "<="
	Equal        Op = "="
	NotEqual     Op = "!="
	GreaterEqual Op = ">="
	Greater      Op = ">"
)

// SortKey orders runs; runs without the value come last in either direction,
// and ties are broken newest first. "best" sorts by Run.Score: the best run
// first, by each run's own goal; with Desc the worst first. Every other key
// sorts by the value itself, the smallest first.
type SortKey struct {
	By   string // "created" (the zero value too), "started", "finished", "name", "status", "project", "requester", "best", "last", "duration", "param:lr", "metric:val_acc"
	Desc bool   // the zero SortKey is newest first
}

// RunScope selects the runs that match every field that is set. A scope with no
// field set is an invalid error, so that an empty list never means all runs.
type RunScope struct {
	Runs       []RunID
	Experiment ExperimentID
	Project    string
	Person     Person // who asked for them, by platform and id
	All        bool   // of all projects and people
}

// Check returns an invalid error for a scope with no field set.
func (s RunScope) Check() error {
	if len(s.Runs) == 0 && s.Experiment == "" && s.Project == "" && s.Person.IsZero() && !s.All {
		return Invalid("no runs were named")
	}
	return nil
}

// RunPage is one page of runs. Next is "" on the last page.
type RunPage struct {
	Runs []Run
	Next string
}

// Capacity is what the runner has and how much of it is in use.
type Capacity struct {
	Slots, Busy        int
	GPUs, GPUsBusy     int
	PendingRuns        int
	ExecutorsAvailable []string // names of executors that can start runs now
}
