package agent

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// unreal reads "if I had another week I'd look at hidden 256".
func (m *message) unreal(p *part) bool {
	return p.values && p.Mood == clause.Statement && m.text.Is(p.Head, lexicon.I, lexicon.We) && m.text.Is(p.Head+1, lexicon.Tried, lexicon.Was) &&
		m.text.Find(p.Head+2, p.To, lexicon.Would) >= 0
}

func (m *message) castStatement(p *part) {
	switch {
	case p.values && m.pointsAt(p) && m.text.Is(p.From, lexicon.Plural):
		p.role = asks // "runs where the optimizer is not adam"
	case m.mustEnd(p):
		p.role, p.verb, p.Modal = commands, lexicon.Stop, true
	case p.values && m.req.Open != nil && m.text.Find(p.From, p.To, lexicon.Drop, lexicon.CanGo) >= 0, m.assigns(p),
		p.values && m.s.Total+m.s.Cap > 0 && !p.Past && (p.By == lexicon.I || p.By == lexicon.We):
		p.role = requests // "we don't need adam with 0.1", "sgd gets lr 0.2"
	case p.values && p.By == lexicon.It && m.text.Find(p.From, p.To, lexicon.Should) >= 0:
		p.role = requests // "it should be 0.1"
	case p.values && !p.ids && !p.Negated && m.text.Find(p.From, p.To, lexicon.Should) >= 0 && p.By == "" && m.text.Find(p.From, p.To, lexicon.Verdict, lexicon.Suffices) < 0:
		p.role = requests // "the first one should use bs 16"
	case p.values && m.means(p) && !p.ids:
		p.role = requests // "I meant 0.3"
	case p.values && p.Future && !p.Past && (p.By == lexicon.I || p.By == lexicon.We) && m.text.Find(p.From, p.To, lexicon.Later) < 0 && m.text.Find(p.From, p.To, lexicon.Try) >= 0:
		p.role = requests // "we'll use adam"
	case p.values && !p.ids && p.By != lexicon.Third && m.text.Find(p.From, p.To, lexicon.Should, lexicon.Can, lexicon.Would) >= 0 && m.text.Find(p.From, p.To, lexicon.Try, lexicon.Set, lexicon.Choose) >= 0 && !p.Negated:
		p.role = requests // "I think we should go with 0.1"
	default:
		p.role = tells
	}
}

// trims reads "all but the smallest one" about the card.
func (m *message) trims(p *part) bool {
	return m.req.Open != nil && len(m.s.Keep)+len(m.s.Lose) > 0 || m.req.Open != nil && m.text.Find(p.From, p.To, lexicon.Except) >= 0
}

// means reads "I meant 0.3", not "I never said 0.3".
func (m *message) means(p *part) bool {
	at := m.text.Find(p.From, p.To, lexicon.Mean, lexicon.Curious)
	return at >= 0 && m.text.Find(p.From, at, lexicon.Not, lexicon.Never) < 0
}

// assigns reads "adam gets lr 0.002 and sgd uses 0.1".
func (m *message) assigns(p *part) bool {
	for i := p.From + 1; i+1 < p.To; i++ {
		if (m.covered[i-1] || m.isNumber(i-1) || m.req.Open != nil && m.text.Is(i-1, lexicon.Run)) && m.text.Is(i, lexicon.Assigning) && (m.covered[i+1] || m.isNumber(i+1)) {
			return m.numbers(p) && !p.Past && m.text.Find(p.From, p.To, lexicon.Usually) < 0
		}
	}
	return false
}

// pointsAt reads "the adam runs", "my runs with lr 0.1" and "runs with lr above
// 0.1": those that there are.
func (m *message) pointsAt(p *part) bool {
	if m.text.Is(p.From, lexicon.Plural) && m.text.Is(p.From+1, lexicon.It, lexicon.Which, lexicon.Where) {
		return true // "runs that are not sgd"
	}
	if m.text.Is(p.From, lexicon.Plural) && m.text.Find(p.From, p.To, lexicon.Less, lexicon.Greater, lexicon.AtMost, lexicon.AtLeast, lexicon.Between, lexicon.Unequal) >= 0 {
		return true
	}
	return m.req.Open == nil && !m.sweeps() && m.text.Is(p.From, lexicon.Definite) && m.plural(p)
}

func (m *message) castFragment(p *part) {
	switch {
	case p.values && (m.text.Find(p.From, p.To, lexicon.Praise) >= 0 || m.text.Find(p.From, p.To, lexicon.Needless) >= 0):
		p.role = tells // "good job on the lr 0.05 one!"
	case p.values && m.pointsAt(p):
		p.role = asks // "the adam runs"
	case m.startsFrom(p):
		p.role = requests
	case p.verb == lexicon.Stop, p.verb != "" && p.verb != lexicon.Keep && !p.values && p.Head < p.To, p.verb == lexicon.Keep && m.onlyKeeps(p):
		p.role = commands
	case p.values && !m.about(p) && !p.ids && (m.text.Find(p.From, p.To, lexicon.Best) < 0 || m.numbers(p) && (!m.text.Is(p.Head, lexicon.Best) || m.sweeps())):
		p.role = requests
	case !p.values && !p.ids && (m.s.Defaults || len(m.s.Vague) > 0 || m.trims(p)):
		p.role = requests // "a single run with default parameters", "longer", "all but the smallest one"
	case !p.ids && (m.unknownWithValue() || !m.about(p) && slices.ContainsFunc(m.s.Unknown, func(u read.Unknown) bool { return vocab.OfTheField(firstWord(u.Text)) })):
		p.role = requests // "activation relu vs tanh"
	case p.ids || m.about(p) || m.topic(p.From, p.To) != nil:
		p.role = asks
	case p.values:
		p.role = requests
	}
}
