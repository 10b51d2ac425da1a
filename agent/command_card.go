package agent

import (
	"cmp"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// decided reads "launch it" and "dismiss p3". It counts only when nothing else is
// said.
func (m *message) decided(kind Kind, p part, z *selecting) (Intent, bool) {
	for i := p.From; i < p.To; i++ {
		z.use(i, m.text.At(i, lexicon.Card, lexicon.Both, lexicon.Everything))
	}
	if left := z.left(m.verbEnd(p), p.To); len(left) > 0 || len(z.s.Runs)+len(z.s.Experiments) > 0 {
		return Intent{}, false
	}
	intent := Intent{Kind: kind, Proposal: m.namedCard()}
	if m.req.Open == nil && intent.Proposal == "" {
		return Intent{Kind: Talk, Reply: "There is no open proposal here. Say what to try, like “lr 0.1 and 0.01 for 20 epochs”, and I show you the card."}, true
	}
	return intent, true
}

func (m *message) undone(p part, z *selecting) (Intent, bool) {
	intent := Intent{Kind: Undo, Proposal: m.namedCard()}
	if m.text.Find(p.From, p.To, lexicon.Initial) >= 0 {
		intent.Version = 1
	}
	for i := p.From; i+1 < p.To; i++ {
		if m.text.Is(i, lexicon.Version) && isCount(m.text[i+1].Num) {
			intent.Version = int(m.text[i+1].Num.Value)
		}
	}
	return intent, true
}

func (m *message) namedCard() trex.ProposalID {
	for _, id := range m.s.IDs {
		if id.Text[0] == 'p' {
			return trex.ProposalID(id.Text)
		}
	}
	return ""
}

func nameOf(p *trex.Proposal) string { return cmp.Or(string(p.ID), "the proposal") }
