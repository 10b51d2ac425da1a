package agent

import (
	"math"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/tongue"
	"github.com/trex-ml/trex/say"
)

// resolveBare finds the parameter of values without a name: "make it 128", "also
// 0.03", "drop 0.001". The configurations to change show which parameters are
// possible. If several are, it asks the person.
func (m *message) resolveBare(configs []trex.RunConfig) ([]read.Assign, error) {
	assigns := slices.Clone(m.s.Assigns)
	for i, a := range assigns {
		if a.Param != "" {
			continue
		}
		if a.Bad != nil {
			return nil, a.Bad
		}
		name, err := m.paramOf(a, configs)
		if err != nil {
			return nil, err
		}
		param, _ := m.voc.Project.Param(name)
		resolved, ok := a.Resolve(param)
		if !ok {
			return nil, trex.Invalid("%s cannot be %s; %s", name, a.Text, sweep.Wants(param))
		}
		if resolved.Op == read.Set && i == 0 && (m.startsWith("and", "plus", "or") || strings.HasPrefix(strings.TrimSpace(m.req.Text), "+")) && len(resolved.Old) == 0 {
			resolved.Op = read.Add
		}
		if err := m.countsRuns(resolved, configs); err != nil {
			return nil, err
		}
		assigns[i] = resolved
	}
	m.s.Assigns = assigns
	return assigns, nil
}

// fewRuns is from how many different values on a number may count runs.
const fewRuns = 4

// countsRuns asks about "make it 5" when there are ten runs: 5 may be the number
// of runs, or a value far from the present values.
func (m *message) countsRuns(a read.Assign, configs []trex.RunConfig) error {
	if a.Op != read.Set || len(a.Axis.Terms) != 1 || len(a.Old) > 0 {
		return nil
	}
	n, ok := a.Axis.Terms[0].Value.Float()
	if !ok || a.Axis.Terms[0].Kind != sweep.Absolute || n != float64(int(n)) || n < 1 || int(n) > m.req.maxRuns() {
		return nil
	}
	seen := make(map[trex.Value]bool)
	least, most := math.Inf(1), math.Inf(-1)
	for _, config := range configs {
		f, _ := config[a.Param].Float()
		seen[config[a.Param]] = true
		least, most = min(least, f), max(most, f)
	}
	few := fewRuns
	if param, _ := m.voc.Project.Param(a.Param); param.Type == trex.Float && math.Ceil(most) != most {
		few-- // a whole number stands out among fractions
	}
	if len(seen) < few || n >= least && n <= most {
		return nil
	}
	return trex.Invalid("%s: is that %s %s for all of them, or %s instead of %d?", quote(a.Text), a.Param, trex.Number(n), say.Count(int(n), "run"), len(configs))
}

// paramOf looks at parameters in this order: those that already have the value
// (to drop, keep or replace it), those that differ, those that the person
// mentioned, and those that are not at their default.
func (m *message) paramOf(a read.Assign, configs []trex.RunConfig) (string, error) {
	project := m.voc.Project
	fitting := func(names []string) []string {
		var fit []string
		for _, name := range names {
			param, ok := project.Param(name)
			if !ok {
				continue
			}
			if _, ok := a.Resolve(param); ok && !slices.Contains(fit, name) {
				fit = append(fit, name)
			}
		}
		return fit
	}
	if a.Relative() && m.has("everything", "all") && len(project.Differing(configs)) != 1 {
		return "", trex.Invalid("%s: of which parameters? %s", quote(a.Text), m.takes())
	}
	if strings.Contains(a.Text, "long") {
		if name, ok := m.durationParam(); ok {
			return name, nil
		}
	}
	if a.Op == read.Drop || a.Op == read.Only {
		if names := m.holders(a, configs); len(names) == 1 {
			return names[0], nil
		} else if a.Op == read.Drop {
			return "", m.whichParam(a, names, configs)
		}
	}
	if names := m.havingOld(a, configs); len(names) == 1 {
		return names[0], nil
	}
	mentioned := m.mentionedBefore()
	for _, names := range [][]string{project.Differing(configs), mentioned, m.changed(configs)} {
		switch fit := fitting(names); len(fit) {
		case 0:
		case 1:
			return fit[0], nil
		default:
			if both := intersect(fit, mentioned); len(both) == 1 {
				return both[0], nil
			}
			return "", m.whichParam(a, fit, configs)
		}
	}
	return "", m.whichParam(a, fitting(project.ParamNames()), configs)
}

// durationParam returns the parameter that "twice as long" refers to.
func (m *message) durationParam() (string, bool) {
	for _, word := range []string{"epochs", "max steps", "training steps"} {
		if meaning, ok := m.voc.Find(word); ok && meaning.Param != "" {
			return meaning.Param, true
		}
	}
	return "", false
}

func intersect(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) })
}

// holders returns the parameters that have the value in some configuration.
func (m *message) holders(a read.Assign, configs []trex.RunConfig) []string {
	names := m.paramsOf(configs, func(param trex.Param) func(trex.RunConfig) bool {
		values := a.Values(param)
		return func(c trex.RunConfig) bool { return slices.Contains(values, c[param.Name]) }
	})
	if differing := intersect(names, m.voc.Project.Differing(configs)); len(differing) > 0 {
		return differing
	}
	return names
}

func (m *message) havingOld(a read.Assign, configs []trex.RunConfig) []string {
	names := m.paramsOf(configs, func(param trex.Param) func(trex.RunConfig) bool {
		resolved, ok := a.Resolve(param)
		return func(c trex.RunConfig) bool { return ok && m.holds(c, param.Name, resolved.Old) }
	})
	if differing := intersect(names, append(m.voc.Project.Differing(configs), m.mentionedBefore()...)); len(differing) > 0 {
		return differing
	}
	return names
}

// changed returns the parameters that are not at their default.
func (m *message) changed(configs []trex.RunConfig) []string {
	return m.paramsOf(configs, func(param trex.Param) func(trex.RunConfig) bool {
		return func(c trex.RunConfig) bool { return c[param.Name] != param.Default }
	})
}

// paramsOf returns the parameters that fit in some configuration.
func (m *message) paramsOf(configs []trex.RunConfig, is func(trex.Param) func(trex.RunConfig) bool) []string {
	var names []string
	for _, param := range m.voc.Project.Params {
		if slices.ContainsFunc(configs, is(param)) {
			names = append(names, param.Name)
		}
	}
	return names
}

// mostTurnsBack is how many of the person's messages may name the parameter.
const mostTurnsBack = 3

// mentionedBefore returns the parameters that the person named last.
func (m *message) mentionedBefore() []string {
	back := 0
	for i := len(m.req.Turns) - 1; i >= 0 && back < mostTurnsBack; i-- {
		turn := m.req.Turns[i]
		if turn.Role != trex.RoleUser {
			continue
		}
		text := m.vocabs.plain(m.req, turn.Text)
		if len(text) > longestText {
			continue
		}
		back++
		tokens, _ := cutProjectNames(tongue.Scan(text), m.req.Projects)
		var names []string
		for _, a := range read.ParseTokens(text, tokens, m.voc).Assigns {
			if a.Param != "" && !slices.Contains(names, a.Param) {
				names = append(names, a.Param)
			}
		}
		if len(names) > 0 {
			return names
		}
	}
	return nil
}

// whichParam asks which parameter a value belongs to.
func (m *message) whichParam(a read.Assign, names []string, configs []trex.RunConfig) error {
	if len(configs) > 0 && a.Op == read.Drop && len(names) == 0 {
		return trex.Invalid("No configuration here has %s, so there is nothing to drop. The configurations are: %s", a.Text, sweep.Describe(m.voc.Project, configs))
	}
	if len(names) == 0 {
		return trex.Invalid("%s of which parameter? It fits none of %s: %s", quote(a.Text), m.voc.Project.Name, strings.Join(m.voc.Project.ParamNames(), ", "))
	}
	return trex.Invalid("%s of which parameter? It could be %s.", quote(a.Text), read.Either(names))
}

func quote(text string) string { return "“" + text + "”" }
