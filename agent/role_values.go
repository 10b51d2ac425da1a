package agent

import (
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// isNumber reports whether word i is a number that can be a value.
func (m *message) isNumber(i int) bool {
	w := m.text[i]
	if m.text.Is(i+1, lexicon.Plural, lexicon.Lines) || m.text.Is(i-1, lexicon.Last, lexicon.Best, lexicon.Worst) && !m.covered[min(i+1, len(m.text)-1)] {
		return false // "the last 3 runs" counts
	}
	return w.Kind == lex.Num && !(w.Num.Spelled && w.Text == "one" && !m.names(i+1)) && !w.Num.Ordinal && !m.numbersRun(i)
}

// numbersRun reports whether the number at word i belongs to "run 12" or "e 4".
func (m *message) numbersRun(i int) bool {
	z := &selecting{m: m, t: m.text}
	return i > 0 && z.numbered(i-1, len(m.text)) > i
}

// given reports whether a clause holds numbers or choices.
func (m *message) given(p *part) bool {
	if m.numbers(p) {
		return true
	}
	for i := p.From; i < p.To; i++ {
		if found, _ := m.meaning(i, p.To); len(found.Choices) > 0 {
			return true
		}
	}
	return false
}

// numbers reports whether a clause holds a number that can be a value.
func (m *message) numbers(p *part) bool {
	for i := p.From; i < p.To; i++ {
		if m.isNumber(i) {
			return true
		}
	}
	return false
}
