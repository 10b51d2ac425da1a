package trex

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
)

// Project is something Trex can train, as trex.yaml describes it.
type Project struct {
	Name        string
	Description string
	Command     []string // argv with {name} placeholders; {params} is "--name value" for every parameter
	Dir         string   // working directory of its runs, absolute
	Params      []Param  // in the order of the file, which is the order people see
	Objective   Objective
	Resources   Resources
	Timeout     time.Duration     // wall time of one run; 0 is none
	Env         map[string]string // environment of its runs, besides the few variables every run gets
	Patterns    []string          // regular expressions (RE2) with named groups that read metrics from log lines
	Watch       Watch
	Retention   Retention
	Executor    string                     // where its runs execute; ThisMachine unless trex.yaml names another
	Options     map[string]json.RawMessage // options by executor name; each executor reads its own
	Seed        string                     // the parameter that differs only between repetitions; "": found by its name
}

// ThisMachine is the executor of projects that name none: their runs execute on
// the machine of Trex and share its slots and GPUs.
const ThisMachine = "local"

// Local reports whether its runs execute on this machine.
func (p *Project) Local() bool { return p.Executor == ThisMachine }

// Param is one hyperparameter of a project.
type Param struct {
	Name        string
	Type        ParamType
	Default     Value
	Min, Max    *float64 // bounds, both inclusive; nil is none
	Above       *float64 // exclusive lower bound; nil is none
	Choices     []Value  // nil: any value of the type
	Scale       Scale
	Aliases     []string // other names people use for it
	Description string
}

type ParamType string

const (
	Float   ParamType = "float"
	Int     ParamType = "int"
	String  ParamType = "string"
	Boolean ParamType = "bool"
)

// Scale says how a range of a parameter is divided: evenly, or evenly in the
// logarithm.
type Scale string

const (
	Linear Scale = "linear"
	Log    Scale = "log"
)

// Objective is the metric by which runs of a project are compared.
type Objective struct {
	Metric string
	Goal   Goal
}

type Goal string

const (
	Minimize Goal = "minimize"
	Maximize Goal = "maximize"
)

// Score returns value so that smaller is better, whatever the goal. ok is false
// for NaN and Inf, which rank behind every other value.
func (o Objective) Score(value float64) (score float64, ok bool) {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return math.NaN(), false
	}
	if o.Goal == Maximize {
		return -value, true
	}
	return value, true
}

// Better reports whether a is a better value than b. NaN and Inf are never
// better, and every other value is better than them.
func (o Objective) Better(a, b float64) bool {
	x, ok := o.Score(a)
	y, comparable := o.Score(b)
	return ok && (!comparable || x < y)
}

// Resources is what one run occupies while it runs.
type Resources struct {
	GPUs int
}

// WatchPolicy says what a watchdog does when it sees something wrong.
type WatchPolicy string

const (
	WatchNotify WatchPolicy = "notify" // warn in the thread
	WatchStop   WatchPolicy = "stop"   // stop the run and say so
	WatchAsk    WatchPolicy = "ask"    // warn with buttons
	WatchOff    WatchPolicy = "off"
)

// Watch is a project's watchdog policies; "" is notify.
type Watch struct {
	Diverged  WatchPolicy   // the objective or the loss became NaN or Inf, or runs away
	Stalled   WatchPolicy   // no output or progress for much longer than the run's own rhythm
	IdleGPU   WatchPolicy   // a GPU was assigned and is not used
	IdleAfter time.Duration // how long the GPU must be unused; 0 is 20 minutes
}

// Retention says at which age data may be thinned or deleted; 0 is never.
type Retention struct {
	ThinPoints time.Duration
	DeleteLogs time.Duration
}

// Param returns the parameter of exactly that name.
func (p *Project) Param(name string) (Param, bool) {
	for _, param := range p.Params {
		if param.Name == name {
			return param, true
		}
	}
	return Param{}, false
}

// Defaults returns the RunConfig of all defaults.
func (p *Project) Defaults() RunConfig {
	config := make(RunConfig, len(p.Params))
	for _, param := range p.Params {
		config[param.Name] = param.Default
	}
	return config
}

// ParamNames returns the names in the order of the file.
func (p *Project) ParamNames() []string {
	names := make([]string, len(p.Params))
	for i, param := range p.Params {
		names[i] = param.Name
	}
	return names
}

// Projects are all configured projects, in the order in which people see them.
type Projects []Project

// Find returns the project of exactly that name. For "" it returns the only
// project. Errors list the projects.
func (p Projects) Find(name string) (*Project, error) {
	for i := range p {
		if p[i].Name == name || name == "" && len(p) == 1 {
			return &p[i], nil
		}
	}
	if len(p) == 0 {
		return nil, NotFound("no project is configured: add one to trex.yaml, trex init helps")
	}
	const most = 20
	names := make([]string, 0, most)
	for i := range p[:min(len(p), most)] {
		names = append(names, p[i].Name)
	}
	text := strings.Join(names, ", ")
	if rest := len(p) - most; rest > 0 {
		text += " and " + strconv.Itoa(rest) + " more"
	}
	if name == "" {
		return nil, Invalid("name a project; there is: %s", text)
	}
	return nil, NotFound("there is no project %q; there is: %s", excerpt(name), text)
}
