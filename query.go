package trex

// RunQuery asks for runs. Zero fields do not restrict.
type RunQuery struct {
	Project    string
	Statuses   []Status
	Experiment ExperimentID
	Requester  string   // Person.Name or Person.ID
	Text       []string // each must occur in id, name, project, requester or a parameter's value
	Where      []Condition
	Sort       SortKey
	Limit      int    // 0: 100; 1000 at most
	Cursor     string // from the previous RunPage
}

// Condition restricts by a parameter or a metric: lr < 0.01, val_loss < 0.3.
// A metric is compared by its best value when it is the run's objective, else
// by its last.
type Condition struct {
	Name  string
	Op    Op
	Value Value
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
// and ties are broken newest first.
type SortKey struct {
	By   string // "created" (the zero value too), "started", "finished", "name", "status", "project", "requester", "best", "last", "duration", "param:lr", "metric:val_acc"
	Desc bool   // the zero SortKey is newest first
}

// RunPage is one page of runs. Next is "" on the last page.
type RunPage struct {
	Runs []Run
	Next string
}

// Capacity is what the runner has and what is in use.
type Capacity struct {
	Slots, Busy        int
	GPUs, GPUsBusy     int
	PendingRuns        int
	ExecutorsAvailable []string // names of executors that can start runs now
}
