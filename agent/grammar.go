package agent

import (
	"context"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/vocab"
	"github.com/trex-ml/trex/say"
)

// Grammar understands messages by rules, offline.
type Grammar struct{ vocabs vocabs }

// NewGrammar returns an agent that needs no network and no key.
func NewGrammar() *Grammar { return &Grammar{} }

// longestText and mostTokens limit how much of a message is read: more than
// people type, and little enough to parse at once.
const (
	longestText = 16 << 10
	mostTokens  = 3000
)

// Understand asks Lookup for the runs that a message or its thread is about.
func (g *Grammar) Understand(ctx context.Context, req Request) (Intent, error) {
	var tokens []lex.Token
	if len(req.Text) <= longestText {
		req.Text = strings.ToValidUTF8(req.Text, "\uFFFD") // answers quote it
		tokens = lex.Scan(req.Text)
	}
	if len(req.Text) > longestText || len(tokens) > mostTokens {
		return ask("That is longer than I can read (%s). Please put the request into a few lines, like “lr 0.1, 0.01 with batch size 64”.",
			say.Count(len(req.Text), "character")), nil
	}
	m := newMessage(ctx, &req, tokens, &g.vocabs)
	intent, ok := m.answered(func(text string) (Intent, *message) { return g.again(ctx, req, text) })
	if !ok {
		intent = m.remember(m.understand())
	}
	if m.err != nil {
		return Intent{}, m.err
	}
	if !ok && !m.heard(intent) {
		return Intent{}, ctx.Err()
	}
	return intent, ctx.Err()
}

// again reads another text in place of the message.
func (g *Grammar) again(ctx context.Context, req Request, text string) (Intent, *message) {
	req.Text, req.Question = text, ""
	m := newMessage(ctx, &req, lex.Scan(text), &g.vocabs)
	intent := m.remember(m.understand())
	return intent, m
}

// message is one request while it is being understood.
type message struct {
	ctx     context.Context
	req     *Request
	tokens  []lex.Token
	project *trex.Project // nil when neither the message nor its thread decides it
	named   []string      // projects that the message names
	vocabs  *vocabs
	voc     *vocab.Vocab
	s       *read.Sentence
	plain   []lex.Token // without the names of projects
	words   []string
	text    lexicon.Text
	clauses []part
	covered []bool // words that name a parameter or a choice
	quotes  bool   // it only quotes somebody
	err     error  // from Lookup
}

func newMessage(ctx context.Context, req *Request, tokens []lex.Token, known *vocabs) *message {
	m := &message{ctx: ctx, req: req, vocabs: known}
	tokens, m.quotes = cutQuotes(req.Text, tokens)
	tokens = cutSignature(tokens)
	m.tokens = tokens
	tokens, m.named = cutProjectNames(tokens, req.Projects)
	m.project = m.pickProject(tokens)
	project := m.project
	if project == nil {
		project = m.likeliest(tokens)
	}
	m.voc = m.vocabs.of(project)
	m.plain = tokens
	m.words = plainWords(tokens)
	m.parse()
	return m
}

// mostWords is how many words are searched for wordings.
const mostWords = 400

// cutQuotes removes the lines that quote somebody ("> try lr 0.5"). only is true
// when there are no others.
func cutQuotes(text string, tokens []lex.Token) (own []lex.Token, only bool) {
	for _, t := range tokens {
		line := text[strings.LastIndexByte(text[:t.Start], '\n')+1:]
		if !strings.HasPrefix(strings.TrimLeft(line, " \t"), ">") {
			own = append(own, t)
		}
	}
	return own, len(own) == 0 && len(tokens) > 0
}

// plainWords are the words of a message without punctuation.
func plainWords(tokens []lex.Token) []string {
	words := make([]string, 0, min(len(tokens), mostWords))
	for _, t := range tokens {
		if t.Kind != lex.Mark && t.Kind != lex.Break && len(words) < mostWords {
			words = append(words, t.Text)
		}
	}
	return words
}

// parse reads the message with the words of its project.
func (m *message) parse() {
	m.s = read.ParseTokens(m.req.Text, m.plain, m.voc)
	m.text = lexicon.English.Tag(m.plain)
	m.cover()
	m.clauses = m.parts()
	m.leaveOut(m.clauses)
}

// cover finds the words that name parameters and choices. They mean nothing else:
// "lora rank" asks for no ranking. A verb stays one: "drop" may be short for
// dropout.
func (m *message) cover() {
	m.covered = make([]bool, len(m.text))
	for i := 0; i < len(m.text); {
		_, end := m.meaning(i, len(m.text))
		if end == i {
			i++
			continue
		}
		if end > i+1 || !m.text.Is(i, lexicon.Drop, lexicon.Stop, lexicon.Set) {
			m.text.Blank(i, end)
		}
		for ; i < end; i++ {
			m.covered[i] = true
		}
	}
}

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

// leaveOut reads the configurations from what requests them, without the values
// that the message only reports or asks about, and without the verb of "retry r9
// with batch 512".
func (m *message) leaveOut(parts []part) {
	if !slices.ContainsFunc(parts, func(p part) bool { return p.role == requests }) {
		return
	}
	left := false
	var kept []lex.Token
	from, _ := m.origin()
	for _, p := range parts {
		if m.isAside(p) {
			left = true
			continue
		}
		for i := p.From; i < p.To; i++ {
			if i >= from.words[0] && i < from.words[1] || p.role == requests && p.verb == lexicon.Retry && (p.ids || from.words[1] > 0) && i >= p.Head && i < m.verbEnd(p) {
				left = true
				continue
			}
			kept = append(kept, m.text[i].Token)
		}
	}
	if !left {
		return
	}
	before := m.s.Unknown
	m.s = read.ParseTokens(m.req.Text, kept, m.voc)
	for _, u := range before { // a value of something unknown is never passed over
		if strings.ContainsAny(u.Text, "0123456789") && !slices.ContainsFunc(m.s.Unknown, func(v read.Unknown) bool { return v.Text == u.Text }) {
			m.s.Unknown = append(m.s.Unknown, u)
		}
	}
}

// isAside reports whether a clause says nothing about the configurations: it
// reports, asks about other values, or takes back ("never mind, …").
func (m *message) isAside(p part) bool {
	switch p.role {
	case idle:
		return m.text.Is(p.From, lexicon.No) && m.text.Is(p.From, lexicon.Dismiss)
	case tells:
		return p.values || m.req.Open == nil && !p.ids
	case asks:
		return m.given(&p) && p.Opens != lexicon.Be && p.Opens != lexicon.Do
	case requests, commands, limits:
	}
	return false
}

func (m *message) has(words ...string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(m.words, word) })
}
