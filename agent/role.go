package agent

import (
	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// role is what a clause does in its message.
type role uint8

const (
	idle     role = iota // greetings, thanks, remarks without a thing
	requests             // gives configurations
	commands             // acts on runs or on a card
	asks                 // wants to know
	tells                // reports, judges, quotes
	limits               // a condition on what stands beside it
)

// part is a clause with its role.
type part struct {
	clause.Clause
	role   role
	verb   lexicon.Concept // of a command
	values bool            // it names a parameter, a choice or a number
	ids    bool            // it names runs or experiments
}

// orders are verbs of commands, the more special first.
var orders = []lexicon.Concept{lexicon.Stop, lexicon.Undo, lexicon.Retry, lexicon.Dismiss, lexicon.Launch, lexicon.Keep}

// parts cuts the message into clauses and gives each its role.
func (m *message) parts() []part {
	var parts []part
	for _, c := range clause.Cut(m.text) {
		p := part{Clause: c}
		for i := c.From; i < c.To; i++ {
			p.values = p.values || m.isNumber(i) || m.covered[i]
			p.ids = p.ids || m.text[i].Kind == lex.ID && m.text[i].Text[0] != 'p'
		}
		m.cast(&p)
		parts = append(parts, p)
	}
	m.castTogether(parts)
	return parts
}

// cast gives a clause its role.
func (m *message) cast(p *part) {
	p.verb = m.order(p)
	switch {
	case p.Condition && m.unreal(p):
		p.role = tells
	case p.Condition:
		p.role = limits
	case p.verb == lexicon.Stop && m.unqueues(p):
		p.role = commands
	case p.Mood == clause.Order:
		m.castOrder(p)
	case p.Mood == clause.Asks:
		m.castQuestion(p)
	case p.Mood == clause.Statement:
		m.castStatement(p)
	default:
		m.castFragment(p)
	}
}
