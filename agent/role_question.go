package agent

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/read"
)

// about reports whether a clause names what people ask for: a log, a chart, the
// status, runs.
func (m *message) about(p *part) bool {
	runs := m.plural(p)
	if p.values && !p.ids && m.sweeps() && (!runs || m.s.Random) && m.text.Find(p.From, p.To, lexicon.Chart) < 0 {
		return false
	}
	return m.text.Find(p.From, p.To, lexicon.AskLog, lexicon.Chart, lexicon.Status, lexicon.Leaderboard) >= 0 ||
		!p.values && m.text.Find(p.From, p.To, lexicon.Project, lexicon.Param) >= 0 || !m.numbers(p) && m.text.Find(p.From, p.To, lexicon.Export, lexicon.Hours) >= 0 ||
		runs && (p.Mood == clause.Asks && (p.Opens == lexicon.Be || p.Opens == lexicon.Do || p.Opens == lexicon.Have) || m.text.Is(p.Head, lexicon.Show, lexicon.List))
}

// plural reports whether a clause names runs, without their number.
func (m *message) plural(p *part) bool {
	for i := p.From; i < p.To; i++ {
		if m.text.Is(i, lexicon.Plural) && !(i > 0 && m.text[i-1].Kind == lex.Num && !m.text.Is(i-2, lexicon.Last, lexicon.Best)) {
			return true
		}
	}
	return false
}

// shows reports whether a clause wants to see or hear something.
func (m *message) shows(p *part) bool {
	return m.text.Is(p.Head, lexicon.Show, lexicon.Tell, lexicon.List) &&
		m.text.Find(p.From, p.To, lexicon.Best, lexicon.Worst, lexicon.What, lexicon.Which, lexicon.Why, lexicon.How, lexicon.Result) >= 0
}

// sweeps reports whether the message gives several values of a parameter, or
// counts runs.
func (m *message) sweeps() bool {
	return m.s.Total > 0 || m.s.Repeats > 0 || m.s.Random || slices.ContainsFunc(m.s.Assigns, func(a read.Assign) bool {
		return a.Param != "" && (len(a.Axis.Terms) > 1 || a.Axis.Spread != nil)
	})
}

// possible are verbs that begin a question about what could be done.
var possible = []lexicon.Concept{lexicon.Can, lexicon.Would, lexicon.May, lexicon.Will}

func (m *message) castQuestion(p *part) {
	ours := p.By == lexicon.I || p.By == lexicon.We
	switch {
	case !p.values || p.ids || len(m.s.Assigns) == 0 && !m.unknownWithValue():
		p.role = asks
	case p.Opens == lexicon.Should && m.text.Is(p.Head, lexicon.Choose),
		(p.Opens == lexicon.Which || p.Opens == lexicon.Who) && !m.sweeps() && m.text.Find(p.From, p.To, lexicon.Best, lexicon.Worst) >= 0:
		p.role = asks
	case !m.numbers(p) && (m.text.Find(p.From, p.To, lexicon.Param) >= 0 || p.Opens == lexicon.Can && p.By == lexicon.I && m.text.Is(p.Head, lexicon.Set)):
		p.role = asks // "is there a momentum parameter?", "can I set the momentum?"
	case p.Opens == lexicon.About:
		p.role = requests
	case m.about(p):
		p.role = asks
	case (ours || m.req.Open != nil && !p.Past) && slices.Contains(possible, p.Opens):
		p.role = requests // "can we do lr 0.1?"
	case p.Opens == lexicon.Should && m.text.Is(p.Head, lexicon.Try) && !m.text.Is(p.Head, lexicon.Choose):
		p.role = requests
	case p.Past:
		p.role = asks
	case slices.Contains([]lexicon.Concept{lexicon.Do, lexicon.Be, lexicon.Will}, p.Opens), p.Opens == lexicon.What && m.text.Find(p.From, p.To, lexicon.Moved) >= 0 && !m.numbers(p):
		p.role = asks // "is adam better than sgd?"
	case p.Opens == "", m.sweeps(), p.Modal && p.Opens != lexicon.Should:
		p.role = requests // "lr 0.3?", "what would lr 0.05 give us?"
	default:
		p.role = asks
	}
}
