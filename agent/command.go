package agent

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// commanded reads a command: what it does to which runs or card, and whether
// every word is accounted for.
func (m *message) commanded(parts []part) (Intent, bool) {
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
	case conditional, m.text.Has(lexicon.Timed):
		return Intent{
			Kind: Later, Select: s.z.s,
			Reply: "I cannot stop runs on a condition or at a time yet. Nothing has been stopped; say “stop" + target(s.z) + "” to stop now.",
		}
	}
	if m.text.Has(lexicon.Or) && len(s.z.s.Runs) > 1 {
		return m.whichToStop(s.z.s)
	}
	everything := s.z.s.Scope == ScopeAll && s.z.s.String() == string(ScopeAll)
	if (s.z.s.IsZero() || everything && s.kept == nil) && !s.z.rest { // "r12 should stop, please stop it", "e7 is garbage, kill it all"
		if whole := m.selector(0, len(m.text)); !everything || len(whole.s.Runs)+len(whole.s.Experiments) > 0 {
			s.z.s.Runs, s.z.s.Experiments, s.z.s.Scope = whole.s.Runs, whole.s.Experiments, ScopeNone
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
	intent.Sure = len(s.left) == 0 && intent.Select.Plain() && !slices.ContainsFunc(parts, func(p part) bool { return p.Modal || p.Mood == clause.Asks })
	return intent
}

// whichToStop asks back about "stop r12 or r13".
func (m *message) whichToStop(s Select) Intent {
	intent := ask("Which of them should I stop?")
	for _, run := range s.Runs {
		intent.Options = append(intent.Options, "stop "+string(run))
	}
	return intent
}

func target(z *selecting) string {
	if text := z.s.String(); text != "" {
		return " " + text
	}
	return " r12"
}

// stopTarget finds the runs that a stop means.
func (m *message) stopTarget(z *selecting) Intent {
	s := z.s
	intent := Intent{Kind: Stop, Select: s, Scope: s.Scope}
	switch {
	case s.Plain() && len(s.Experiments) == 0:
		intent.Runs = s.Runs
	case s.Plain() && len(s.Experiments) == 1 && len(s.Runs) == 0:
		intent.Experiment = s.Experiments[0]
	case s.Except == nil && len(s.Where)+len(s.Statuses)+len(s.Runs)+len(s.Experiments) == 0 && s.Rank == RankNone && s.Limit == 0 && s.Scope != ScopeNone:
		if m.req.Experiment != "" && s.Scope == ScopeAll && !m.text.Has(lexicon.Everywhere) {
			intent = m.stopThread() // "stop all" in its thread
		}
	case s.IsZero() && !z.rest:
		return m.stopHere(intent, z)
	default:
		return m.stopSelected(intent, z)
	}
	return intent
}

// stopThread stops the experiment of the thread.
func (m *message) stopThread() Intent {
	return Intent{Kind: Stop, Experiment: m.req.Experiment, Select: Select{Experiments: []trex.ExperimentID{m.req.Experiment}}}
}

// stopSelected lists the unfinished runs that a selector names.
func (m *message) stopSelected(intent Intent, z *selecting) Intent {
	s := z.s
	s.Statuses = slices.DeleteFunc(slices.Clone(s.Statuses), trex.Status.Final)
	if len(s.Statuses) == 0 {
		s.Statuses = []trex.Status{trex.Pending, trex.Running}
	}
	if s.Scope == ScopeNone && len(s.Experiments) == 0 && m.req.Experiment != "" {
		s.Experiments = []trex.ExperimentID{m.req.Experiment}
	}
	runs := runIDs(m.find(s))
	if len(runs) == 0 {
		return ask("No run that is waiting or running matches “%s”.%s", excerpt(z.s.String()), m.activeHint())
	}
	intent.Scope, intent.Experiment, intent.Runs = ScopeNone, "", runs
	return intent
}

// stopHere finds what "stop" means without a name: the thread's experiment, the
// card, or the only run that goes on.
func (m *message) stopHere(intent Intent, z *selecting) Intent {
	switch active := m.active(2); {
	case m.req.Experiment != "":
		return m.stopThread()
	case m.req.Open != nil && z.point:
		return Intent{Kind: Dismiss} // "cancel that"
	case m.req.previous() != nil:
		return m.notLaunched()
	case len(active) == 1:
		intent.Runs = runIDs(active)
		return intent
	}
	return ask("What should I stop? Name a run (“stop r12”), an experiment (“stop e4”), “all my runs” or “everything”.%s", m.activeHint())
}

// active returns waiting and running runs, newest first.
func (m *message) active(limit int) []trex.Run {
	return m.recall(trex.RunQuery{Statuses: []trex.Status{trex.Pending, trex.Running}, Limit: limit})
}

func (m *message) activeHint() string {
	var active []string
	for _, run := range m.active(5) {
		active = append(active, string(run.ID))
	}
	if len(active) == 0 {
		return " Nothing I know of is running."
	}
	return " Not finished yet: " + strings.Join(active, ", ") + "."
}

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

// verbEnd returns the index after the verb of a command.
func (m *message) verbEnd(p part) int { return m.text.At(p.Head, p.verb) }

func (m *message) namedCard() trex.ProposalID {
	for _, id := range m.s.IDs {
		if id.Text[0] == 'p' {
			return trex.ProposalID(id.Text)
		}
	}
	return ""
}

func (m *message) notLaunched() Intent {
	open := m.req.previous()
	return Intent{Kind: Talk, Project: open.Project, Reply: fmt.Sprintf("No run of %s is active. Press Dismiss on its card to put it away.", nameOf(open))}
}

// retried reads which runs to repeat.
func (m *message) retried(z *selecting) Intent {
	intent := Intent{Kind: Retry, Select: z.s, Runs: z.s.Runs, Experiment: z.s.Experiment()}
	switch s := z.s; {
	case s.Plain():
	case s.Rank == RankBest && len(s.Where)+len(s.Experiments) == 0 && s.Limit < 2:
		run, ok := m.bestRun()
		if !ok {
			return ask("No run has a result yet, so there is no best one.")
		}
		intent.Runs, intent.Experiment = []trex.RunID{run.ID}, ""
	case len(s.Where)+len(s.Statuses) > 0 || s.Rank != RankNone || s.Limit > 0 || s.Except != nil:
		intent.Runs, intent.Experiment = runIDs(m.find(s)), ""
		if len(intent.Runs) == 0 {
			return ask("No run matches “%s”.", excerpt(s.String()))
		}
	case len(s.Experiments) > 0:
	case m.req.Experiment != "":
		intent.Experiment = m.req.Experiment
	default:
		return m.retryFailed()
	}
	return intent
}

// retryFailed retries the failed runs of the newest experiment that has any.
func (m *message) retryFailed() Intent {
	query := trex.RunQuery{Statuses: []trex.Status{trex.Failed}}
	last, ok := m.newest(query)
	if !ok {
		return ask("Which run should I retry? I know of none that failed. Name one, like “retry r12”.")
	}
	query.Experiment = last.Experiment
	return Intent{Kind: Retry, Runs: runIDs(m.recall(query))}
}

func nameOf(p *trex.Proposal) string { return cmp.Or(string(p.ID), "the proposal") }
