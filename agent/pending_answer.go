package agent

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/read"
)

// answered reads the message as an answer to the pending question. ok is false
// when it is something else.
func (m *message) answered(again func(text string) (Intent, *message)) (Intent, bool) {
	var p pending
	if m.req.Question == "" || json.Unmarshal([]byte(m.req.Question), &p) != nil {
		return Intent{}, false
	}
	if p.Stops && (m.req.Overheard || !m.consents()) {
		return Intent{}, false
	}
	if m.declines() && !m.req.Overheard {
		return Intent{Kind: Talk, Reply: "OK. Nothing has changed.", Closes: true}, true
	}
	for _, o := range p.Options {
		if strings.EqualFold(strings.TrimSpace(m.req.Text), o.Label) {
			intent, _ := again(o.Text)
			return intent, true
		}
	}
	if text, ok := m.optionOf(p); ok && p.Chooses {
		intent, _ := again(text)
		return intent, true
	}
	if m.somethingElse() && !(len(p.Options) == 1 && m.text.Has(lexicon.Drop)) { // "run it without the layers"
		return Intent{}, false
	}
	if text, ok := m.optionOf(p); ok {
		intent, _ := again(text)
		return intent, true
	}
	core := m.core()
	if core == "" || m.req.Overheard && (len(m.strange(Edit)) > 0 || m.req.Text[0] == '+') {
		return Intent{}, false
	}
	if m.text.Has(lexicon.Not) && !slices.ContainsFunc(m.text, func(w lexicon.Word) bool { return w.Kind == lex.Num }) {
		return Intent{}, false // "not lr" fills nothing
	}
	for _, h := range p.Holes {
		core := core
		if h.Form == "%s" && m.text.Has(lexicon.Drop, lexicon.Off, lexicon.Not) && len(p.Options) > 0 {
			continue // "without adam" takes nobody's place
		}
		if h.Counts {
			core = m.onlyNumber()
		}
		if core == "" || h.Names && !m.isParam(core) || h.From < 0 || h.To < h.From || h.To > len(p.Text) {
			continue
		}
		text := p.Text[:h.From] + fmt.Sprintf(h.Form, core) + p.Text[h.To:]
		if intent, whole := again(text); intent.Kind == Propose || intent.Kind == Edit {
			if len(whole.s.Passed) == 0 && m.holdsAnswer(intent, whole) && whole.hasAll(p.Keep) && whole.setsAll(p.Params) {
				return intent, true
			}
		}
	}
	if len(p.Params) > len(p.Keep) && m.s.HasConfig() && !m.s.Fresh { // what was refused is not forgotten
		if intent, _ := again(p.Text + ", " + core); intent.Kind == Ask {
			return intent, true
		}
	}
	return Intent{}, false
}

// holdsAnswer reports whether the values of the answer are in the request that it made.
func (m *message) holdsAnswer(intent Intent, whole *message) bool {
	for _, w := range m.text {
		if w.Kind == lex.Num && !strings.Contains(whole.req.Text, w.Raw) {
			return false
		}
	}
	for _, a := range m.s.Assigns {
		if a.Param == "" || len(a.Axis.Terms) == 0 || a.Op != read.Set {
			continue
		}
		param, _ := m.voc.Project.Param(a.Param)
		said := a.Values(param)
		got := trex.Distinct(intent.Configs, a.Param)
		if len(said) == len(a.Axis.Terms) && (len(said) != len(got) || slices.ContainsFunc(said, func(v trex.Value) bool { return !slices.Contains(got, v) })) {
			return false // "10 epochs" is no lr
		}
	}
	return len(intent.Configs) > 0
}

// declines reports whether the message only says no.
func (m *message) declines() bool {
	i := 0
	for i < len(m.text) {
		next := m.text.At(i, lexicon.No, lexicon.Dismiss, lexicon.Please, lexicon.Thanks, lexicon.Article, lexicon.It)
		if next == i && m.text[i].Kind != lex.Mark {
			return false
		}
		i = max(next, i+1)
	}
	return m.text.Has(lexicon.No, lexicon.Dismiss)
}

// somethingElse reports whether the message stands for itself: a command, a
// question, or a request with a verb of its own that names all it needs.
func (m *message) somethingElse() bool {
	parts := m.clauses
	return slices.ContainsFunc(parts, func(p part) bool {
		return p.role == commands && p.verb != lexicon.Keep || p.role == asks && !p.values && (p.ids || m.topic(p.From, p.To) != nil)
	}) || m.s.Fresh && m.s.HasConfig() && slices.ContainsFunc(m.s.Assigns, func(a read.Assign) bool { return a.Param != "" })
}

// around are the concepts of words before an answer: "I mean the hidden size".
var around = []lexicon.Concept{lexicon.Lead, lexicon.Please, lexicon.Yes, lexicon.I, lexicon.Mean, lexicon.Article, lexicon.It}

// core returns the message without the small words around its answer.
func (m *message) core() string {
	from, to := 0, len(m.text)
	for from < to && (m.text.Is(from, around...) || m.text[from].Kind == lex.Mark) && m.text[from].Kind != lex.Num {
		from = max(m.text.At(from, around...), from+1)
	}
	for to > from && (m.text.Is(to-1, lexicon.Please, lexicon.Thanks, lexicon.Lead, lexicon.Question) || m.text[to-1].Kind == lex.Mark && !m.text[to-1].Is(")", "]")) {
		to--
	}
	if from >= to {
		return ""
	}
	tokens := make([]lex.Token, 0, to-from)
	for _, w := range m.text[from:to] {
		tokens = append(tokens, w.Token)
	}
	return lex.Quote(m.req.Text, tokens)
}

// onlyNumber returns the number of an answer that counts, "4 of them"; "" for any
// other answer.
func (m *message) onlyNumber() (number string) {
	for i := 0; i < len(m.text); {
		w := m.text[i]
		next := m.text.At(i, picking...)
		switch {
		case w.Kind == lex.Num && number == "":
			number = w.Raw
		case next == i && w.Kind != lex.Mark && !m.text.Is(i, lexicon.Counted):
			return ""
		}
		i = max(next, i+1)
	}
	return number
}

// hasAll reports whether the message has all of these values.
func (m *message) hasAll(values []string) bool {
	return !slices.ContainsFunc(values, func(text string) bool {
		return !slices.ContainsFunc(m.s.Assigns, func(a read.Assign) bool { return a.Param != "" && strings.Contains(a.Text, text) })
	})
}

// setsAll reports whether the message sets all of these parameters.
func (m *message) setsAll(params []string) bool {
	set := m.params()
	return !slices.ContainsFunc(params, func(name string) bool { return !slices.Contains(set, name) })
}

// consents reports whether the message is a plain yes.
func (m *message) consents() bool {
	return m.text.Has(lexicon.Consent) && len(m.text) <= mostConsent && !m.text.Has(lexicon.Question, lexicon.Not) || m.declines()
}

// mostConsent is the most words of a plain yes.
const mostConsent = 4
