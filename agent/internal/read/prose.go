package read

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/vocab"
	"github.com/trex-ml/trex/agent/internal/word"
)

// mostClause is the most items of a clause that are read.
const mostClause = 40

// prose skips unknown words in clauses that only tell a story: "for the paper we
// need error bars, so …". A clause with a parameter, a value or a machine
// learning term is no story. A single word is none either.
func (p *parser) prose() {
	if !p.s.HasConfig() {
		return
	}
	p.s.Unknown = slices.DeleteFunc(p.s.Unknown, func(u Unknown) bool {
		told := u.Param == "" && u.end > u.at && !u.Picks && p.story(u)
		if told {
			p.s.Passed = append(p.s.Passed, u.Text)
		}
		return told
	})
}

func (p *parser) story(u Unknown) bool {
	for i := u.at; i < u.end; i++ {
		it := p.items[i]
		if it.Kind != lex.Word || strings.ContainsAny(it.Text, "0123456789_=") || vocab.OfTheField(it.Text) {
			return false
		}
	}
	if p.is(p.skipBack(u.at-1, word.The, word.A, word.Some, word.Extra), word.With) || word.Values.Is(p.before(u.at), word.Asking) {
		return false
	}
	talk := 0
	for i := u.at - 1; i >= 0 && !p.joint(i); i-- {
		if u.at-i > mostClause || !p.tells(i) {
			return false
		}
		talk++
	}
	for i := u.end; i < len(p.items) && !p.joint(i); i++ {
		if i-u.end > mostClause || !p.tells(i) {
			return false
		}
		talk++
	}
	return talk > 1 || talk == 1 && p.is(u.at-1, word.Pronoun)
}

// before returns the word before i, skipping articles.
func (p *parser) before(i int) string {
	i = p.skipBack(i-1, word.The, word.A, word.Some, word.Extra, word.Own)
	if i < 0 {
		return ""
	}
	return p.items[i].Text
}

func (p *parser) joint(i int) bool { return p.items[i].isBreak() || p.anyOf(i, word.Joint) }

// tells reports whether an item names nothing that can be set.
func (p *parser) tells(i int) bool {
	it := p.items[i]
	return it.Kind == lex.Word && it.meaning.IsZero() && !vocab.OfTheField(it.Text) && !strings.ContainsAny(it.Text, "0123456789_=")
}
