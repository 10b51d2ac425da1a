package agent

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/sweep"
)

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
