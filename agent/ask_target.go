package agent

import (
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// narrowed drops from a selector what belongs to the question itself: "is r12
// done?" does not ask for completed runs.
func (m *message) narrowed(kind Kind, z *selecting) Select {
	s := z.s
	if len(s.Runs)+len(s.Experiments) > 0 {
		s.Statuses, s.Rank, s.Where, s.Scope = nil, RankNone, nil, ScopeNone
		if kind == Best && len(s.Runs) == 0 || kind == List {
			s.Statuses, s.Rank, s.Where = z.s.Statuses, z.s.Rank, z.s.Where
		}
	}
	if kind != List && (kind != Status || slices.Contains(s.Statuses, trex.Running) || z.point || m.req.Experiment != "") {
		s.Statuses = nil // "is it done?" asks for no list
	}
	if len(s.Statuses) > 1 && !m.text.Has(lexicon.Active) || kind == Status && m.text.Has(lexicon.Long, lexicon.When) {
		s.Statuses = nil
	}
	if kind == Explain && len(s.Runs)+len(s.Experiments) == 0 && (s.Limit > 0 || m.text.Has(lexicon.Failed) && m.text.Has(lexicon.What, lexicon.Which, lexicon.Plural)) {
		s.Statuses = []trex.Status{trex.Failed} // "what went wrong with the last run", "what failed and why"
	}
	return s
}

// target sets the runs that a question is about: those it names, those of the
// thread's experiment, or everything.
func (m *message) target(intent Intent, z *selecting) Intent {
	s := z.s
	intent.Select, intent.Scope, intent.Statuses = s, s.Scope, s.Statuses
	intent.Experiment = s.Experiment()
	if len(s.Runs) > 0 {
		if intent.Runs = s.Runs; len(s.Experiments) > 0 { // "status of r3 and e4"
			intent.Runs = runIDs(m.find(s))
		}
		return intent
	}
	if z.experiments && intent.Kind == List {
		return m.targetExperiments(intent, s)
	}
	if len(s.Where) > 0 || !s.By.IsZero() || intent.Kind == Explain && len(s.Statuses) > 0 || s.Rank != RankNone && intent.Kind != Best || s.Limit > 0 && intent.Kind != Best || s.Except != nil || !s.Since.IsZero() && intent.Kind == List || len(s.Statuses) > 1 {
		runs := m.find(s)
		if intent.Kind == Logs {
			runs = runs[:min(1, len(runs))]
		}
		intent.Runs, intent.Statuses = runIDs(runs), nil
		return intent
	}
	if len(s.Experiments) > 0 {
		return intent
	}
	if run, ok := m.pointedRun(intent.Kind, z); ok {
		intent.Runs = []trex.RunID{run}
		return intent
	}
	wide := m.req.Wide && !z.point && (intent.Kind == List || intent.Kind == Best || intent.Kind == Hours || intent.Kind == Export)
	if s.Scope != ScopeAll && !wide {
		intent.Experiment = m.req.Experiment
	}
	return intent
}

// mostExperiments is how many experiments one answer lists.
const mostExperiments = 20

// targetExperiments sets the experiments of the runs that a selector names.
func (m *message) targetExperiments(intent Intent, s Select) Intent {
	most := mostExperiments
	if s.Limit > 0 {
		most = min(most, s.Limit)
	}
	s.Limit = 0
	var found []trex.ExperimentID
	for _, run := range m.find(s) {
		if !slices.Contains(found, run.Experiment) && len(found) < most {
			found = append(found, run.Experiment)
		}
	}
	if len(found) == 0 {
		return ask("There is no such experiment yet.")
	}
	if len(found) == 1 {
		intent.Kind = Status
	}
	intent.Select, intent.Experiment, intent.Scope = Select{Experiments: found}, found[0], ScopeNone
	return intent
}

// find returns the runs that a selector names now.
func (m *message) find(s Select) []trex.Run {
	project := ""
	if m.project != nil {
		project = m.project.Name
	}
	if len(s.Experiments) == 0 && len(s.Runs) == 0 && m.req.Experiment != "" && !m.req.Wide && s.Scope == ScopeNone && s.Since.IsZero() && len(s.Where) == 0 {
		s.Experiments = []trex.ExperimentID{m.req.Experiment}
	}
	finder := Finder{Lookup: m.lookup(), Person: m.req.Person, Project: project}
	runs, err := finder.Select(m.ctx, s)
	if err != nil && trex.KindOf(err) != trex.KindNotFound {
		m.err = err
	}
	return runs
}

// runsOf returns the runs of a question, for the names of their metrics.
func (m *message) runsOf(intent Intent) []trex.Run {
	s := Select{Runs: intent.Runs}
	if len(s.Runs) > mostMetricRuns {
		s.Runs = s.Runs[:mostMetricRuns]
	}
	if len(s.Runs) == 0 {
		s = Select{Experiments: intent.Select.Experiments, Limit: mostMetricRuns}
		if intent.Experiment != "" && len(s.Experiments) == 0 {
			s.Experiments = []trex.ExperimentID{intent.Experiment}
		}
		if len(s.Experiments) == 0 {
			return m.recall(trex.RunQuery{Project: intent.Project, Limit: mostMetricRuns, Statuses: []trex.Status{trex.Running, trex.Completed}})
		}
	}
	return m.find(s)
}

// pointedRun finds the run that "the last run", "it" or "the best one" means. For
// a log or an explanation it also finds the only run that can be meant.
func (m *message) pointedRun(kind Kind, z *selecting) (trex.RunID, bool) {
	query := trex.RunQuery{Experiment: m.req.Experiment} // the thread's experiment
	switch {
	case z.s.Rank == RankBest && (kind == Logs || kind == Status || kind == Chart):
		run, ok := m.bestRun()
		return run.ID, ok
	case kind == Explain || kind == Logs && m.text.Has(lexicon.Failed):
		query.Statuses = []trex.Status{trex.Failed}
	case kind == Logs:
		query.Statuses = []trex.Status{trex.Running, trex.Completed, trex.Failed, trex.Cancelled}
	default:
		return "", false
	}
	run, ok := m.newest(query)
	return run.ID, ok
}
