package agent

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// asked reads what a message wants to know. ok is false when it asks for nothing
// that Trex knows.
func (m *message) asked() (intent Intent, ok bool) {
	from, end := 0, len(m.text)
	z := m.selector(from, end)
	topic := m.topic(from, end)
	if general := topic == nil || topic.kind == Projects || topic.kind == Status || topic.kind == Best && m.text.Has(lexicon.Limit); general && len(z.s.Runs)+len(z.s.Experiments) == 0 {
		if reply, ok := m.aboutParam(); ok {
			return Intent{Kind: Talk, Project: m.voc.Project.Name, Reply: reply}, true
		}
	}
	if topic != nil && topic.kind == Compare && z.s.IsZero() && !m.text.Has(lexicon.Compare, lexicon.Plural, lexicon.RunName) {
		return Intent{}, false // "something better please"
	}
	switch values := m.understoodPart(); {
	case topic != nil:
	case !z.s.Since.IsZero(), !z.s.By.IsZero(), len(m.s.Mentioned) > 0 && m.text.Has(lexicon.Did, lexicon.Was, lexicon.Tried):
		topic = &listTopic // "what did bob do on monday", "did dropout help?"
	case len(m.named) > 0 && len(m.s.Assigns) == 0:
		return m.projects(), true // "what is digits?"
	case len(z.s.Where) > 0 && m.text.Has(lexicon.Plural, lexicon.RunName, lexicon.Was, lexicon.Did, lexicon.Have, lexicon.Tried, lexicon.How):
		topic = &listTopic // "how did batch 64 do?"
	case values != "" && len(m.s.Unknown) == 0:
		return m.onlyARun(values), true
	default:
		return Intent{}, false
	}
	if values := m.understoodPart(); topic.kind == Compare && len(z.s.Where) > 0 && len(z.s.Runs)+len(z.s.Experiments) == 0 && len(m.find(z.s)) == 0 && values != "" && len(m.s.Unknown) == 0 && !m.text.Has(lexicon.Was, lexicon.Did) {
		return m.onlyARun(values), true // "is adam better than sgd?"
	}
	intent = Intent{Kind: topic.kind, LogScale: m.text.Has(lexicon.LogScale)}
	if m.project != nil && (len(m.named) > 0 || len(m.req.Projects) == 1) {
		intent.Project = m.project.Name
	}
	return m.answers(intent, z), true
}

// onlyARun answers a question that no run answers yet.
func (m *message) onlyARun(values string) Intent {
	return Intent{
		Kind: Tell, Project: m.voc.Project.Name, Options: []string{"try " + values},
		Reply: "No run tells that yet. Say “try " + values + "” and I show you the card.",
	}
}

var listTopic = topic{kind: List}

// answers adds to a question which runs it is about, and which of their fields.
func (m *message) answers(intent Intent, z *selecting) Intent {
	if len(z.s.Where) == 0 && len(z.s.Runs) == 0 && m.text.Has(lexicon.Tried, lexicon.Somebody, lexicon.Did, lexicon.Was) && !m.text.Has(lexicon.Which, lexicon.What) && intent.Kind == List {
		z.mentioned() // "have we tried weight decay yet?"
	}
	if intent.Kind == List && z.s.Scope == ScopeNone && m.text.Has(lexicon.I) && m.text.Has(lexicon.Did, lexicon.Have) {
		z.s.Scope = ScopeMine // "what did I start today"
	}
	switch {
	case intent.Kind == Help:
		intent.Reply = m.help()
		return intent
	case intent.Kind == Projects:
		return m.projects()
	case slices.Contains([]Kind{Status, List, Best}, intent.Kind):
		intent = m.byWords(intent, z)
	}
	if intent.Kind == Logs {
		intent.Lines = m.lines()
	}
	z.s = m.narrowed(intent.Kind, z)
	intent = m.target(intent, z)
	fields := m.fields(z)
	value := z.s.Plain() && m.text.Has(lexicon.Metric) && len(fields) == 0
	if (len(fields) > 0 || value) && (z.s.Plain() || intent.Kind == List && len(intent.Runs) > 0 && strings.HasPrefix(fields[0], "param:") && m.text.Has(lexicon.Which, lexicon.What)) && (intent.Kind == Status || intent.Kind == Show || intent.Kind == List || intent.Kind == Best) {
		intent.Kind, intent.Fields = Show, fields
	}
	if runs := m.runsOf(intent); intent.Kind == Chart || intent.Kind == Best || intent.Kind == Show || intent.Kind == Compare {
		intent.Metrics = m.metrics(0, len(m.text), runs)
		if intent.Kind == Show && len(intent.Metrics) > 0 && m.text.Has(lexicon.Metric) {
			for _, metric := range intent.Metrics {
				intent.Fields = append(intent.Fields, "metric:"+metric)
			}
		}
	}
	return intent
}

// byWords makes a question about runs by state or value the list that it asks
// for: "what failed", "has anyone tried dropout 0.3?".
func (m *message) byWords(intent Intent, z *selecting) Intent {
	switch {
	case intent.Kind == Best && (z.s.Rank == RankNone || len(z.s.Runs) > 0):
		return intent
	case intent.Kind == Status && len(z.s.Runs)+len(z.s.Experiments) == 0 && (len(z.s.Where) > 0 || !z.s.Since.IsZero() || z.s.Limit > 1 && z.s.Rank == RankNone):
		intent.Kind = List
	case intent.Kind == List && len(z.s.Where) == 1 && len(z.s.Where[0].Values) > 1 && m.text.Has(lexicon.Better):
		intent.Kind = Compare
	case intent.Kind == List && len(z.s.Where) == 0 && z.s.Plain():
		intent.Kind = Status
	}
	return intent
}

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

// fields returns what of a run is asked: a parameter, the time, the person.
func (m *message) fields(z *selecting) []string {
	var fields []string
	for i := 0; i < len(m.text); i++ {
		found, next := m.meaning(i, len(m.text))
		if next > i && found.Param != "" && !z.used[i] {
			field := "param:" + found.Param
			if long, ok := m.durationParam(); ok && long == found.Param && !m.text.Has(lexicon.Did, lexicon.Was, lexicon.Have) && m.text.Has(lexicon.Be) {
				field = "progress" // "at which epoch is r16"
			}
			fields = append(fields, field)
			i = next - 1
		}
	}
	if len(fields) > 0 {
		return fields
	}
	for _, word := range []struct {
		concept lexicon.Concept
		field   string
	}{
		{lexicon.Who, "person"}, {lexicon.Took, "duration"}, {lexicon.Settings, "config"},
	} {
		if m.text.Has(word.concept) {
			fields = append(fields, word.field)
		}
	}
	return fields
}

// target sets the runs that a question is about: those it names, those of the
// thread's experiment, or everything.
func (m *message) target(intent Intent, z *selecting) Intent {
	s := z.s
	intent.Select, intent.Scope, intent.Statuses = s, s.Scope, s.Statuses
	intent.Experiment = s.Experiment()
	if len(s.Runs) > 0 {
		intent.Runs = s.Runs
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

// mentioned makes the parameters that are only named conditions: not at their
// default.
func (z *selecting) mentioned() {
	for _, name := range z.m.s.Mentioned {
		if param, ok := z.m.voc.Project.Param(name); ok {
			z.s.Where = append(z.s.Where, Condition{Param: name, Op: trex.NotEqual, Values: []trex.Value{param.Default}})
		}
	}
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

// lines returns how many lines of a log the message asks for, 0 if unsaid.
func (m *message) lines() int {
	for i, w := range m.text {
		if w.Kind != lex.Num || !isCount(w.Num) {
			continue
		}
		if m.text.Is(i+1, lexicon.Lines) || m.text.Is(i-1, lexicon.Lines, lexicon.AskLog, lexicon.Last) {
			return int(w.Num.Value)
		}
	}
	return 0
}

// projects answers what can be trained, or which parameters there are.
func (m *message) projects() Intent {
	intent := Intent{Kind: Projects}
	if m.project != nil && (len(m.named) > 0 || len(m.req.Projects) == 1 || !m.text.Has(lexicon.Project)) {
		intent.Project = m.project.Name
	}
	return intent
}
