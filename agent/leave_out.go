package agent

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/read"
)

// cutQuotes removes the lines that quote somebody ("> try lr 0.5"). only is true
// when there are no others.
func cutQuotes(text string, tokens []lex.Token) (own []lex.Token, only bool) {
	for _, t := range tokens {
		line := text[strings.LastIndexByte(text[:t.Start], '\n')+1:]
		if !strings.HasPrefix(strings.TrimLeft(line, " \t"), ">") {
			own = append(own, t)
		}
	}
	return own, len(own) == 0 && len(tokens) > 0
}

// leaveOut reads the configurations from what requests them, without the values
// that the message only reports or asks about, and without the verb of "retry r9
// with batch 512".
func (m *message) leaveOut(parts []part) {
	if !slices.ContainsFunc(parts, func(p part) bool { return p.role == requests }) {
		return
	}
	left := false
	var kept []lex.Token
	from, _ := m.origin()
	for _, p := range parts {
		if m.isAside(p) {
			left = true
			continue
		}
		for i := p.From; i < p.To; i++ {
			if i >= from.words[0] && i < from.words[1] || p.role == requests && p.verb == lexicon.Retry && (p.ids || from.words[1] > 0) && i >= p.Head && i < m.verbEnd(p) {
				left = true
				continue
			}
			kept = append(kept, m.text[i].Token)
		}
	}
	if !left {
		return
	}
	before := m.s.Unknown
	m.s = read.ParseTokens(m.req.Text, kept, m.voc)
	for _, u := range before { // a value of something unknown is never passed over
		if strings.ContainsAny(u.Text, "0123456789") && !slices.ContainsFunc(m.s.Unknown, func(v read.Unknown) bool { return v.Text == u.Text }) {
			m.s.Unknown = append(m.s.Unknown, u)
		}
	}
}

// isAside reports whether a clause says nothing about the configurations: it
// reports, asks about other values, or takes back ("never mind, …").
func (m *message) isAside(p part) bool {
	switch p.role {
	case idle:
		return m.text.Is(p.From, lexicon.No) && m.text.Is(p.From, lexicon.Dismiss)
	case tells:
		return p.values || m.req.Open == nil && !p.ids
	case asks:
		return m.given(&p) && p.Opens != lexicon.Be && p.Opens != lexicon.Do
	case requests, commands, limits:
	}
	return false
}
