package agent

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/sweep"
)

func (m *message) has(words ...string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(m.words, word) })
}

func hasWord(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

func nameOf(p *trex.Proposal) string { return cmp.Or(string(p.ID), "the proposal") }

// onlyBare reports whether no value has a parameter: "tail -n 20".
func (m *message) onlyBare() bool {
	return !slices.ContainsFunc(m.s.Assigns, func(a read.Assign) bool { return a.Param != "" })
}

func hasProposal(ids []lex.Token) bool {
	return slices.ContainsFunc(ids, func(id lex.Token) bool { return id.Text[0] == 'p' })
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

func describeParam(param trex.Param) string {
	text := sweep.Wants(param) + ", " + param.Default.String() + " by default"
	if param.Description != "" {
		text += " (" + param.Description + ")"
	}
	if len(param.Aliases) > 0 {
		text += "; also called " + strings.Join(param.Aliases, ", ")
	}
	return text + "."
}

// aboutParam answers a question about parameters: "what is the default lr?",
// "which optimizers are there?".
func (m *message) aboutParam() (string, bool) {
	if m.s.Random || m.s.Repeats > 0 || m.s.Total > 0 || m.text.Has(lexicon.Was, lexicon.Did, lexicon.Tried) || m.text.Has(lexicon.Best) && !m.text.Has(lexicon.Limit) {
		return "", false
	}
	names := slices.Clone(m.s.Mentioned)
	for _, a := range m.s.Assigns {
		isDefault := len(a.Axis.Terms) == 1 && a.Axis.Terms[0].Kind == sweep.Default
		if a.Param == "" || !a.Axis.All && !isDefault && (len(a.Axis.Terms) != 1 || strings.ContainsAny(a.Text, "0123456789") || !m.text.Has(lexicon.Param, lexicon.Set, lexicon.Limit)) {
			return "", false
		}
		names = append(names, a.Param)
	}
	var lines []string
	for _, name := range names {
		if param, ok := m.voc.Project.Param(name); ok && len(lines) < 5 {
			lines = append(lines, describeParam(param))
		}
	}
	return strings.Join(lines, "\n"), len(lines) > 0
}

func (m *message) namesRuns(from, end int) bool {
	for i := from; i < end; i++ {
		if t := m.text[i]; t.Kind == lex.ID && t.Text[0] != 'p' {
			return true
		}
	}
	return false
}

func (m *message) lookup() Lookup {
	if m.req.Lookup != nil {
		return m.req.Lookup
	}
	return known{m.req.Runs}
}
