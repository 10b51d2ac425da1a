package agent

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// aboutDefault answers "what is the default lr?" and "which optimizers are
// there?". The same words could also ask for runs.
func (m *message) aboutDefault() (Intent, bool) {
	if m.asksWhetherThereIs() {
		a := m.s.Assigns[0]
		if param, ok := m.voc.Project.Param(a.Param); ok {
			return Intent{Kind: Talk, Project: m.voc.Project.Name, Reply: describeParam(param)}, true
		}
	}
	if !matches(m.words, wordings("^ what/whats/which/are/is/do/does/tell/list/show/how")) || m.s.Fresh && !m.has("show", "list") || m.has("if", "about", "happens", "compare", "works", "better") {
		return Intent{}, false
	}
	var lines []string
	for _, a := range m.s.Assigns {
		param, ok := m.voc.Project.Param(a.Param)
		isDefault := len(a.Axis.Terms) == 1 && a.Axis.Terms[0].Kind == sweep.Default
		if !ok || !a.Axis.All && !isDefault || len(m.s.Unknown) > 0 {
			return Intent{}, false
		}
		lines = append(lines, describeParam(param))
	}
	if len(lines) == 0 || m.says(Best) {
		return Intent{}, false
	}
	return Intent{Kind: Talk, Project: m.voc.Project.Name, Reply: strings.Join(lines, "\n")}, true
}

// asksWhetherThereIs reads "is there a momentum parameter?" and "can I set the
// momentum?". A choice in them means its parameter.
func (m *message) asksWhetherThereIs() bool {
	return len(m.s.Assigns) == 1 && len(m.s.Unknown) == 0 && len(m.s.Assigns[0].Axis.Terms) <= 1 && !m.onlyBare() && matches(m.words, wordings(`
		is/are there a/an/any * parameter/parameters/option/options/setting/choice/flag/way
		can/could i/we/you/one set/change/tune/configure/adjust/control
		does * have/support/offer/know a/an/any
		do you have/support/offer/know
	`)) && !strings.ContainsAny(m.s.Assigns[0].Text, "0123456789")
}

// limitWords are words that ask for the bounds of a parameter.
var limitWords = vocab.Set(`max maximum min minimum largest smallest highest lowest limit limits bounds allowed explain describe define meaning`)

func (m *message) onlyLimits() bool {
	return !slices.ContainsFunc(m.s.Unknown, func(u read.Unknown) bool { return !limitWords[strings.ToLower(u.Text)] })
}

// aboutParam answers a question about one parameter.
func (m *message) aboutParam() (string, bool) {
	if !m.onlyLimits() || len(m.s.Mentioned) == 0 || m.s.Random || m.s.Repeats > 0 || m.s.Total > 0 ||
		m.has("compare", "try", "sweep", "run", "train", "if", "happens", "launch", "test", "tune", "search") || m.says(Best) || matches(m.words, pastWords) {
		return "", false
	}
	if !matches(m.words, paramWords) && !strings.Contains(m.req.Text, "?") {
		return "", false
	}
	var lines []string
	for _, name := range m.s.Mentioned {
		if param, ok := m.voc.Project.Param(name); ok && len(lines) < 5 {
			lines = append(lines, describeParam(param))
		}
	}
	return strings.Join(lines, "\n"), true
}
