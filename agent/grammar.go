package agent

import (
	"context"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
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
	intent := m.understand()
	if m.err != nil {
		return Intent{}, m.err
	}
	return intent, ctx.Err()
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
	words   []string
	err     error // from Lookup
}

func newMessage(ctx context.Context, req *Request, tokens []lex.Token, known *vocabs) *message {
	m := &message{ctx: ctx, req: req, tokens: tokens, vocabs: known}
	tokens, m.named = cutProjectNames(tokens, req.Projects)
	m.project = m.pickProject(tokens)
	project := m.project
	if project == nil {
		project = m.likeliest(tokens)
	}
	m.voc = m.vocabs.of(project)
	m.s = read.ParseTokens(req.Text, tokens, m.voc)
	m.words = plainWords(tokens)
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

// understand tries the readings in order: commands that name their target,
// configurations, then everything else.
func (m *message) understand() Intent {
	if len(m.req.Projects) == 0 {
		return ask("No project is configured, so there is nothing to train. A project in trex.yaml is a command with its parameters; “trex init” writes one.")
	}
	for _, try := range []func() (Intent, bool){
		m.holdBack, m.command, m.decision, m.pastQuestion, m.aboutDefault, m.opinion, m.story, m.whyThat, m.configuration, m.question, m.smallTalk, m.plainRun, m.refusal,
	} {
		if intent, ok := try(); ok {
			return intent
		}
	}
	return m.lost()
}
