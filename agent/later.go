package agent

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/read"
)

// later is a verb that is understood and that Trex does not have.
type later struct {
	does  string            // "I cannot … yet"
	all   []lexicon.Concept // each must be in the words
	first bool              // the first of them begins a clause
	runs  bool              // runs must be named, by id or description
	// asks: it may be a question.
	asks bool
	// ids: runs must be named by id.
	ids bool
	// longer: a number must have "more" beside it: "20 more epochs", "another 50".
	longer bool
	// them: "it", "them" and "everything" are runs enough.
	them bool
	// rest: the clause is an order about runs, and asks for nothing that Trex knows.
	rest bool
	// aside: beside a request for runs it is only noted.
	aside bool
}

// laters are the verbs that Trex does not have.
var laters = []later{
	{does: "watch runs and tell you", all: list(lexicon.Watch), aside: true},
	{does: "start or stop anything at a time", all: list(lexicon.Launch, lexicon.AtTime), first: true, aside: true},
	{does: "start or stop anything at a time", all: list(lexicon.Schedule, lexicon.AtTime), first: true, aside: true},
	{does: "pause runs", all: list(lexicon.Pause), first: true, runs: true, them: true},
	{does: "pause runs", all: list(lexicon.OnHold), runs: true},
	{does: "let paused runs go on", all: list(lexicon.Resume), first: true, runs: true},
	{does: "let paused runs go on", all: list(lexicon.GoesOn), runs: true},
	{does: "continue a run for longer", all: list(lexicon.Extend), first: true, runs: true},
	{does: "continue a run for longer", runs: true, longer: true},
	{does: "continue a run for longer", all: list(lexicon.Try, lexicon.Longer), first: true, ids: true},
	{does: "continue a run for longer", all: list(lexicon.Keep, lexicon.Doing), first: true, runs: true},
	{does: "change a run while it runs", all: list(lexicon.Set, lexicon.WhileRuns), runs: true},
	{does: "change the order of runs", all: list(lexicon.Priority), runs: true},
	{does: "add runs to an experiment", all: list(lexicon.Add, lexicon.Into), runs: true},
	{does: "take runs out of an experiment", all: list(lexicon.Phrasal, lexicon.OutOf), first: true, ids: true},
	{does: "archive or delete runs", all: list(lexicon.Archive, lexicon.Everything), first: true, them: true, runs: true},
	{does: "take runs out of an experiment", all: list(lexicon.Archive), first: true, runs: true},
	{does: "take runs out of an experiment", all: list(lexicon.Drop), first: true, runs: true},
	{does: "set a baseline", all: list(lexicon.Baseline, lexicon.Set), runs: true},
	{does: "set a baseline", all: list(lexicon.Baseline, lexicon.Should), runs: true},
	{does: "set a baseline", all: list(lexicon.Baseline, lexicon.Be), ids: true},
	{does: "keep notes, tags or titles", all: list(lexicon.Annotate), first: true, runs: true},
	{does: "keep notes, tags or titles", all: list(lexicon.Naming), first: true, ids: true},
	{does: "start or stop anything at a time", all: list(lexicon.Retry, lexicon.AtTime), first: true, ids: true},
	{does: "archive or delete runs", all: list(lexicon.CleanUp), first: true},
	{does: "share or publish results", all: list(lexicon.Share), first: true},
	{does: "share or publish results", all: list(lexicon.Post, lexicon.Into, lexicon.Channel), first: true},
	{does: "choose values by results, as Bayesian search does", all: list(lexicon.Searcher), asks: true},
	{does: "say whether a difference is real", all: list(lexicon.Real, lexicon.Question), asks: true},
	{does: "say whether a difference is real", all: list(lexicon.Real, lexicon.Better), asks: true, ids: true},
	{does: "move a run to other hardware", all: list(lexicon.Hardware), runs: true},
	{does: "do that with a run", all: list(lexicon.Set), first: true, rest: true},
	{does: "do that with a run", all: list(lexicon.Let), first: true, rest: true},
}

// postponed answers a verb that Trex does not have. Nothing changes.
func (m *message) postponed(parts []part) (Intent, bool) {
	l := m.laterOf(parts)
	if l == nil || slices.ContainsFunc(parts, func(p part) bool { return p.role == commands && p.verb == lexicon.Stop && !p.Negated }) {
		return Intent{}, false
	}
	values := slices.ContainsFunc(m.s.Assigns, func(a read.Assign) bool { return a.Param != "" })
	if l.aside && values && slices.ContainsFunc(parts, func(p part) bool { return p.role == requests && p.values && !p.ids }) {
		return Intent{}, false
	}
	return Intent{Kind: Later, Select: m.selector(0, len(m.text)).s, Reply: "I cannot " + l.does + " yet. Nothing has changed."}, true
}

// laterOf returns what a message wants that Trex cannot do, nil for nothing.
func (m *message) laterOf(parts []part) *later {
	for i, p := range parts {
		if i > 0 && p.Condition && parts[i-1].Mood == clause.Asks && (parts[i-1].Past || parts[i-1].Opens == lexicon.Do) {
			continue // "did r3 run before r4?"
		}
		if p.Mood == clause.Statement && !(p.ids && m.text.Find(p.From, p.To, lexicon.Should, lexicon.Baseline) >= 0 && !p.Past && !p.Negated) {
			continue
		}
		questioned := p.Mood == clause.Asks && p.Opens != ""
		if i := slices.IndexFunc(laters, func(l later) bool { return (l.asks || !questioned) && m.isLater(l, p) }); i >= 0 {
			return &laters[i]
		}
	}
	return nil
}

func (m *message) isLater(l later, p part) bool {
	if l.first && !m.text.Is(p.Head, l.all[0]) && !m.text.Is(p.From, l.all[0]) || l.runs && !m.describesRuns(p) &&
		!(l.them && !p.values && m.req.Open == nil && m.text.Find(p.From, p.To, lexicon.It, lexicon.Everything) >= 0) {
		return false
	}
	if l.ids && !m.namesRuns(p.From, p.To) {
		return false
	}
	if l.rest && !m.foreign(p) {
		return false
	}
	if l.longer && (m.s.NewSeeds || m.s.Repeats > 0 || !m.longer(p)) {
		return false
	}
	return !slices.ContainsFunc(l.all, func(c lexicon.Concept) bool { return m.text.Find(p.From, len(m.text), c) < 0 })
}

// foreign reports whether a clause is an order about runs with a meaning that
// Trex does not know: "put a star on r7".
func (m *message) foreign(p part) bool {
	topic := m.topic(p.From, p.To)
	return p.ids && p.role == asks && (p.Mood == clause.Order || m.text.Is(p.Head, lexicon.Let)) && (topic == nil || topic.weight <= 2)
}

// longer reports whether a clause asks for more of what runs count.
func (m *message) longer(p part) bool {
	for i := p.From; i < p.To; i++ {
		if m.isNumber(i) && (m.text.Is(i-1, lexicon.More) || m.text.Is(i+1, lexicon.More) || i+1 < p.To && m.covered[i+1] && m.text.Is(i+2, lexicon.More)) {
			return true
		}
	}
	return false
}

// describesRuns reports whether a clause names runs: by id, by rank or state, or
// as "mine" and "the adam ones".
func (m *message) describesRuns(p part) bool {
	return m.namesRuns(p.From, p.To) || m.req.Open == nil && (m.plural(&p) || m.text.Find(p.From, p.To, lexicon.Mine, lexicon.Half) >= 0 || m.ranksRuns(p))
}

// ranksRuns reads "the best run", "the worst two".
func (m *message) ranksRuns(p part) bool {
	at := m.text.Find(p.From, p.To, lexicon.Best, lexicon.Worst)
	return at >= 0 && (m.text.Is(at+1, lexicon.Run) || at+1 < p.To && m.text[at+1].Kind == lex.Num)
}
