package agent

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/say"
)

// proposal holds the arguments of the tool propose.
type proposal struct {
	Project string                  `json:"project"`
	Configs []trex.RunConfig        `json:"configs"`
	Grid    map[string][]trex.Value `json:"grid"`
	Random  *struct {
		Count int                        `json:"count"`
		From  map[string]json.RawMessage `json:"from"`
	} `json:"random"`
	Seeds   int    `json:"seeds"`
	Replace bool   `json:"replace"`
	Reason  string `json:"reason"`
}

// span is a range to draw from.
type span struct {
	Min trex.Value `json:"min"`
	Max trex.Value `json:"max"`
}

// propose turns the model's proposal into an intent, with the same checks as the
// grammar's proposals.
func (d *dialogue) propose(raw string) (*Intent, error) {
	var args proposal
	if err := decode(raw, &args); err != nil {
		return nil, err
	}
	if args.Project == "" && len(d.req.Projects) == 1 {
		args.Project = d.req.Projects[0].Name
	}
	if p := d.req.standing(); args.Project == "" && p != nil {
		args.Project = p.Name
	}
	project := d.req.project(args.Project)
	if project == nil {
		return nil, trex.Invalid("there is no project %q; there are: %s", say.Clip(args.Project, 60), strings.Join(d.req.projectNames(), ", "))
	}
	plan, err := args.plan(project)
	if err != nil {
		return nil, err
	}
	plan.Max = d.req.maxRuns()
	configs, err := plan.Expand(project)
	if err != nil {
		return nil, err
	}
	intent := Intent{Kind: Propose, Project: project.Name, Configs: configs, Reply: say.Clip(strings.TrimSpace(args.Reason), mostReply)}
	intent.Reading = sweep.Describe(project, configs, args.named()...)
	if args.Replace && d.req.Open != nil && d.req.Open.Project == project.Name {
		intent.Kind = Edit
	}
	return &intent, nil
}

func (a proposal) plan(project *trex.Project) (sweep.Plan, error) {
	ways := 0
	for _, given := range []bool{len(a.Configs) > 0, len(a.Grid) > 0, a.Random != nil} {
		if given {
			ways++
		}
	}
	if ways != 1 {
		return sweep.Plan{}, trex.Invalid("give one of configs, grid and random")
	}
	plan := sweep.Plan{Repeats: max(a.Seeds, 0), Seed: uint64(len(a.Configs)) + 1}
	for _, config := range a.Configs {
		axes := make([]sweep.Axis, 0, len(config))
		for _, name := range slices.Sorted(maps.Keys(config)) {
			axes = append(axes, sweep.Axis{Param: name, Terms: []sweep.Term{sweep.Abs(config[name])}})
		}
		plan.Cases = append(plan.Cases, axes)
	}
	for _, param := range project.Params {
		if values, ok := a.Grid[param.Name]; ok {
			plan.Shared = append(plan.Shared, listAxis(param.Name, values))
		}
	}
	if err := onlyParams(project, maps.Keys(a.Grid)); err != nil {
		return plan, err
	}
	if a.Random == nil {
		return plan, nil
	}
	if a.Random.Count < 1 {
		return plan, trex.Invalid("random.count must be at least 1")
	}
	plan.Random = a.Random.Count
	if err := onlyParams(project, maps.Keys(a.Random.From)); err != nil {
		return plan, err
	}
	for _, param := range project.Params {
		raw, ok := a.Random.From[param.Name]
		if !ok {
			continue
		}
		axis, err := sourceAxis(param.Name, raw)
		if err != nil {
			return plan, err
		}
		plan.Shared = append(plan.Shared, axis)
	}
	return plan, nil
}

func onlyParams(project *trex.Project, names func(yield func(string) bool)) error {
	for name := range names {
		if _, err := sweep.Param(project, name); err != nil {
			return err
		}
	}
	return nil
}

func listAxis(name string, values []trex.Value) sweep.Axis {
	axis := sweep.Axis{Param: name}
	for _, value := range values {
		axis.Terms = append(axis.Terms, sweep.Abs(value))
	}
	return axis
}

func sourceAxis(name string, raw json.RawMessage) (sweep.Axis, error) {
	var list []trex.Value
	if err := decode(string(raw), &list); err == nil {
		return listAxis(name, list), nil
	}
	var s span
	if err := decode(string(raw), &s); err != nil {
		return sweep.Axis{}, trex.Invalid("random.from.%s is a list of values, or an object with min and max", name)
	}
	return sweep.Axis{Param: name, Spread: &sweep.Spread{From: sweep.Abs(s.Min), To: sweep.Abs(s.Max)}}, nil
}

// named returns the parameters to which the proposal gives values.
func (a proposal) named() []string {
	names := slices.Collect(maps.Keys(a.Grid))
	for _, config := range a.Configs[:min(len(a.Configs), 20)] {
		names = slices.AppendSeq(names, maps.Keys(config))
	}
	return names
}
