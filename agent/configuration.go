package agent

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/sweep"
)

// configuration reads a request for runs, and says what is missing or wrong.
func (m *message) configuration() (Intent, bool) {
	s := m.s
	limits := len(s.Limits) > 0 && (s.Fresh || s.Weak) // "train for 3 hours"
	if !s.HasConfig() && !s.Random && !s.AnySeeds && !limits && !m.derives() && !m.rearranges() {
		return Intent{}, false
	}
	if intent, ok := m.incomplete(); ok {
		return intent, true
	}
	base, intent, ok := m.base()
	if !ok {
		return intent, true
	}
	if intent, ok := m.whichProject(base); ok {
		return intent, true
	}
	configs, err := m.configs(base)
	if err != nil {
		return refuse(err), true
	}
	kind := Propose
	if base.edits {
		kind = Edit
	}
	return Intent{Kind: kind, Project: m.voc.Project.Name, Configs: configs, Reading: m.reading(base, configs)}, true
}

// derives reports whether a message asks for earlier configurations again: "same
// again", "rerun the best with 3 seeds".
func (m *message) derives() bool {
	return m.s.Same && m.req.previous() != nil || m.s.Rest && m.req.Open != nil || m.s.Total > 1 && m.s.Defaults
}

// rearranges reports whether a message keeps or drops configurations.
func (m *message) rearranges() bool {
	return m.picks() && m.req.previous() != nil
}

// incomplete says which part of a request was not understood. Nothing is
// proposed until everything is clear.
func (m *message) incomplete() (Intent, bool) {
	switch {
	case len(m.s.Unknown) > 0:
		return m.notUnderstood(), true
	case len(m.s.Limits) > 0:
		return ask("I cannot hold to %s: a request sets values and the number of runs, not time, hardware or how many run at once. Leave it out and I show you the runs.", quoted(m.s.Limits)), true
	case m.s.Ambiguous != "":
		return ask("%s", m.s.Ambiguous), true
	case len(m.s.Mentioned) > 0:
		return m.missingValues(), true
	case m.s.AnySeeds && m.s.Repeats == 0 && m.s.Total == 0:
		return ask("How many seeds? Say for example “3 seeds”."), true
	case len(m.s.Vague) > 0:
		return m.tooVague(), true
	}
	return Intent{}, false
}

// tooVague asks for the number behind a word like "bigger" or "a few".
func (m *message) tooVague() Intent {
	return ask("What is “%s” in numbers? %s %s", excerpt(m.s.Vague[0]), m.example(), m.takes())
}

// whichProject asks when several projects could be meant.
func (m *message) whichProject(base base) (Intent, bool) {
	if len(m.named) > 1 {
		return ask("One project at a time, please: %s?", read.Either(m.named)), true
	}
	if m.project == nil && base.project == "" {
		names := m.req.projectNames()
		return ask("Which project is this for: %s? Say for example “train %s with …”.", read.Either(names), names[0]), true
	}
	return Intent{}, false
}

// configs applies the changes of the sentence to the base.
func (m *message) configs(base base) ([]trex.RunConfig, error) {
	if base.amends {
		return m.amend(base)
	}
	if slices.ContainsFunc(m.s.Assigns, func(a read.Assign) bool { return a.Param == "" }) {
		assigns, err := m.resolveBare(nil)
		if err != nil {
			return nil, err
		}
		m.s.Replace(assigns)
	}
	if err := m.checkExcluded(); err != nil {
		return nil, err
	}
	m.s.Start()
	return m.expand(m.plan())
}

// checkExcluded asks for a value when only the default is excluded: "not sgd".
func (m *message) checkExcluded() error {
	for _, a := range m.s.Assigns {
		param, ok := m.voc.Project.Param(a.Param)
		given := slices.ContainsFunc(m.s.Assigns, func(b read.Assign) bool { return b.Param == a.Param && b.Op != read.Drop })
		if ok && a.Op == read.Drop && !given && m.holds(trex.RunConfig{a.Param: param.Default}, a.Param, a.Axis.Terms) {
			return trex.Invalid("Which %s instead of %s? %s", a.Param, param.Default, sweep.Wants(param))
		}
	}
	return nil
}

func (m *message) expand(plan sweep.Plan) ([]trex.RunConfig, error) {
	if err := m.checkRandom(&plan); err != nil {
		return nil, err
	}
	return plan.Expand(m.voc.Project)
}

// plan returns the plan of a sentence that changes nothing existing.
func (m *message) plan() sweep.Plan {
	s := m.s
	plan := sweep.Plan{
		Shared: read.Axes(s.Shared), Zip: s.Zip, Repeats: s.Repeats, Total: s.Total, Cap: s.Cap, Max: m.req.maxRuns(), Seed: m.seed(),
	}
	plan.Except = s.Excluded
	for _, c := range s.Cases {
		plan.Cases = append(plan.Cases, read.Axes(c))
	}
	if s.AnySeeds && plan.Repeats == 0 {
		plan.Repeats, plan.Total = plan.Total, 0
	}
	if s.Random {
		m.drawAtRandom(&plan)
	}
	return plan
}

// seed makes the random draws of one message reproducible.
func (m *message) seed() uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s", len(m.req.Turns), m.req.Text)
	return h.Sum64()
}

// drawAtRandom sets how many configurations are drawn, and from which values.
func (m *message) drawAtRandom(plan *sweep.Plan) {
	for _, assigns := range append([][]read.Assign{m.s.Shared}, m.s.Cases...) {
		for i, a := range assigns {
			if a.Interval == nil {
				continue
			}
			for j := range plan.Shared {
				if plan.Shared[j].Param == a.Param {
					plan.Shared[j].Terms, plan.Shared[j].Spread = nil, assigns[i].Interval
				}
			}
		}
	}
	plan.Random, plan.Total = cmp.Or(plan.Total, plan.Cap), 0
	if plan.Random == 0 && plan.Repeats > 1 && !m.s.AnySeeds && !m.has("seeds", "seed", "each") { // "at random, 5 times"
		plan.Random, plan.Repeats = plan.Repeats, 0
	}
	if plan.Random > 0 {
		return
	}
	for i := range plan.Shared {
		if s := plan.Shared[i].Spread; s != nil && s.Count > plan.Random {
			open := *s
			plan.Random, open.Count = s.Count, 0
			plan.Shared[i].Spread = &open
		}
	}
	if plan.Random == 0 {
		plan.Random = -1
	}
}

// checkRandom rejects a random search without a size or without a range.
func (m *message) checkRandom(plan *sweep.Plan) error {
	if plan.Random == 0 {
		return nil
	}
	if plan.Random < 0 {
		return trex.Invalid("How many random configurations? Say for example “10 random configs with lr between 1e-4 and 1e-1”.")
	}
	for _, axes := range append([][]sweep.Axis{plan.Shared}, plan.Cases...) {
		for _, axis := range axes {
			if axis.Spread != nil || axis.All || len(axis.Terms) > 1 {
				return nil
			}
		}
	}
	return trex.Invalid("Random values of which parameters, between which bounds? Say for example “%d random configs with lr between 1e-4 and 1e-1”. One experiment has at most %d runs.",
		min(plan.Random, plan.Max), plan.Max)
}

// reading returns how the request was understood.
func (m *message) reading(base base, configs []trex.RunConfig) string {
	var named []string
	for _, a := range m.s.Assigns {
		named = append(named, a.Param)
	}
	named = append(named, m.voc.Project.Differing(base.configs)...)
	text := sweep.Describe(m.voc.Project, configs, named...)
	if m.s.Random && m.s.Total+len(configs) > 1 {
		text = strings.Replace(text, " run", " random run", 1)
	}
	for _, a := range m.s.Assigns {
		if a.Computed() {
			text += " (" + excerpt(a.Text) + ": " + valuesOf(configs, a.Param) + ")"
		}
	}
	if base.note != "" {
		text += " (" + base.note + ")"
	}
	if len(m.s.Passed) > 0 {
		text += " (not read: " + quoted(m.s.Passed) + ")"
	}
	return text
}

// valuesOf lists the different values of a parameter.
func valuesOf(configs []trex.RunConfig, name string) string {
	var texts []string
	for _, value := range trex.Distinct(configs, name) {
		texts = append(texts, value.String())
	}
	return excerpt(strings.Join(texts, ", "))
}

func ask(format string, args ...any) Intent {
	return Intent{Kind: Ask, Reply: fmt.Sprintf(format, args...)}
}

// refuse turns an invalid error into a refusal.
func refuse(err error) Intent {
	sentence, ok := trex.Sentence(err)
	if !ok {
		sentence = "I cannot turn that into runs."
	}
	if last := sentence[len(sentence)-1]; last != '.' && last != '?' && last != '!' {
		sentence += "."
	}
	return Intent{Kind: Ask, Reply: sentence}
}
