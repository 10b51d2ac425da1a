package agent

import (
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// mostScored is how many words are used to decide about a project.
const mostScored = 300

// scores counts the words of each project in a message. A name that every
// project has counts for all of them.
func (m *message) scores(tokens []lex.Token) []int {
	tokens = tokens[:min(len(tokens), mostScored)]
	scores := make([]int, len(m.req.Projects))
	for i := range m.req.Projects {
		m.eachName(tokens, &m.req.Projects[i], func(weight, _ int) { scores[i] += weight })
	}
	return scores
}

func (m *message) eachName(tokens []lex.Token, p *trex.Project, found func(weight, words int)) {
	voc := m.vocabs.of(p)
	for at := 0; at < len(tokens); {
		weight, n := nameWeight(tokens[at:], voc)
		if n > 0 {
			found(weight, n)
		}
		at += max(n, 1)
	}
}

// fits reports whether no other project knows more of the words than p. A word that
// could be mistyped counts only between projects that know the same others.
func (m *message) fits(p *trex.Project, tokens []lex.Token) bool {
	tokens = tokens[:min(len(tokens), mostScored)]
	known := func(p *trex.Project) (sure, all int) {
		m.eachName(tokens, p, func(weight, words int) {
			if all += words; weight > 1 {
				sure += words
			}
		})
		return sure, all
	}
	sure, all := known(p)
	return !slices.ContainsFunc(m.req.Projects, func(other trex.Project) bool {
		s, a := known(&other)
		return s > sure || s == sure && a > all
	})
}

func nameWeight(tokens []lex.Token, voc *vocab.Vocab) (weight, n int) {
	for n := min(voc.Longest()+1, len(tokens), 5); n > 0; n-- {
		text := ""
		for _, t := range tokens[:n] {
			if t.Kind != lex.Word && t.Kind != lex.Flag && (t.Kind != lex.Num || t.Num.Spelled) && t.Text != "-" {
				text = ""
				break
			}
			text += t.Text + " "
		}
		if text == "" || tokens[0].Kind == lex.Num {
			continue
		}
		if found, ok := voc.Find(text); ok {
			if found.Exact {
				return 3, n
			}
			return 2, n
		}
	}
	if tokens[0].Kind == lex.Word && !vocab.Known(tokens[0].Text) {
		if _, ok := voc.Correct(tokens[0].Text); ok {
			return 1, 1
		}
	}
	return 0, 0
}

// standing returns the project that is assumed in the channel, nil when there is none.
func (r *Request) standing() *trex.Project {
	if r.Default == "" {
		return nil
	}
	return r.project(r.Default)
}
