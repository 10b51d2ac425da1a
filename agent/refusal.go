package agent

import (
	"fmt"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/vocab"
	"github.com/trex-ml/trex/say"
)

// refusal answers an incomplete request and names the missing part.
func (m *message) refusal() (Intent, bool) {
	s := m.s
	switch {
	case len(s.Unknown) > 0 && (s.Fresh || s.Weak || s.Total > 0 || m.unknownWithValue() || len(s.Mentioned) > 0 || m.req.previous() != nil):
		return m.notUnderstood(), true
	case len(s.Mentioned) > 0:
		return m.missingValues(), true
	case s.Ambiguous != "":
		return ask("%s", s.Ambiguous), true
	case s.Total > 0:
		return ask("%s of what? Say which values to try, like “lr 0.1, 0.03 and 0.01”, or “%d seeds of the default config”.", say.Count(s.Total, "run"), s.Total), true
	case len(s.Vague) > 0:
		return m.tooVague(), true
	case s.Fresh:
		return ask("What exactly should I try? %s %s", m.example(), m.takes()), true
	}
	return Intent{}, false
}

// lost answers a message that nothing else understood.
func (m *message) lost() Intent {
	if len(m.s.Unknown) > 0 {
		return ask("I do not understand %s. %s “help” lists what else I can do.", m.unknownTexts(), m.example())
	}
	return ask("I am not sure what you want me to do. %s “help” lists what else I can do.", m.example())
}

// notUnderstood names the unknown words, the part that was read, and a
// correction.
func (m *message) notUnderstood() Intent {
	var b strings.Builder
	if read := m.understoodPart(); read != "" {
		b.WriteString("I read " + read + ", but ")
	}
	if err := m.badChoice(); err != nil {
		sentence, _ := trex.Sentence(err)
		b.WriteString(sentence + ".")
		return Intent{Kind: Ask, Reply: b.String()}
	}
	project := m.voc.Project
	texts := m.unknownTexts()
	if len(m.s.Unknown) == 1 && m.s.Unknown[0].Picks {
		which := "Which"
		if b.Len() > 0 {
			which = "which"
		}
		b.WriteString(which + " of them is " + texts + "? Say positions or values, like “the first two”.")
		return Intent{Kind: Ask, Reply: b.String()}
	}
	if len(m.s.Unknown) == 1 {
		b.WriteString(texts + " is not a parameter or value of " + project.Name + ".")
	} else {
		b.WriteString(texts + " are not parameters or values of " + project.Name + ".")
	}
	if hint := m.didYouMean(); hint != "" {
		b.WriteString(" Did you mean " + hint + "?")
	}
	b.WriteString(" " + m.takes())
	return Intent{Kind: Ask, Reply: b.String()}
}

// badChoice returns the parameter's own error when the unknown word is in the
// place of one of its choices.
func (m *message) badChoice() error {
	for _, u := range m.s.Unknown {
		if u.Param == "" {
			continue
		}
		param, ok := m.voc.Project.Param(u.Param)
		if !ok {
			continue
		}
		if _, err := param.Check(trex.Text(u.Text)); err != nil {
			return err
		}
	}
	return nil
}

// mostNamed is how many unknown words one refusal quotes.
const mostNamed = 4

func (m *message) unknownTexts() string {
	texts := make([]string, len(m.s.Unknown))
	for i, u := range m.s.Unknown {
		texts[i] = u.Text
	}
	return quoted(texts)
}

// quoted writes “a”, “b” and “c”.
func quoted(words []string) string {
	var texts []string
	for _, word := range words {
		if text := quote(excerpt(word)); !slices.Contains(texts, text) && len(texts) < mostNamed {
			texts = append(texts, text)
		}
	}
	return say.List(texts, mostNamed)
}

// excerpt returns the part of a message that an answer quotes.
func excerpt(text string) string { return say.Line(text, 60) }

// understoodPart quotes the values that were read.
func (m *message) understoodPart() string {
	var parts []string
	for _, a := range m.s.Assigns {
		if a.Param != "" && len(parts) < mostNamed {
			parts = append(parts, excerpt(describeAssign(a)))
		}
	}
	return strings.Join(parts, ", ")
}

// describeAssign writes "lr 0.1 and 0.01".
func describeAssign(a read.Assign) string {
	var values []string
	for _, t := range a.Axis.Terms {
		if t.Kind != sweep.Absolute {
			return a.Text
		}
		values = append(values, t.Value.String())
	}
	if len(values) == 0 {
		return a.Text
	}
	return a.Param + " " + say.List(values, len(values))
}

// didYouMean searches for the unknown words in this project and in the others.
func (m *message) didYouMean() string {
	for _, u := range m.s.Unknown {
		word := firstWord(u.Text)
		for i := range m.req.Projects {
			other := &m.req.Projects[i]
			if other.Name == m.voc.Project.Name {
				continue
			}
			voc := m.vocabs.of(other)
			found, ok := voc.Find(word)
			if !ok {
				found, ok = voc.Correct(word)
			}
			if ok && found.Param != "" {
				return found.Param + " of " + other.Name
			}
			if ok && len(found.Choices) > 0 {
				return found.Choices[0].Value.String() + " of " + other.Name
			}
		}
		if param, ok := m.voc.Nearest(word); ok {
			return param
		}
	}
	return ""
}

// firstWord returns the word in "warmpu 100" and "100 warmpu".
func firstWord(text string) string {
	words := vocab.Words(text)
	for _, word := range words {
		if !strings.ContainsAny(word[:1], "0123456789") && !vocab.Known(strings.ToLower(word)) {
			return word
		}
	}
	return ""
}

func (m *message) takes() string {
	return m.voc.Project.Name + " has: " + strings.Join(m.voc.Project.ParamNames(), ", ") + "."
}

// missingValues asks for the values of parameters that were only named.
func (m *message) missingValues() Intent {
	param, _ := m.voc.Project.Param(m.s.Mentioned[0])
	read := ""
	if part := m.understoodPart(); part != "" {
		read = "I read " + part + ", but w"
	} else {
		read = "W"
	}
	hint := ""
	if param.Type == trex.Float || param.Type == trex.Int {
		hint = " Say for example “" + param.Name + " " + param.Default.String() + "” or give a list or a range."
	}
	names := m.s.Mentioned
	if len(names) > mostNamed {
		names = names[:mostNamed]
	}
	return ask("%shich values of %s? %s, by default %s.%s", read, strings.Join(names, " and of "), sweep.Wants(param), param.Default, hint)
}

// plainRun reads "train digits" and "just run the baseline".
func (m *message) plainRun() (Intent, bool) {
	s := m.s
	clean := len(s.Unknown) == 0 && len(s.Mentioned) == 0 && len(s.Vague) == 0 && s.Total <= 1
	if !clean || !s.Defaults && !(s.Fresh && len(m.named) == 1 && !m.has("best", "search", "grid", "sweep", "tune", "compare", "optimize", "find")) {
		return Intent{}, false
	}
	if intent, ok := m.whichProject(base{}); ok {
		return intent, true
	}
	configs, err := m.expand(sweep.Plan{Max: m.req.maxRuns(), Repeats: s.Repeats})
	if err != nil {
		return refuse(err), true
	}
	return Intent{Kind: Propose, Project: m.voc.Project.Name, Configs: configs, Reading: m.reading(base{}, configs)}, true
}

// unknownWithValue reports whether an unknown word has a value. Such a message is
// a request, even when it is a question.
func (m *message) unknownWithValue() bool {
	return slices.ContainsFunc(m.s.Unknown, func(u read.Unknown) bool { return strings.ContainsAny(u.Text, "0123456789") })
}

// example returns a request that works for the current project.
func (m *message) example() string {
	p := m.voc.Project
	for _, param := range p.Params {
		f, ok := param.Default.Float()
		if !ok || f == 0 {
			continue
		}
		other, err := param.Check(trex.Number(f / 2))
		if err == nil {
			return fmt.Sprintf("For example: “try %s %s and %s”.", param.Name, param.Default, other)
		}
	}
	return fmt.Sprintf("For example: “run %s with its defaults”.", p.Name)
}
