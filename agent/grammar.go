package agent

import (
	"context"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/tongue"
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
	typed := len(req.Text)
	req.Text = g.vocabs.plain(&req, req.Text)
	if len(req.Text) <= longestText {
		tokens = tongue.Scan(req.Text)
	}
	if len(req.Text) > longestText || len(tokens) > mostTokens {
		return ask("That is longer than I can read (%s). Please put the request into a few lines, like “lr 0.1, 0.01 with batch size 64”.",
			say.Count(typed, "character")), nil
	}
	m := newMessage(ctx, &req, tokens, &g.vocabs)
	intent, ok := m.answered(func(text string) (Intent, *message) { return g.again(ctx, req, text) })
	if intent.Answers = ok; !ok {
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
	m := newMessage(ctx, &req, tongue.Scan(text), &g.vocabs)
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
	ordered bool   // it was read as a command
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

func (m *message) has(words ...string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(m.words, word) })
}
