package paste

import (
	"math"
	"slices"
	"strings"
)

// Names are the names of the projects.
type Names struct {
	Param  func(name string) bool // whether it names a parameter
	Choice func(name string) bool // whether it is a value that a parameter may have
}

// reader reads structures whose names mean something to a project.
type reader struct {
	Names
	nodes int  // how many nodes may still be read
	typed bool // a value is words: "0.1 and 0.01"
}

// aside are keys that say what an experiment is called, where it is kept, and how
// its program is started. Trex has its own ways for these.
var aside = []string{
	"program", "project", "entity", "name", "run_name", "experiment_name", "experiment", "description", "notes", "tags", "group", "job_type",
	"command", "metric", "metrics", "mode", "direction", "goal", "objective", "method", "version", "defaults", "hydra", "_target_", "_partial_",
	"output_dir", "log_dir", "logdir", "save_dir", "checkpoint_dir", "work_dir", "results_dir", "verbose", "resume", "type", "program_args",
	"study_name", "storage", "sampler", "launcher", "overwrite", "parameter_type", "value_type",
}

// resources are keys for what a program gets to run on.
var resources = []string{"resources_per_trial", "resources", "scaling_config", "run_config", "hydra"}

// evaluation are keys for settings of what comes after training.
var evaluation = []string{"eval", "evaluation", "val", "valid", "validation", "test", "inference", "predict"}

// trials are keys for the number of configurations to draw.
var trials = []string{"run_cap", "num_samples", "n_trials", "n_iter", "max_evals", "max_trials", "total_trials", "n_calls", "max_trial_number", "trials"}

// searchers are values of "method" that choose values by results.
var searchers = []string{"bayes", "bayesian", "tpe", "hyperband", "bohb", "asha", "pbt"}

// config reads a dictionary. path is where it stands in others.
func (r *reader) config(n node, path ...string) space {
	var s space
	if r.nodes -= len(n.items) + 1; r.nodes < 0 || len(path) > deepest {
		return s
	}
	var groups []space
	for i, key := range n.keys {
		var one space
		r.entry(&one, key, n.items[i], path)
		if n.items[i].kind == dict && len(one.shared) > 0 && r.name(path, key) == "" {
			groups = append(groups, space{shared: one.shared})
			one.shared = nil
		}
		s.add(one)
	}
	s.group(groups)
	if method, ok := n.get("method", "search_algorithm", "algorithm"); ok && method.kind == scalar && len(path) == 0 {
		s.searched(method.text)
	}
	return s
}

// group adds what groups of settings set. Groups that set the same are cases:
// "small: {lr: 0.1}, large: {lr: 0.2}".
func (s *space) group(groups []space) {
	var merged space
	again := false
	for _, g := range groups {
		again = again || slices.ContainsFunc(g.shared, func(o setting) bool { return merged.sets(o.name) })
		merged.add(g)
	}
	if !again {
		s.add(merged)
		return
	}
	for _, g := range groups {
		s.rows = append(s.rows, g.shared)
	}
}

// searched settles how values are chosen.
func (s *space) searched(method string) {
	switch method = strings.ToLower(method); {
	case method == "grid":
		s.drawn = false
	case method == "random":
		s.drawn = true
	case slices.Contains(searchers, method):
		s.miss("bayesian search")
	}
}

// deepest is how deep structures are read.
const deepest = 20

func (r *reader) entry(s *space, key string, item node, path []string) {
	name := r.name(path, key)
	switch {
	case item.null:
	case slices.Contains(trials, key) && name == "":
		s.draws, _ = item.whole()
	case key == "early_terminate":
		s.miss(key)
	case item.kind == dict:
		r.nested(s, key, name, item, path)
	case item.kind == call:
		r.function(s, name, item, path)
	case item.dicts():
		r.dictionaries(s, item, path)
	case name != "":
		r.set(s, name, item)
	case item.kind == list && key == "defaults", slices.Contains(aside, last(key)):
	case item.kind == scalar && item.text == "" || item.kind == list && len(item.items) == 0:
	default:
		s.miss(last(key))
	}
}

// set adds the values of a scalar or a list.
func (r *reader) set(s *space, name string, item node) {
	values := []node{item}
	if item.kind == list {
		values = item.items
	}
	for i, v := range values {
		if v.kind != scalar || v.text == "" {
			s.miss(name)
			return
		}
		if !v.quoted && strings.ContainsAny(v.text, " ,") {
			r.typed = true
		}
		if strings.HasPrefix(v.text, "torch.") {
			values[i].text = last(v.text)
		}
	}
	s.shared = append(s.shared, setting{name: name, values: values})
}

// name returns the parameter that a key is, "" for none. The parts of a path are
// groups; "optimizer.name" is the optimizer.
func (r *reader) name(path []string, key string) string {
	key = strings.Trim(strings.TrimLeft(key, "-+~"), "/")
	parts := strings.FieldsFunc(key, func(c rune) bool { return c == '.' || c == '/' })
	if len(parts) == 0 {
		return ""
	}
	leaf := parts[len(parts)-1]
	before := slices.Concat(path, parts[:len(parts)-1])
	switch {
	case r.Param(leaf):
		return leaf
	case r.Param(key):
		return key
	case len(before) > 0 && slices.Contains([]string{"name", "type", "value", "_target_", "class", "kind"}, leaf) && r.Param(before[len(before)-1]):
		return before[len(before)-1]
	}
	return ""
}

// nested reads a dictionary in a dictionary: the values of a parameter, or a group.
func (r *reader) nested(s *space, key, name string, item node, path []string) {
	if one, drawn, ok := described(item); ok {
		one.name = name
		if name == "" {
			s.miss(last(key))
			return
		}
		s.drawn = s.drawn || drawn
		s.shared = append(s.shared, one)
		return
	}
	switch {
	case key == "metric", slices.Contains(resources, key):
		return
	case slices.Contains(evaluation, key): // what is set there is not the training's
		s.miss(key)
		return
	}
	s.add(r.config(item, append(slices.Clone(path), key)...))
}

// described reads a parameter as W&B, NNI and Determined describe it.
func described(n node) (s setting, drawn, ok bool) {
	if kind, ok := n.get("_type"); ok {
		value, _ := n.get("_value")
		args := node{kind: call, text: kind.text, keys: make([]string, len(value.items)), items: value.items}
		if kind.text == "choice" {
			args.keys, args.items = []string{""}, []node{value}
		}
		return spread(args)
	}
	if values, ok := n.get("values", "vals", "choices"); ok {
		return setting{values: values.items}, false, values.scalars()
	}
	if value, ok := n.get("value", "val"); ok && value.kind == scalar && len(n.keys) <= 3 {
		return setting{values: []node{value}}, false, true
	}
	low, ok := argument(n, 0, "min", "minval", "lower")
	high, ok2 := argument(n, 1, "max", "maxval", "upper")
	if n.kind != dict || !ok || !ok2 {
		return setting{}, false, false
	}
	kind, _ := n.get("distribution", "type", "scale")
	return ranged(n, kind.text, low, high)
}

// ranged reads a range of W&B. "log_uniform" takes logarithms as its bounds,
// "log_uniform_values" the values.
func ranged(n node, kind string, low, high float64) (s setting, drawn, ok bool) {
	base := math.E
	if b, ok := n.get("base"); ok {
		base, _ = b.number()
	}
	log := strings.Contains(kind, "log")
	if log && !strings.Contains(kind, "values") && (kind == "log" || strings.HasSuffix(kind, "log_uniform")) && low < 0 {
		low, high = math.Pow(base, low), math.Pow(base, high)
	}
	s.setRange(low, high, log, kind != "")
	if step := quantum(n); step > 0 {
		s.low = ""
		for _, v := range steps(low, high+step/2, step) {
			s.values = append(s.values, numeral(v))
		}
	}
	return s, true, s.low != "" || len(s.values) > 0
}

// function reads a call as the value of a key, or as what holds settings.
func (r *reader) function(s *space, name string, item node, path []string) {
	one, drawn, ok := spread(item)
	if r.Choice(last(item.text)) && !ok { // "adam(lr=0.1)" is words
		r.typed = true
		return
	}
	if !ok {
		s.add(r.invoked(item, path...))
		return
	}
	if one.name != "" && r.Param(one.name) || name == "" {
		name = r.name(path, one.name)
	}
	if name == "" {
		s.miss(one.name)
		return
	}
	one.name = name
	s.drawn = s.drawn || drawn
	s.shared = append(s.shared, one)
}

// invoked reads what a call sets: its named arguments, and dictionaries and calls
// among its arguments.
func (r *reader) invoked(n node, path ...string) space {
	var s space
	if r.nodes -= len(n.items) + 1; r.nodes < 0 || len(path) > deepest {
		return s
	}
	for i, item := range n.items {
		key := n.keys[i]
		switch name := r.name(nil, key); {
		case item.null:
		case slices.Contains(trials, key):
			s.draws, _ = item.whole()
		case name != "" && item.kind != dict && item.kind != call:
			r.set(&s, name, item)
		case slices.Contains(resources, key):
		case item.kind == dict:
			s.add(r.config(item, append(slices.Clone(path), key)...))
		case item.kind == call:
			r.function(&s, name, item, append(slices.Clone(path), n.text))
		case item.dicts():
			r.dictionaries(&s, item, path)
		case item.kind == list && slices.ContainsFunc(item.items, isCall):
			r.functions(&s, item, append(slices.Clone(path), n.text))
		case (n.text == "_" || slices.ContainsFunc(n.keys, r.Param)) && !slices.Contains(aside, key): // "train(lr=0.1, fp16=True)"
			s.miss(key)
		}
	}
	return s
}

func isCall(n node) bool { return n.kind == call }

// functions reads a list of calls, as in scikit-optimize.
func (r *reader) functions(s *space, n node, path []string) {
	for _, item := range n.items {
		if item.kind == call {
			r.function(s, "", item, path)
		}
	}
}

// dictionaries reads a list of configurations, or of parameters that name
// themselves, as in Ax.
func (r *reader) dictionaries(s *space, item node, path []string) {
	for _, one := range item.items {
		label, named := one.get("name", "parameter_name")
		if !named || !label.quoted || !one.has("type") && !one.has("bounds") && !one.has("parameter_type") {
			row := r.config(one, path...)
			if len(row.shared) > 0 {
				s.rows = append(s.rows, row.shared)
			}
			row.shared = nil
			s.add(row)
			continue
		}
		r.parameter(s, label.text, one, path)
	}
}

// parameter reads one parameter of Ax.
func (r *reader) parameter(s *space, label string, n node, path []string) {
	name := r.name(path, label)
	set, drawn, ok := described(n)
	if bounds, has := n.get("bounds"); has && len(bounds.items) == 2 {
		low, _ := bounds.items[0].number()
		high, _ := bounds.items[1].number()
		set.setRange(low, high, option(n, "log_scale"), true)
		drawn, ok = true, true
	}
	if name == "" || !ok {
		s.miss(label)
		return
	}
	set.name = name
	s.drawn = s.drawn || drawn
	s.shared = append(s.shared, set)
}
