package agent

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// optionOf finds the option that the message picks: by a distinctive word, by
// position, or by yes when there is one.
func (m *message) optionOf(p pending) (text string, ok bool) {
	if len(p.Options) == 0 || m.saysMore(p) || m.text.Has(lexicon.Not) && !m.text.Has(lexicon.Drop) {
		return "", false
	}
	var picked []option
	for _, o := range p.Options {
		if slices.ContainsFunc(o.Words, m.mentions) {
			picked = append(picked, o)
		}
	}
	switch {
	case len(picked) == 1 && !(len(p.Options) == 1 && m.text.Has(lexicon.Drop)):
		return picked[0].Text, true
	case len(p.Options) == 1 && m.text.Has(lexicon.Drop):
		if some := m.someOf(p.Unknown); len(some) > 0 { // the others are still asked about
			return without(p.Text, some), true
		}
		return p.Options[0].Text, true
	case len(p.Options) == 1 && m.text.Has(lexicon.Yes, lexicon.Launch) && !m.text.Has(lexicon.Not):
		return p.Options[0].Text, true
	}
	if n := m.position(len(p.Options)); n >= 0 && len(p.Options) > 1 {
		return p.Options[n].Text, true
	}
	return "", false
}

// someOf returns the unknown parts of a request that the message names.
func (m *message) someOf(unknown []string) []string {
	return slices.DeleteFunc(slices.Clone(unknown), func(text string) bool { return !slices.ContainsFunc(vocab.Words(strings.ToLower(text)), m.mentions) })
}

// mentions reports whether the message has a word, also as part of a project's
// name.
func (m *message) mentions(word string) bool {
	return slices.ContainsFunc(m.tokens, func(t lex.Token) bool {
		return strings.EqualFold(t.Text, word) || strings.EqualFold(strings.TrimSuffix(t.Text, "s"), strings.TrimSuffix(word, "s"))
	})
}

// picking are the concepts of words around an option.
var picking = []lexicon.Concept{
	lexicon.Small, lexicon.Article, lexicon.Yes, lexicon.Please, lexicon.Edit, lexicon.It, lexicon.Launch, lexicon.Drop, lexicon.Be, lexicon.Run,
	lexicon.Last, lexicon.Thanks, lexicon.Verdict, lexicon.Lead, lexicon.Everything, lexicon.Both, lexicon.I, lexicon.Mean,
}

// saysMore reports whether the message has words that are no part of picking an
// option.
func (m *message) saysMore(p pending) bool {
	for i := 0; i < len(m.text); {
		w := m.text[i]
		next := m.text.At(i, picking...)
		known := next > i || w.Num.Spelled && w.Num.Value == 1 || w.Kind == lex.Mark || w.Num.Ordinal || ordinals[w.Text] != 0 ||
			slices.ContainsFunc(p.Options, func(o option) bool {
				return slices.ContainsFunc(o.Words, func(word string) bool {
					return strings.EqualFold(word, w.Text) || strings.EqualFold(strings.TrimSuffix(word, "s"), strings.TrimSuffix(w.Text, "s"))
				})
			})
		if !known {
			return true
		}
		i = max(next, i+1)
	}
	return false
}

// ordinals are positions in a list of options.
var ordinals = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

// position reads "the second one"; -1 when the message names none.
func (m *message) position(n int) int {
	for _, word := range m.words {
		if at := ordinals[word]; at > 0 && at <= n {
			return at - 1
		} else if at < 0 {
			return n - 1
		}
	}
	return -1
}
