package agent

import (
	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// order returns the command that begins at a clause's head.
func (m *message) order(p *part) lexicon.Concept {
	if p.verb = ""; p.Head < p.To && m.text.Find(p.From, p.To, lexicon.Again) >= 0 && (m.namesRuns(p.From, p.To) || m.text.Find(p.From, p.To, lexicon.Best, lexicon.Worst) >= 0) {
		return lexicon.Retry // "run r3 again"
	}
	if m.endsInStop(p) || m.unqueues(p) || m.wantsEnded(p) || m.takesDown(p) || m.causesEnd(p) {
		return lexicon.Stop // "r12: stop", "take r14 off the queue", "I want r12 stopped"
	}
	if m.namesRuns(p.From, p.To) && (p.Mood == clause.Fragment && m.text.Find(p.From, p.To, lexicon.Keep) >= 0 || m.text.Is(p.Head, lexicon.Let)) {
		return lexicon.Keep // "of e5 keep r12"
	}
	head := p.Head
	if head >= p.To { // only small words, which may be the command: "go", "never mind"
		head = max(m.text.Find(p.From, p.To, lexicon.Dismiss, lexicon.Launch), p.From)
	}
	for _, verb := range orders {
		if m.text.Is(head, verb) && !(verb == lexicon.Stop && m.text.Is(m.text.At(head, verb), lexicon.Of)) { // "end of r12"
			p.Head = head
			return verb
		}
	}
	return ""
}

// wantsEnded reads "I want r12 stopped right now".
func (m *message) wantsEnded(p *part) bool {
	from := p.Head
	if m.text[p.From].Kind == lex.ID { // "r18 needs to be killed"
		from = p.From
	}
	if !p.Wish || from >= p.To || m.text[from].Kind != lex.ID && !m.text.Is(from, lexicon.Article, lexicon.Mine, lexicon.Everything, lexicon.It) {
		return false
	}
	at := m.text.Find(from+1, p.To, lexicon.Stopped, lexicon.Gone)
	return at > 0 && !m.text.Is(at-1, lexicon.Article) && !m.text.Is(at+1, lexicon.Run, lexicon.Plural)
}

// takesDown reads "take r12 down": a verb in two parts around its run.
func (m *message) takesDown(p *part) bool {
	if p.Mood != clause.Order && p.Mood != clause.Fragment || !m.text.Is(p.Head, lexicon.Phrasal) {
		return false
	}
	at := m.text.Find(p.Head+1, p.To, lexicon.Particle)
	return at > 0 && (m.text[at-1].Kind == lex.ID || m.text.Is(at-1, lexicon.Everything, lexicon.Rest, lexicon.Plural))
}

// causesEnd reads "make r12 stop" and "could you have r12 killed".
func (m *message) causesEnd(p *part) bool {
	if p.Mood != clause.Order || !p.ids || !m.text.Is(p.Head, lexicon.Cause) {
		return false
	}
	at := m.lastWord(p)
	return m.text[at-1].Kind == lex.ID && m.text.Is(at, lexicon.Stopped, lexicon.OrderToEnd) ||
		m.text.Is(at-1, lexicon.Be) && m.text.Is(at, lexicon.Stopped)
}

// lastWord returns the last word of a clause that says something.
func (m *message) lastWord(p *part) int {
	at := p.To - 1
	for at > p.From+1 && (m.text[at].Kind == lex.Mark || m.text.Is(at, lexicon.Please, lexicon.Filler)) {
		at--
	}
	return at
}

// onlyKeeps reads "only keep r12", which ends the others.
func (m *message) onlyKeeps(p *part) bool {
	return m.namesRuns(p.From, p.To) && m.text.Find(p.From, p.To, lexicon.Only) >= 0
}

// unqueues reads "take r14 off the queue" and "clear my queue".
func (m *message) unqueues(p *part) bool {
	return m.text.Is(p.Head, lexicon.Clear) && m.text.Find(p.From, p.To, lexicon.Waiting) >= 0 && p.Mood != clause.Asks && p.Mood != clause.Statement
}

func (m *message) castOrder(p *part) {
	strong := m.about(p)
	switch {
	case p.verb == lexicon.Stop && m.text.Is(m.text.At(p.Head, lexicon.Stop), lexicon.Doing, lexicon.Talking):
		p.role, p.verb = tells, "" // "stop comparing r1 and r2"
	case p.By == lexicon.We && m.text.Is(p.Head, lexicon.Think), p.Wish && m.text.Is(p.Head, lexicon.Ponder):
		p.role = tells // "let's think about lr 0.1 first", "we have to decide between adam and sgd"
	case m.cuts(p):
		p.role, p.verb = requests, "" // "get rid of the dropout"
	case p.verb == lexicon.Stop, p.Negated && !p.values, p.verb == lexicon.Keep && m.onlyKeeps(p):
		p.role = commands
	case m.text.Is(p.Head, lexicon.Tell), m.text.Is(p.Head, lexicon.Compare) && !p.values, !p.values && m.text.Find(p.From, p.To, lexicon.Help) >= 0:
		p.role = asks
	case m.text.Is(p.Head, lexicon.Finding) && p.values && !p.ids:
		p.role = requests
	case p.Negated && m.numbers(p) && m.req.Open == nil && !m.unknownWithValue():
		p.role = tells // "don't try lr 0.5 again"
	case m.startsFrom(p):
		p.role = requests // "retry r9 with batch 512", "use the config of r6 with dropout 0.2"
	case p.values && !p.ids && !strong && (p.By == lexicon.We || m.text.Is(p.Head, lexicon.Try, lexicon.Set, lexicon.Keep, lexicon.Launch)):
		p.role, p.verb = requests, ""
	case p.verb != "" && p.verb != lexicon.Keep:
		p.role = commands
	case !p.values && m.text.Is(p.Head, lexicon.Try, lexicon.Set) && !p.ids && m.text.Find(p.From, p.To, lexicon.Param) >= 0:
		p.role = requests // "optimize the hyperparameters"
	case p.Wish && m.numbers(p) && !strong && !p.ids:
		p.role = requests // "I'd like to see how …: 32, 64"
	case strong || p.ids || m.shows(p):
		p.role = asks
	case p.values || m.text.Is(p.Head, lexicon.Try, lexicon.Set, lexicon.Keep):
		p.role = requests
	default:
		p.role = asks
	}
}

// startsFrom reports whether a clause asks for an earlier run again with other values.
func (m *message) startsFrom(p *part) bool {
	from := p.ids || m.text.Find(p.From, p.To, lexicon.Best, lexicon.Last) >= 0
	if m.req.Open != nil && !p.ids && m.text.Is(p.Head, lexicon.Drop, lexicon.Keep, lexicon.Archive) {
		return false // "drop the smallest" of the card
	}
	if !p.values && !(from && m.text.Is(p.Head, lexicon.Take)) || m.text.Find(p.From, p.To, lexicon.AskLog, lexicon.Chart) >= 0 {
		return false
	}
	if at := m.text.Find(p.From, p.To, lexicon.Best, lexicon.Worst); from && at > 0 && p.Mood == clause.Fragment && m.text.Is(at-1, lexicon.Article) && m.text.Find(at, p.To, lexicon.But) >= 0 {
		return true // "the best one with dropout 0.1"
	}
	return from && m.text.Is(p.Head, lexicon.Take) || p.verb == lexicon.Retry && (m.numbers(p) || !m.plural(p)) || p.Mood == clause.Fragment && p.ids && m.given(p) || from && (m.text.Is(p.Head, lexicon.Try, lexicon.Set, lexicon.Launch) && !m.text.Is(p.Head, lexicon.Compare) || m.text.Find(p.From, p.To, lexicon.Same) >= 0)
}

// cuts reports whether a clause takes something off the card: "remove the last
// one".
func (m *message) cuts(p *part) bool {
	return m.req.Open != nil && !p.ids && (p.verb == lexicon.Stop && p.values && m.text.Is(p.Head, lexicon.Drop) || m.text.Is(p.Head, lexicon.Archive)) &&
		m.text.Find(p.From, p.To, lexicon.Plural, lexicon.RunName) < 0
}

// mustEnd reads "r18 has to go", "r13 can be killed". What may happen to a run is
// no order, so Trex asks.
func (m *message) mustEnd(p *part) bool {
	if can := m.text.At(p.Head+1, lexicon.Can, lexicon.Should); p.ids && p.By == lexicon.We && !p.Negated && !p.Past {
		return m.text.Is(can, lexicon.Stop) // "we can stop r13"
	}
	if !p.ids && m.text.Find(p.From, p.To, lexicon.Rest) < 0 || p.Negated || p.Future || p.By != "" || m.text.Find(p.From, p.To, lexicon.GoesOn) >= 0 {
		return false
	}
	end := m.text.Find(p.From, p.To, lexicon.Stopped)
	return m.text.Find(p.From, p.To, lexicon.CanGo) >= 0 ||
		end > 0 && m.text.Is(end-1, lexicon.Be) && m.text.Find(p.From, end, lexicon.Can, lexicon.Should, lexicon.May, lexicon.Want) >= 0
}

// endsInStop reads "r12: stop" and "r12 stop please", not "r12 to the end".
func (m *message) endsInStop(p *part) bool {
	at := m.lastWord(p)
	if p.Mood != clause.Fragment || at <= p.From || !m.text.Is(at, lexicon.OrderToEnd) {
		return false
	}
	return m.text[at-1].Kind == lex.ID || m.text[at-1].Is(":", ",") && (m.namesRuns(p.From, p.To) || m.text.Find(p.From, at, lexicon.Everything, lexicon.Plural) >= 0)
}
