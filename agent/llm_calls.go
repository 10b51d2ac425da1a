package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// arguments are the arguments of every tool except propose.
type arguments struct {
	Project    string            `json:"project"`
	Runs       []trex.RunID      `json:"runs"`
	Run        trex.RunID        `json:"run"`
	Experiment trex.ExperimentID `json:"experiment"`
	Scope      Scope             `json:"scope"`
	Lines      int               `json:"lines"`
	Status     trex.Status       `json:"status"`
	Sort       string            `json:"sort"`
	Limit      int               `json:"limit"`
}

// argumentSchemas returns the schemas of the arguments that several tools share,
// by name.
func argumentSchemas(req *Request) map[string]object {
	run := object{"type": "string", "description": "id of a run, like r12"}
	return map[string]object{
		"run":        run,
		"runs":       {"type": "array", "items": run},
		"experiment": {"type": "string", "description": "id of an experiment, like e4"},
		"project":    projectSchema(req),
		"scope":      {"type": "string", "enum": []Scope{ScopeMine, ScopeAll}, "description": "everything of the person, or of everybody"},
		"lines":      {"type": "integer"},
	}
}

// call executes one call. It returns an intent, or the result of a tool that
// reads, or an invalid error with the reason for the model.
func (d *dialogue) call(ctx context.Context, name, raw string) (*Intent, string, error) {
	if name == "propose" {
		intent, err := d.propose(raw)
		return intent, "", err
	}
	var args arguments
	if err := decode(raw, &args); err != nil {
		return nil, "", err
	}
	args, err := args.checked(d.req)
	if err != nil {
		return nil, "", err
	}
	for _, entry := range Intents {
		if entry.tool != nil && string(entry.Kind) == name {
			return d.intent(entry, args)
		}
	}
	if d.req.Lookup != nil {
		switch name {
		case "read_runs":
			return d.result(d.readRuns(ctx, args))
		case "read_metrics":
			return d.result(d.readMetrics(ctx, args.Run))
		case "read_log":
			return d.result(d.readLog(ctx, args.Run, args.Lines))
		}
	}
	return nil, "", trex.Invalid("there is no tool %q; you can propose and read, and a person launches", say.Clip(name, 60))
}

// decode reads the arguments of a call strictly.
func decode(raw string, into any) error {
	if raw == "" {
		raw = "{}"
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(raw)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return trex.Invalid("the tool does not take these arguments: %s", say.Clip(err.Error(), 200))
	}
	if _, err := decoder.Token(); err != io.EOF {
		return trex.Invalid("the arguments are not one JSON object")
	}
	return nil
}

// mostRuns is the most runs that one call may name.
const mostRuns = 100

// checked returns the arguments with well-formed ids and known names.
func (a arguments) checked(req *Request) (arguments, error) {
	if len(a.Runs) > mostRuns {
		return a, trex.Invalid("at most %d runs at once", mostRuns)
	}
	if a.Run != "" {
		a.Runs = append(a.Runs, a.Run)
	}
	for i, id := range a.Runs {
		parsed, err := trex.ParseRunID(string(id))
		if err != nil {
			return a, err
		}
		a.Runs[i] = parsed
	}
	if a.Run != "" {
		a.Run = a.Runs[len(a.Runs)-1]
	}
	if a.Experiment != "" {
		parsed, err := trex.ParseExperimentID(string(a.Experiment))
		if err != nil {
			return a, err
		}
		a.Experiment = parsed
	}
	if a.Project != "" && req.project(a.Project) == nil {
		return a, trex.Invalid("there is no project %q", say.Clip(a.Project, 60))
	}
	if a.Scope != ScopeNone && a.Scope != ScopeMine && a.Scope != ScopeAll {
		return a, trex.Invalid("scope is mine or all")
	}
	return a, nil
}

func (d *dialogue) intent(entry Entry, args arguments) (*Intent, string, error) {
	intent := Intent{
		Kind: entry.Kind, Project: args.Project, Runs: args.Runs, Experiment: args.Experiment, Scope: args.Scope, Lines: min(max(args.Lines, 0), 10000),
	}
	intent.Select = Select{Runs: args.Runs, Scope: args.Scope}
	if args.Experiment != "" {
		intent.Select.Experiments = []trex.ExperimentID{args.Experiment}
	}
	named := len(args.Runs) > 0 || args.Experiment != "" || args.Scope != ScopeNone
	if !named && entry.Kind != Projects {
		intent.Experiment = d.req.Experiment
	}
	if entry.tool.named && !named && intent.Experiment == "" {
		return nil, "", trex.Invalid("name runs, an experiment or a scope")
	}
	return &intent, "", nil
}

func (d *dialogue) result(text string, err error) (*Intent, string, error) { return nil, text, err }
