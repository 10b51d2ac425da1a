package agent

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// castTogether gives clauses beside a request the roles that they have only
// there: "… but don't do 0.1 with 32", "…, 15 epochs is enough", "…, stop after 2
// hours".
func (m *message) castTogether(parts []part) {
	asked := m.req.Open != nil || slices.ContainsFunc(parts, func(p part) bool { return p.role == requests && p.values })
	who := slices.ContainsFunc(parts, func(p part) bool {
		return p.role == asks && m.text.Find(p.From, p.To, lexicon.Best, lexicon.Better) >= 0 && m.text.Find(p.From, p.To, lexicon.Who, lexicon.Which, lexicon.What) >= 0
	})
	rest := m.req.Open == nil && slices.ContainsFunc(parts, func(p part) bool {
		return p.role == commands && p.verb == lexicon.Stop && m.text.Find(p.From, p.To, lexicon.Rest) >= 0
	})
	mocks := m.text.Has(lexicon.Sarcasm)
	dismissed := slices.IndexFunc(parts, func(p part) bool { return p.role == commands && p.verb == lexicon.Dismiss })
	for i := range parts {
		p := &parts[i]
		switch {
		case rest && p.role == requests && m.text.Is(p.Head, lexicon.Keep):
			p.role, p.verb = commands, lexicon.Keep // "keep adam, stop the rest"
		case mocks && p.role == requests && m.req.Open == nil:
			p.role = tells // "yeah lr 10, what could go wrong"
		case who && p.role == requests && p.Mood == clause.Fragment && !m.numbers(p):
			p.role = asks // "adam vs sgd, who wins?"
		case i == dismissed && i+1 < len(parts) && parts[len(parts)-1].role == requests:
			p.role, p.verb = idle, "" // "never mind, run hidden 128"
		case p.role == tells && p.values && i+1 < len(parts) && m.leavesOut(parts[i+1]):
			p.role, parts[i+1].role, parts[i+1].verb = requests, requests, "" // "adam with 0.5 is pointless, drop it"
		case !asked || p.ids:
		case p.role == tells && p.values && p.Mood == clause.Order && p.Negated && m.numbers(p),
			p.role == tells && p.values && !p.Past && !p.Negated && m.text.Find(p.Head, p.To, lexicon.Suffices) >= 0,
			p.role == commands && p.verb == lexicon.Stop && m.req.Open == nil && m.text.Find(p.From, p.To, lexicon.Everything, lexicon.Mine, lexicon.It, lexicon.Plural, lexicon.Rest) < 0:
			p.role, p.verb = requests, ""
		}
	}
}

// leavesOut reads "drop it" and "so leave that out".
func (m *message) leavesOut(p part) bool {
	return !p.ids && !m.numbers(&p) && m.text.Find(p.From, p.To, lexicon.Drop, lexicon.Dismiss) >= 0 && m.text.Find(p.From, p.To, lexicon.It) >= 0
}
