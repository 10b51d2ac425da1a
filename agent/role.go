package agent

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/vocab"
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

// castTogether gives clauses beside a request the roles that they have only
// there: "… but don't do 0.1 with 32", "…, 15 epochs is enough", "…, stop after 2
// hours".
func (m *message) castTogether(parts []part) {
	asked := m.req.Open != nil || slices.ContainsFunc(parts, func(p part) bool { return p.role == requests && p.values })
	who := slices.ContainsFunc(parts, func(p part) bool {
		return p.role == asks && m.text.Find(p.From, p.To, lexicon.Best, lexicon.Better) >= 0 && m.text.Find(p.From, p.To, lexicon.Who, lexicon.Which, lexicon.What) >= 0
	})
	mocks := m.text.Has(lexicon.Sarcasm)
	dismissed := slices.IndexFunc(parts, func(p part) bool { return p.role == commands && p.verb == lexicon.Dismiss })
	for i := range parts {
		p := &parts[i]
		switch {
		case mocks && p.role == requests && m.req.Open == nil:
			p.role = tells // "yeah lr 10, what could go wrong"
		case who && p.role == requests && p.Mood == clause.Fragment && !m.numbers(p):
			p.role = asks // "adam vs sgd, who wins?"
		case i == dismissed && i+1 < len(parts) && parts[len(parts)-1].role == requests:
			p.role, p.verb = idle, "" // "never mind, run hidden 128"
		case p.role == tells && p.values && i+1 < len(parts) && m.leavesOut(parts[i+1]):
			p.role, parts[i+1].role, parts[i+1].verb = requests, requests, "" // "adam with 0.5 is pointless, drop it"
		case !asked || p.ids:
		case p.role == tells && p.values && p.Mood == clause.Order && p.Negated && m.numbers(p),
			p.role == tells && p.values && !p.Past && !p.Negated && m.text.Find(p.Head, p.To, lexicon.Suffices) >= 0,
			p.role == commands && p.verb == lexicon.Stop && m.req.Open == nil && m.text.Find(p.From, p.To, lexicon.Everything, lexicon.Mine, lexicon.It, lexicon.Plural) < 0:
			p.role, p.verb = requests, ""
		}
	}
}

// isNumber reports whether word i is a number that can be a value.
func (m *message) isNumber(i int) bool {
	w := m.text[i]
	if m.text.Is(i+1, lexicon.Plural, lexicon.Lines) || m.text.Is(i-1, lexicon.Last, lexicon.Best, lexicon.Worst) && !m.covered[min(i+1, len(m.text)-1)] {
		return false // "the last 3 runs" counts
	}
	return w.Kind == lex.Num && !(w.Num.Spelled && w.Text == "one" && !m.names(i+1)) && !w.Num.Ordinal && !m.numbersRun(i)
}

// leavesOut reads "drop it" and "so leave that out".
func (m *message) leavesOut(p part) bool {
	return !p.ids && !m.numbers(&p) && m.text.Find(p.From, p.To, lexicon.Drop, lexicon.Dismiss) >= 0 && m.text.Find(p.From, p.To, lexicon.It) >= 0
}

// numbersRun reports whether the number at word i belongs to "run 12" or "e 4".
func (m *message) numbersRun(i int) bool {
	z := &selecting{m: m, t: m.text}
	return i > 0 && z.numbered(i-1, len(m.text)) > i
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

// unreal reads "if I had another week I'd look at hidden 256".
func (m *message) unreal(p *part) bool {
	return p.values && p.Mood == clause.Statement && m.text.Is(p.Head, lexicon.I, lexicon.We) && m.text.Is(p.Head+1, lexicon.Tried, lexicon.Was) &&
		m.text.Find(p.Head+2, p.To, lexicon.Would) >= 0
}

// order returns the command that begins at a clause's head.
func (m *message) order(p *part) lexicon.Concept {
	if p.verb = ""; p.Head < p.To && m.text.Find(p.From, p.To, lexicon.Again) >= 0 && (m.namesRuns(p.From, p.To) || m.text.Find(p.From, p.To, lexicon.Best, lexicon.Worst) >= 0) {
		return lexicon.Retry // "run r3 again"
	}
	if at := p.To - 1; m.namesRuns(p.From, p.To) && m.text.Is(at, lexicon.Stop) && p.Mood == clause.Fragment || m.unqueues(p) || m.wantsEnded(p) || m.takesDown(p) {
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
		if m.text.Is(head, verb) {
			p.Head = head
			return verb
		}
	}
	return ""
}

// wantsEnded reads "I want r12 stopped right now".
func (m *message) wantsEnded(p *part) bool {
	if !p.Wish || p.Head >= p.To || m.text[p.Head].Kind != lex.ID && !m.text.Is(p.Head, lexicon.Article, lexicon.Mine, lexicon.Everything, lexicon.It) {
		return false
	}
	at := m.text.Find(p.Head+1, p.To, lexicon.Stopped, lexicon.Gone)
	return at > 0 && !m.text.Is(at-1, lexicon.Article) && !m.text.Is(at+1, lexicon.Run, lexicon.Plural)
}

// takesDown reads "take r12 down": a verb in two parts around its run.
func (m *message) takesDown(p *part) bool {
	if p.Mood != clause.Order || !m.text.Is(p.Head, lexicon.Phrasal) {
		return false
	}
	at := m.text.Find(p.Head+1, p.To, lexicon.Particle)
	return at > 0 && m.text[at-1].Kind == lex.ID
}

// onlyKeeps reads "only keep r12", which ends the others.
func (m *message) onlyKeeps(p *part) bool {
	return m.namesRuns(p.From, p.To) && m.text.Find(p.From, p.To, lexicon.Only) >= 0
}

// given reports whether a clause holds numbers or choices.
func (m *message) given(p *part) bool {
	if m.numbers(p) {
		return true
	}
	for i := p.From; i < p.To; i++ {
		if found, _ := m.meaning(i, p.To); len(found.Choices) > 0 {
			return true
		}
	}
	return false
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

// numbers reports whether a clause holds a number that can be a value.
func (m *message) numbers(p *part) bool {
	for i := p.From; i < p.To; i++ {
		if m.isNumber(i) {
			return true
		}
	}
	return false
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
	return from && m.text.Is(p.Head, lexicon.Take) || p.verb == lexicon.Retry || p.Mood == clause.Fragment && p.ids && m.given(p) || from && (m.text.Is(p.Head, lexicon.Try, lexicon.Set, lexicon.Launch) && !m.text.Is(p.Head, lexicon.Compare) || m.text.Find(p.From, p.To, lexicon.Same) >= 0)
}

// cuts reports whether a clause takes something off the card: "remove the last
// one".
func (m *message) cuts(p *part) bool {
	return m.req.Open != nil && !p.ids && (p.verb == lexicon.Stop && p.values || m.text.Is(p.Head, lexicon.Archive)) &&
		m.text.Find(p.From, p.To, lexicon.Plural, lexicon.RunName) < 0
}

// about reports whether a clause names what people ask for: a log, a chart, the
// status, runs.
func (m *message) about(p *part) bool {
	runs := m.plural(p)
	if p.values && !p.ids && m.sweeps() && (!runs || m.s.Random) && m.text.Find(p.From, p.To, lexicon.Chart) < 0 {
		return false
	}
	return m.text.Find(p.From, p.To, lexicon.AskLog, lexicon.Chart, lexicon.Status, lexicon.Leaderboard) >= 0 ||
		!p.values && m.text.Find(p.From, p.To, lexicon.Project, lexicon.Param, lexicon.Export, lexicon.Hours) >= 0 ||
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

func (m *message) castStatement(p *part) {
	switch {
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

// mustEnd reads "r18 has to go", "r13 can be killed". What may happen to a run is
// no order, so Trex asks.
func (m *message) mustEnd(p *part) bool {
	if can := m.text.At(p.Head+1, lexicon.Can, lexicon.Should); p.ids && p.By == lexicon.We && !p.Negated && !p.Past {
		return m.text.Is(can, lexicon.Stop) // "we can stop r13"
	}
	if !p.ids || p.Negated || p.Future || p.By != "" || m.text.Find(p.From, p.To, lexicon.GoesOn) >= 0 {
		return false
	}
	end := m.text.Find(p.From, p.To, lexicon.Stopped)
	return m.text.Find(p.From, p.To, lexicon.CanGo) >= 0 ||
		end > 0 && m.text.Is(end-1, lexicon.Be) && m.text.Find(p.From, end, lexicon.Can, lexicon.Should, lexicon.May) >= 0
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

func (m *message) castFragment(p *part) {
	switch {
	case p.values && (m.text.Find(p.From, p.To, lexicon.Praise) >= 0 || m.text.Find(p.From, p.To, lexicon.Needless) >= 0):
		p.role = tells // "good job on the lr 0.05 one!"
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
