package agent

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// asked reads what a message wants to know. ok is false when it asks for nothing
// that Trex knows.
func (m *message) asked() (intent Intent, ok bool) {
	from, end := 0, len(m.text)
	z := m.selector(from, end)
	topic := m.topic(from, end)
	if general := topic == nil || topic.kind == Projects || topic.kind == Status || topic.kind == Best && m.text.Has(lexicon.Limit); general && len(z.s.Runs)+len(z.s.Experiments) == 0 && !(len(z.s.Where) > 0 && m.text.Has(lexicon.Plural)) {
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
	case (len(z.s.Where) > 0 || z.s.Except != nil) && m.text.Has(lexicon.Plural, lexicon.RunName, lexicon.Was, lexicon.Did, lexicon.Have, lexicon.Tried, lexicon.How):
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
