package agent

import (
	"errors"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/say"
)

// origin is what a request starts from: "like r12", "the best adam run but …",
// "e1 with adam".
type origin struct {
	sel   Select
	words [2]int // of the description, without ids: the request itself does not mean them
}

// origin finds the runs that a request starts from. ok is false when it names
// none.
func (m *message) origin() (o origin, ok bool) {
	z := m.selector(0, len(m.text))
	if len(z.s.Runs) > 0 {
		return origin{sel: Select{Runs: z.s.Runs, Except: z.s.Except}}, true
	}
	for _, p := range m.clauses {
		at := m.text.Find(p.From, p.To, lexicon.Best, lexicon.Worst)
		if at < 0 || p.role != requests || !m.startsFrom(&p) {
			continue
		}
		end := m.described(at, p.To)
		q := m.selector(max(at-1, p.From), end)
		q.s.Experiments = z.s.Experiments
		return origin{q.s, [2]int{at, end}}, true
	}
	if o, ok := m.rerunOf(z.s.Experiments); ok {
		return o, true
	}
	if len(z.s.Experiments) > 0 {
		return origin{sel: Select{Experiments: z.s.Experiments, Except: z.s.Except}}, true
	}
	for _, p := range m.clauses {
		if at := m.text.Find(p.From, p.To, lexicon.Last); at >= 0 && m.text.Is(at+1, lexicon.RunName) && m.req.previous() == nil {
			return origin{Select{Limit: 1, Scope: z.s.Scope}, [2]int{at, at + 2}}, true
		}
	}
	return origin{}, false
}

// rerunOf reads "rerun the adam runs with 3 seeds".
func (m *message) rerunOf(experiments []trex.ExperimentID) (origin, bool) {
	for _, p := range m.clauses {
		at := m.text.Find(p.From, p.To, lexicon.Plural)
		if p.role != requests || p.verb != lexicon.Retry || at <= p.Head {
			continue
		}
		q := m.selector(m.verbEnd(p), at+1)
		if len(q.s.Where)+len(q.s.Statuses)+len(q.s.Runs) > 0 {
			q.s.Experiments = experiments
			return origin{q.s, [2]int{m.verbEnd(p), at + 1}}, true
		}
	}
	return origin{}, false
}

// excepted returns the ids that a request leaves out although it starts from no
// run: "the adam runs except r2".
func (m *message) excepted() string {
	z := m.selector(0, len(m.text))
	if z.s.Except == nil || len(z.s.Except.Runs)+len(z.s.Except.Experiments) == 0 {
		return ""
	}
	return z.s.Except.String()
}

// described returns where the description that begins at word i ends: after its
// noun, or after the word itself.
func (m *message) described(i, end int) int {
	for j := i + 1; j < min(i+6, end); j++ {
		if m.text.Is(j, lexicon.Run) {
			return m.text.At(j, lexicon.Run)
		}
		if m.text.Is(j, lexicon.And, lexicon.With) {
			break
		}
	}
	return m.text.At(i, lexicon.Best, lexicon.Worst)
}

// fromOrigin starts from the configurations of runs.
func (m *message) fromOrigin(o origin) (base, Intent, bool) {
	finder := Finder{Lookup: m.lookup(), Person: m.req.Person}
	if m.project != nil && len(o.sel.Runs) == 0 {
		finder.Project = m.project.Name
	}
	if m.req.Experiment != "" && o.sel.Rank != RankNone && len(o.sel.Experiments) == 0 && !m.text.Has(lexicon.Everywhere, lexicon.Everything) {
		o.sel.Experiments = []trex.ExperimentID{m.req.Experiment}
	}
	runs, err := finder.Select(m.ctx, o.sel)
	switch {
	case err != nil:
		return base{}, m.noRun(err), false
	case len(runs) == 0 && o.sel.Rank != RankNone:
		return base{}, ask("No run has a result yet, so there is none to start from."), false
	case len(runs) == 0:
		return base{}, ask("No run matches “%s”, so there is none to start from.", excerpt(o.sel.String())), false
	}
	return m.fromRuns(runs)
}

// fromRuns starts from the configurations of runs, each different one once.
func (m *message) fromRuns(runs []trex.Run) (base, Intent, bool) {
	project := m.req.project(runs[0].Project)
	if project == nil {
		return base{}, ask("%s belongs to the project %s, which is not configured any more.", runs[0].ID, runs[0].Project), false
	}
	if other := slices.IndexFunc(runs, func(r trex.Run) bool { return r.Project != project.Name }); other >= 0 {
		return base{}, ask("%s is a run of %s and %s one of %s. Start from runs of one project.", runs[0].ID, project.Name, runs[other].ID, runs[other].Project), false
	}
	m.reread(project)
	b := base{project: project.Name, amends: true, runs: true, note: "from " + idList(runIDs(runs))}
	if len(runs) > mostNamed {
		b.note = "from " + say.Count(len(runs), "run")
	}
	for i := range runs {
		config, err := m.completed(project, runs[i].Config)
		if err != nil {
			return base{}, refuse(err), false
		}
		if !slices.ContainsFunc(b.configs, config.Equal) {
			b.configs = append(b.configs, config)
		}
	}
	return b, Intent{}, true
}

// completed returns a stored configuration as the project is configured now.
func (m *message) completed(project *trex.Project, stored trex.RunConfig) (trex.RunConfig, error) {
	config := trex.RunConfig{}
	for name, value := range stored {
		if _, ok := project.Param(name); ok {
			config[name] = value
		}
	}
	return project.Complete(config)
}

func (m *message) noRun(err error) Intent {
	var known *trex.Error
	if !errors.As(err, &known) || known.Kind == trex.KindInternal || known.Kind == trex.KindUnavailable {
		m.err = err
		return Intent{}
	}
	return refuse(err)
}
