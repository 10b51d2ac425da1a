package agent

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// commanded reads a message as a command, in the project that it names: "stop
// everything in digits".
func (m *message) commanded(parts []part) (intent Intent, ok bool) {
	intent, m.ordered = m.command(parts)
	if m.ordered && len(m.named) == 1 {
		intent.Project = m.named[0]
	}
	return intent, m.ordered
}

// command reads what is done to which runs or card, and whether every word is
// accounted for.
func (m *message) command(parts []part) (Intent, bool) {
	at := slices.IndexFunc(parts, func(p part) bool { return p.role == commands })
	if at < 0 {
		return Intent{}, false
	}
	p := parts[at]
	conditional := slices.ContainsFunc(parts, func(q part) bool { return q.role == limits })
	switch {
	case p.verb == lexicon.Stop && p.Negated:
		return Intent{Kind: Talk, Reply: "OK, I won't stop anything."}, true
	case p.verb == lexicon.Stop || m.stopsRest(parts):
		return m.stopped(parts, conditional), true
	case p.Negated && p.verb != lexicon.Dismiss:
		return Intent{Kind: Talk, Reply: holdReply}, true
	}
	z := m.selector(p.From, p.To)
	switch {
	case p.verb == lexicon.Retry:
		return m.retried(z), true
	case p.verb == lexicon.Launch:
		return m.decided(Launch, p, z)
	case p.verb == lexicon.Dismiss:
		return m.decided(Dismiss, p, z)
	case p.verb == lexicon.Undo:
		return m.undone(p, z)
	}
	return Intent{}, false
}

// verbEnd returns the index after the verb of a command.
func (m *message) verbEnd(p part) int { return m.text.At(p.Head, p.verb) }
