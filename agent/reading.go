package agent

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// understand reads the message as each thing that it can be, the likeliest first.
func (m *message) understand() Intent {
	if len(m.req.Projects) == 0 {
		return ask("No project is configured, so there is nothing to train. A project in trex.yaml is a command with its parameters; “trex init” writes one.")
	}
	if m.quotes {
		return Intent{Kind: Tell, Reply: "That quotes somebody. What should I do with it?"}
	}
	parts := m.clauses
	for _, reading := range m.readings(parts) {
		if intent, ok := reading.read(); ok {
			return intent
		}
	}
	return m.lost()
}

// reading is one thing that a message can be. Its weight says how much of the
// message speaks for it.
type reading struct {
	weight int
	read   func() (Intent, bool)
}

// readings returns what a message can be, the likeliest first.
func (m *message) readings(parts []part) []reading {
	var weights [limits + 1]int
	for _, p := range parts {
		if p.role == requests && p.Mood == clause.Asks && p.Opens == "" {
			weights[p.role]++ // "lr 0.1? or is that too high?"
			continue
		}
		weight := roleWeights[p.role]
		if p.values && p.role != commands {
			weight++
		}
		if p.role == requests {
			weight += weights[p.role]
		}
		weights[p.role] = max(weights[p.role], weight) // a long story hides no request
	}
	if weights[requests] > 0 && !slices.ContainsFunc(parts, func(p part) bool {
		return p.role == commands && (p.verb == lexicon.Stop || p.Negated && p.verb != lexicon.Dismiss)
	}) {
		weights[commands] = 0 // "lr 0.1, go!"
	}
	if weights[tells] > 0 {
		weights[tells] += weights[limits]
	}
	list := slices.DeleteFunc([]reading{
		{placeWeight, m.placed},
		{laterWeight, func() (Intent, bool) { return m.postponed(parts) }},
		{weights[commands], func() (Intent, bool) { return m.commanded(parts) }},
		{weights[requests], func() (Intent, bool) {
			intent, ok := m.requested()
			if l := m.laterOf(parts); ok && l != nil && len(intent.Configs) > 0 {
				intent.Note = "I cannot " + l.does + " yet."
			}
			return intent, ok
		}},
		{weights[asks], m.asked},
		{weights[tells], func() (Intent, bool) { return m.told(parts) }},
	}, func(r reading) bool { return r.weight == 0 })
	slices.SortStableFunc(list, func(a, b reading) int { return b.weight - a.weight })
	return append(list,
		reading{read: func() (Intent, bool) { return m.social(parts) }}, reading{read: m.requested}, reading{read: m.asked})
}

// laterWeight is more than a single clause has.
const laterWeight = 7

// roleWeights say how much a clause speaks for what it does.
var roleWeights = [...]int{idle: 0, commands: 6, requests: 4, asks: 3, tells: 2, limits: 1}

// requested reads a request for runs.
func (m *message) requested() (Intent, bool) {
	if intent, ok := m.configuration(); ok {
		return intent, true
	}
	if intent, ok := m.plainRun(); ok {
		return intent, true
	}
	if len(m.s.Unknown) > 0 {
		return m.notUnderstood(), true
	}
	if intent, ok := m.refusal(); ok || !m.text.Has(lexicon.Try) {
		return intent, ok
	}
	return ask("What exactly should I try? %s %s", m.example(), m.takes()), true
}
