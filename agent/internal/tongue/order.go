package tongue

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent/internal/lex"
)

// except and without are the words of forms that stand behind what they are about. No
// text has their mark.
const (
	marked  = "\x00"
	except  = "except" + marked
	without = "without" + marked
)

// verbs are the English verbs that begin a sentence.
var verbs = strings.Fields("stop run try train compare show list launch dismiss keep plot tell start use set remove delete restart retry explain")

// modals move with the verb that they belong to.
var modals = strings.Fields("can could would should will i you we")

// openers may stand before the verb of an English sentence.
var openers = strings.Fields("i you we it would should could can will want to please must let us lets why who when how what which is are was do does did not if hey hi hello ok okay yes trex and then now also")

// arrange puts the words of each sentence in English order.
func (l *language) arrange(tokens []lex.Token) []lex.Token {
	var out []lex.Token
	for start := 0; start < len(tokens); {
		end := start
		for end < len(tokens) && !ends(tokens[end]) {
			end++
		}
		sentence := l.verbFirst(prepositions(slices.Clone(tokens[start:end])))
		out = append(out, exceptions(negated(sentence))...)
		if end < len(tokens) {
			out = append(out, tokens[end])
		}
		start = end + 1
	}
	for i := range out {
		out[i].Text = strings.TrimSuffix(out[i].Text, marked)
	}
	return out
}

// prepositions puts "without" before the name that it is about.
func prepositions(s []lex.Token) []lex.Token {
	for i := range s {
		from := i
		for s[i].Text == without && from > 0 && s[from-1].Kind == lex.Word && !s[from-1].Is("and", "or", "with") && !isVerb(s[from-1]) {
			from--
		}
		if from < i {
			mark := s[i]
			copy(s[from+1:i+1], s[from:i])
			s[from] = mark
		}
	}
	return s
}

func ends(t lex.Token) bool { return t.Kind == lex.Break || t.Is(".", "?", "!", ";") }

func isVerb(t lex.Token) bool { return t.Kind == lex.Word && slices.Contains(verbs, t.Text) }

// verbFirst moves a verb before its objects: "r12 stop" becomes "stop r12".
func (l *language) verbFirst(s []lex.Token) []lex.Token {
	if !l.verbLast {
		return s
	}
	start := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i].Is("if", "when", "because"): // what follows is no sentence of its own
			for i < len(s) && !s[i].Is(",") {
				i++
			}
			start = i + 1
		case isVerb(s[i]) && closes(s, i+1):
			for start < i && (s[start].Is(openers...) || s[start].Is(",")) {
				start++
			}
			from := i
			for from > start && (s[from-1].Start == s[i].Start || s[from-1].Is(modals...)) { // "do not stop" for one word, "can you stop"
				from--
			}
			moved := slices.Clone(s[from : i+1])
			copy(s[start+len(moved):i+1], s[start:from])
			copy(s[start:], moved)
			start = i + 1
		case isVerb(s[i]):
			start = i + 1
		}
	}
	return s
}

// closes reports whether a verb before i ends its part of a sentence.
func closes(s []lex.Token, i int) bool {
	return i == len(s) || s[i].Is(",", "except", "and", "please", "if", "when", "because", "or", "so")
}

// negated writes "do not stop" for a verb with a negation before or after it.
func negated(s []lex.Token) []lex.Token {
	for i := 0; i < len(s); i++ {
		if !s[i].Is("not") {
			continue
		}
		verb := nearest(s, i)
		switch {
		case verb < 0 && i+1 < len(s) && s[i+1].Kind == lex.Word: // "not dropout"
			s[i].Text = "without"
		case verb < 0 && i == 0 && len(s) > 1 && s[1].Is(","): // "no, 20 epochs"
			s[i].Text = "no"
		}
		if verb < 0 || i == verb-1 && i > 0 && s[i-1].Is(auxiliaries...) {
			continue
		}
		not, do := s[i], s[i]
		do.Text = "do"
		s = slices.Delete(s, i, i+1)
		if verb > i {
			verb--
		}
		switch {
		case verb > 0 && s[verb-1].Is("not"): // "ne … pas"
			i--
		case verb > 0 && s[verb-1].Is(auxiliaries...):
			s = slices.Insert(s, verb, not)
		default:
			s = slices.Insert(s, verb, do, not)
		}
	}
	return s
}

// auxiliaries stand before "not".
var auxiliaries = strings.Fields("would should could can will do did to i we you it")

// nearest returns the verb in the part of a sentence, cut by commas, that a negation
// is in, -1 for none.
func nearest(s []lex.Token, at int) int {
	for i := at + 1; i < len(s) && !s[i].Is(","); i++ {
		if isVerb(s[i]) {
			return i
		}
	}
	for i := at - 1; i >= 0 && !s[i].Is(","); i-- {
		if isVerb(s[i]) {
			return i
		}
	}
	return -1
}

// exceptions puts what is excepted behind the rest: "stop r12 except all" of
// languages that say it after, and "stop except r12 all", become "stop all except
// r12".
func exceptions(s []lex.Token) []lex.Token {
	after := slices.IndexFunc(s, func(t lex.Token) bool { return t.Text == except })
	before := slices.IndexFunc(s, func(t lex.Token) bool { return t.Is("except") })
	switch {
	case after >= 0 && before >= 0: // both say the same
		return exceptions(slices.Delete(s, after, after+1))
	case after >= 0:
		from := after
		for from > 0 && !isVerb(s[from-1]) && !s[from-1].Is(openers...) {
			from--
		}
		whole, rest := wholeOf(s, after+1)
		return slices.Concat(s[:from], whole, s[after:after+1], s[from:after], s[rest:])
	case before >= 0 && (before == 0 || isVerb(s[before-1])):
		from := before + 1
		for from < len(s) && !s[from].Is(wholes...) {
			from++
		}
		items := s[before:from]
		if items[len(items)-1].Is(",") {
			items = items[:len(items)-1]
		}
		whole, rest := wholeOf(s, from)
		return slices.Concat(s[:before], whole, items, s[rest:])
	}
	return s
}

// wholeOf returns the words at i for what an exception is taken from, and the index
// after them: "everything", "all optimizers".
func wholeOf(s []lex.Token, i int) (whole []lex.Token, end int) {
	end = i
	noun := -1
	for end < len(s) && s[end].Is(wholes...) {
		if s[end].Is("optimizer", "optimizers") {
			noun = end
		}
		end++
	}
	if noun < 0 {
		return s[i:end], end
	}
	all, optimizers := s[noun], s[noun]
	all.Text, optimizers.Text = "all", "optimizers"
	return []lex.Token{all, optimizers}, end
}

// wholes are words for what an exception is taken from.
var wholes = strings.Fields("everything all both the every runs optimizer optimizers")
