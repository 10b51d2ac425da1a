package agent

import (
	"slices"
	"strings"
	"unicode"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// spares reports whether a clause names runs that go on.
func (m *message) spares(p part) bool {
	return p.verb == lexicon.Keep || p.Mood != clause.Asks && m.describesRuns(p) && m.text.Find(p.From, p.To, lexicon.GoesOn) >= 0
}

// stopsRest reports whether a message keeps some runs and ends the others: "keep
// r9, stop the rest", "only keep r12".
func (m *message) stopsRest(parts []part) bool {
	keeps := slices.ContainsFunc(parts, m.spares)
	return keeps && slices.ContainsFunc(parts, func(p part) bool {
		return p.verb == lexicon.Stop || p.verb == lexicon.Keep && m.onlyKeeps(&p)
	})
}

// stopping is what a message wants to end and to keep, and its words that say
// neither.
type stopping struct {
	z    *selecting
	kept *Select
	left []string
}

func (m *message) stopping(parts []part) stopping {
	var s stopping
	for _, p := range parts {
		switch {
		case p.role == commands && p.verb == lexicon.Stop && !p.Negated:
			q := m.selector(p.From, p.To)
			q.s.Statuses = slices.DeleteFunc(q.s.Statuses, func(status trex.Status) bool { return status == trex.Cancelled }) // "I want r12 stopped"
			for i := p.From; i < p.To; i++ {
				q.use(i, m.text.At(i, lexicon.Stop, lexicon.Clear, lexicon.Unqueue))
			}
			s.left = append(s.left, q.left(p.From, p.To)...)
			if s.z != nil || q.bare {
				s.left = append(s.left, "")
			}
			s.z = q
		case m.spares(p):
			q := m.selector(p.From, p.To)
			for i := p.From; i < p.To; i++ {
				q.use(i, m.text.At(i, lexicon.Keep, lexicon.GoesOn, lexicon.Only))
			}
			s.left = append(s.left, q.left(p.From, p.To)...)
			s.kept = &q.s
			if at := m.text.Find(p.From, p.To, lexicon.GoesOn); at < 0 || m.text.Find(p.From, at, lexicon.Waiting, lexicon.Running) < 0 {
				q.s.Statuses = nil // "keep r9 running" does not ask which runs
			}
			q.s.Scope = ScopeNone
		default:
			q := &selecting{m: m, t: m.text, used: make([]bool, len(m.text))}
			s.left = append(s.left, q.left(p.From, p.To)...)
		}
	}
	return s
}

// stopped reads which runs a message wants to end. Every word of it must be
// accounted for, or else Trex asks.
func (m *message) stopped(parts []part, conditional bool) Intent {
	s := m.stopping(parts)
	if s.z == nil {
		s.z = &selecting{m: m, t: m.text, used: make([]bool, len(m.text)), rest: true}
	}
	at := max(0, slices.IndexFunc(parts, func(p part) bool { return p.role == commands })) // "oops, cancel r18" takes nothing back
	takenBack := slices.ContainsFunc(parts[at:], func(p part) bool {
		return p.role != commands && !m.spares(p) && !p.ids &&
			(m.text.Find(p.From, p.To, lexicon.TakeBack) >= 0 || p.By != lexicon.It && m.text.Find(p.From, p.To, lexicon.Not) >= 0)
	})
	switch {
	case takenBack:
		return Intent{Kind: Talk, Reply: "OK, I won't stop anything."}
	case conditional, m.text.Has(lexicon.Timed), !s.z.s.Since.IsZero():
		return Intent{
			Kind: Later, Select: s.z.s,
			Reply: "I cannot stop runs on a condition or at a time yet. Nothing has been stopped; say “stop" + target(s.z) + "” to stop now.",
		}
	}
	if s.z.s.IsZero() && !s.z.point && len(m.named) == 1 {
		s.z.s.Scope = ScopeAll // "stop the digits runs"
	}
	if m.text.Has(lexicon.Or) && len(s.z.s.Runs) > 1 {
		return m.whichToStop(s.z.s)
	}
	everything := s.z.s.Scope == ScopeAll && s.z.s.String() == string(ScopeAll)
	if (s.z.s.IsZero() || everything && s.kept == nil) && !s.z.rest { // "r12 should stop, please stop it", "e7 is garbage, kill it all"
		if whole := m.selector(0, len(m.text)); !everything || len(whole.s.Runs)+len(whole.s.Experiments) > 0 {
			s.z.s.Runs, s.z.s.Experiments, s.z.s.Scope = whole.s.Runs, whole.s.Experiments, ScopeNone
		}
		if s.z.s.IsZero() && !s.z.point {
			m.namedAside(&s, parts)
		}
		s.left = append(s.left, "")
	}
	if s.kept != nil {
		if len(s.kept.Runs) > 0 {
			s.z.s.Experiments, s.kept.Experiments = append(s.z.s.Experiments, s.kept.Experiments...), nil
		}
		s.z.s.Except = s.kept
	}
	if s.z.s.Scope == ScopeNone && (s.z.rest || s.kept != nil && s.z.s.Except != nil) && len(s.z.s.Experiments)+len(s.z.s.Runs) == 0 && m.req.Experiment == "" {
		s.z.s.Scope = ScopeAll
	}
	intent := m.stopTarget(s.z)
	intent.Sure = len(s.left) == 0 && intent.Select.Plain() && m.plainly() && !slices.ContainsFunc(parts, func(p part) bool { return p.Modal || p.Mood == clause.Asks })
	return intent
}

// namedAside reads the runs from a clause that only names them: "all running ones,
// stop".
func (m *message) namedAside(s *stopping, parts []part) {
	for _, p := range parts {
		if p.Mood == clause.Fragment && p.role != commands && p.role != tells && m.describesRuns(p) {
			s.z.s = m.selector(p.From, p.To).s
		}
	}
}

// whichToStop asks back about "stop r12 or r13".
func (m *message) whichToStop(s Select) Intent {
	intent := ask("Which of them should I stop?")
	for _, run := range s.Runs {
		intent.Options = append(intent.Options, "stop "+string(run))
	}
	return intent
}

// stopOptions are the answers to whichToStop: each run by its id, and all of them.
func (m *message) stopOptions() []option {
	var options []option
	var all []string
	for _, id := range m.selector(0, len(m.text)).s.Runs {
		text := "stop " + string(id)
		options = append(options, option{Label: text, Text: text, Words: []string{string(id)}})
		all = append(all, string(id))
	}
	label := "all of them"
	if len(all) == 2 {
		label = "both of them"
	}
	return append(options, option{Label: label, Text: "stop " + strings.Join(all, " and "), Words: together})
}

// plainly reports whether a command is written as one that acts at once: it
// addresses Trex, asks nothing, quotes nothing, and names its runs in one list.
func (m *message) plainly() bool {
	text := strings.TrimSpace(m.req.Text)
	asks := slices.ContainsFunc(m.text, func(w lexicon.Word) bool { return w.Is("?") }) // also "吗"
	return !m.req.Overheard && !asks && !strings.ContainsFunc(text, unplain) && m.oneList() &&
		!slices.ContainsFunc(m.clauses, func(p part) bool { return p.By == lexicon.We })
}

// unplain reports whether a character is more than words, numbers and simple
// marks: a quote, a strike, an arrow, an emoji.
func unplain(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsSpace(r) && !strings.ContainsRune(",.!&+/:;-–'’@#", r)
}

// oneList reports whether nothing but "and" and marks stands between the ids of a
// message: "stop r12, sorry, r13" names no list.
func (m *message) oneList() bool {
	last := -1
	for i, w := range m.text {
		if w.Kind == lex.Num && w.Num.Spelled {
			return false // "one of r12 and r13"
		}
		if w.Kind != lex.ID {
			continue
		}
		for k := last + 1; last >= 0 && k < i; k++ {
			if !m.text.Is(k, lexicon.ListAnd, lexicon.RunName, lexicon.ExperimentName, lexicon.To) && m.text[k].Kind != lex.Mark && m.text[k].Kind != lex.Break {
				return false
			}
		}
		last = i
	}
	return true
}
