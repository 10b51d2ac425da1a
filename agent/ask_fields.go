package agent

import (
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// onlyARun answers a question that no run answers yet.
func (m *message) onlyARun(values string) Intent {
	return Intent{
		Kind: Tell, Project: m.voc.Project.Name, Options: []string{"try " + values},
		Reply: "No run tells that yet. Say “try " + values + "” and I show you the card.",
	}
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

// mentioned makes the parameters that are only named conditions: not at their
// default.
func (z *selecting) mentioned() {
	for _, name := range z.m.s.Mentioned {
		if param, ok := z.m.voc.Project.Param(name); ok {
			z.s.Where = append(z.s.Where, Condition{Param: name, Op: trex.NotEqual, Values: []trex.Value{param.Default}})
		}
	}
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
