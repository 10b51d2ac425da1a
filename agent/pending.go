package agent

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// pending is a request that Trex asked back about, or refused: its words, and the
// places that an answer may fill. It is kept as Intent.Question until the person
// says more. An answer is put in its place and the whole is read again, so
// nothing of the request is lost.
type pending struct {
	Text    string   `json:"text"`
	Keep    []string `json:"keep,omitempty"` // values that an answer must not change, as typed
	Holes   []hole   `json:"holes,omitempty"`
	Options []option `json:"options,omitempty"`
}

// hole is a part of a text and what takes its place: Form with the answer for %s.
type hole struct {
	From   int    `json:"from"`
	To     int    `json:"to"`
	Form   string `json:"form"`
	Counts bool   `json:"counts,omitempty"` // only a number fits
	Names  bool   `json:"names,omitempty"`  // only the name of a parameter fits
}

// option is one possible answer and the request that it makes.
type option struct {
	Label string   `json:"label"`
	Text  string   `json:"text"`
	Words []string `json:"words,omitempty"` // any of these picks it
}

// mostPending is the longest request that is remembered.
const mostPending = 4 << 10

// remember adds to a question of Trex what is needed to go on when the person
// answers it.
func (m *message) remember(intent Intent) Intent {
	if len(m.req.Text) > mostPending {
		return intent
	}
	var p pending
	switch {
	case intent.Kind == Ask && (m.s.HasConfig() || len(m.s.Mentioned)+len(m.s.Unknown)+len(m.s.Vague) > 0 || m.s.Total > 0 || m.s.Fresh || m.s.AnySeeds):
		p = pending{Text: m.req.Text, Keep: m.kept(), Holes: m.holes(), Options: m.options()}
	case intent.Kind == Tell:
		for _, text := range intent.Options {
			p.Options = append(p.Options, option{Label: text, Text: text})
		}
	case intent.Kind == Stop && !intent.Sure && len(intent.Runs) > 0:
		p.Options = []option{{Label: "yes", Text: "stop " + idList(intent.Runs)}}
	}
	if len(p.Holes)+len(p.Options) == 0 {
		return intent
	}
	for _, o := range p.Options {
		if intent.Kind == Ask {
			intent.Options = append(intent.Options, o.Label)
		}
	}
	if state, err := json.Marshal(p); err == nil {
		intent.Question = string(state)
	}
	return intent
}

func idList(runs []trex.RunID) string {
	texts := make([]string, len(runs))
	for i, run := range runs {
		texts[i] = string(run)
	}
	return strings.Join(texts, " ")
}

// holes returns where an answer can go, the likeliest first.
func (m *message) holes() []hole {
	text := m.req.Text
	end := len(text)
	var holes []hole
	at := func(part, form string) {
		if i := strings.Index(text, part); i >= 0 && part != "" {
			holes = append(holes, hole{From: i, To: i + len(part), Form: form})
		}
	}
	for _, u := range m.s.Unknown {
		at(u.Text, "%s")
	}
	for _, a := range m.s.Assigns {
		if a.Param == "" {
			if i := strings.Index(text, a.Text); i >= 0 {
				holes = append(holes, hole{From: i, To: i, Form: "%s ", Names: true}) // the parameter of a bare value
			}
		}
	}
	for _, name := range m.s.Mentioned {
		holes = append(holes, hole{From: end, To: end, Form: ", " + name + " %s"})
	}
	for _, vague := range m.s.Vague {
		at(vague, "%s")
	}
	for _, a := range m.s.Assigns {
		if a.Param != "" && m.refused(a) {
			at(a.Text, a.Param+" %s")
			at(a.Text, "%s")
		}
	}
	return append(holes, hole{From: end, To: end, Form: " in %s values", Counts: true}, hole{From: end, To: end, Form: ", %s"},
		hole{From: end, To: end, Form: " with %s"}, hole{Form: "%s "})
}

// refused reports whether a value of an assign is outside its parameter's bounds.
func (m *message) refused(a read.Assign) bool {
	param, ok := m.voc.Project.Param(a.Param)
	return ok && (a.Bad != nil || slices.ContainsFunc(a.Axis.Terms, func(t sweep.Term) bool {
		_, err := param.Check(t.Value)
		return t.Kind == sweep.Absolute && err != nil
	}))
}

// options returns the answers that can be listed.
func (m *message) options() []option {
	text := m.req.Text
	var options []option
	if m.project == nil && len(m.s.Unknown) == 0 {
		names := m.named
		if len(names) == 0 {
			names = m.req.projectNames()
		}
		for _, name := range names {
			options = append(options, option{Label: name, Text: name + ": " + without(text, others(names, name)), Words: vocab.Words(name)})
		}
		return options
	}
	if unknown := unknownWords(text, m.s.Unknown); len(unknown) > 0 && len(m.s.Assigns) > 0 {
		return []option{{
			Label: "Run it without " + quoted(unknown), Text: without(text, unknown), Words: vocab.Words(strings.ToLower(strings.Join(unknown, " "))),
		}}
	}
	if m.s.Ambiguous != "" && len(m.s.Cases) > 1 {
		return []option{{Label: "all of them", Text: text + " for all", Words: together}}
	}
	if c := m.s.Choice; c != nil {
		var all []string
		for _, value := range c.Options {
			options = append(options, option{Label: value.String(), Text: strings.Replace(text, c.Text, value.String(), 1), Words: distinctive(value, c.Options)})
			all = append(all, value.String())
		}
		return append(options, option{Label: "all of them", Text: strings.Replace(text, c.Text, strings.Join(all, ", "), 1), Words: together})
	}
	for _, a := range m.s.Assigns {
		if i := strings.Index(text, a.Text); a.Param == "" && i >= 0 {
			for _, param := range m.voc.Project.Params {
				if _, fits := a.Resolve(param); fits {
					options = append(options, option{Label: param.Name, Text: text[:i] + param.Name + " " + text[i:], Words: vocab.Words(param.Name)})
				}
			}
			return options
		}
	}
	return options
}

// together are the words that pick all options.
var together = lexicon.English.Forms(lexicon.Both, lexicon.Everything)

// distinctive returns the words of a choice that no other option has.
func distinctive(value trex.Value, options []trex.Value) []string {
	words := vocab.Words(strings.ToLower(value.String()))
	return slices.DeleteFunc(words, func(word string) bool {
		return slices.ContainsFunc(options, func(other trex.Value) bool {
			return other != value && slices.Contains(vocab.Words(strings.ToLower(other.String())), word)
		})
	})
}

// isParam reports whether a text is the name of a parameter.
func (m *message) isParam(text string) bool {
	found, ok := m.voc.Find(text)
	return ok && found.Param != ""
}

// unknownWords returns the unknown words of a text, each with a number that stands
// before it alone: "3 layers" in "lr 0.1, 3 layers".
func unknownWords(text string, unknown []read.Unknown) []string {
	var words []string
	for _, u := range unknown {
		word := u.Text
		if i := strings.Index(text, word); i > 0 {
			if number := countBefore.FindStringSubmatch(text[:i]); number != nil {
				word = number[1] + word
			}
		}
		words = append(words, word)
	}
	return words
}

var countBefore = regexp.MustCompile(`(?:^|[,;] ?| and )(\d+ )$`)

func others(names []string, but string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == but })
}

// without removes words from a text.
func without(text string, words []string) string {
	for _, word := range words {
		text = strings.Replace(text, word, "", 1)
	}
	return text
}

// answered reads the message as an answer to the pending question. ok is false
// when it is something else.
func (m *message) answered(again func(text string) (Intent, *message)) (Intent, bool) {
	var p pending
	if m.req.Question == "" || json.Unmarshal([]byte(m.req.Question), &p) != nil {
		return Intent{}, false
	}
	if m.declines() {
		return Intent{Kind: Talk, Reply: "OK. Nothing has changed.", Closes: true}, true
	}
	for _, o := range p.Options {
		if strings.EqualFold(strings.TrimSpace(m.req.Text), o.Label) {
			intent, _ := again(o.Text)
			return intent, true
		}
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
	for _, h := range p.Holes {
		core := core
		if h.Counts {
			core = m.onlyNumber()
		}
		if core == "" || h.Names && !m.isParam(core) || h.From < 0 || h.To < h.From || h.To > len(p.Text) {
			continue
		}
		text := p.Text[:h.From] + fmt.Sprintf(h.Form, core) + p.Text[h.To:]
		if intent, whole := again(text); intent.Kind == Propose || intent.Kind == Edit {
			if len(whole.s.Passed) == 0 && m.holdsAnswer(intent, whole) && whole.hasAll(p.Keep) {
				return intent, true
			}
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

// optionOf finds the option that the message picks: by a distinctive word, by
// position, or by yes when there is one.
func (m *message) optionOf(p pending) (text string, ok bool) {
	if len(p.Options) == 0 || m.saysMore(p) {
		return "", false
	}
	var picked []option
	for _, o := range p.Options {
		if slices.ContainsFunc(o.Words, m.mentions) {
			picked = append(picked, o)
		}
	}
	switch {
	case len(picked) == 1:
		return picked[0].Text, true
	case len(p.Options) == 1 && m.text.Has(lexicon.Yes, lexicon.Launch, lexicon.Drop) && !m.text.Has(lexicon.Not):
		return p.Options[0].Text, true
	}
	if n := m.position(len(p.Options)); n >= 0 && len(p.Options) > 1 {
		return p.Options[n].Text, true
	}
	return "", false
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
	return m.req.Text[m.text[from].Start:m.text[to-1].End]
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
		case next == i && w.Kind != lex.Mark:
			return ""
		}
		i = max(next, i+1)
	}
	return number
}

// kept returns the values of the message that are whole, as typed.
func (m *message) kept() []string {
	var kept []string
	for _, a := range m.s.Assigns {
		if a.Param != "" && !m.refused(a) && (m.s.Choice == nil || !strings.Contains(a.Text, m.s.Choice.Text)) {
			kept = append(kept, a.Text)
		}
	}
	return kept
}

// hasAll reports whether the message has all of these values.
func (m *message) hasAll(values []string) bool {
	return !slices.ContainsFunc(values, func(text string) bool {
		return !slices.ContainsFunc(m.s.Assigns, func(a read.Assign) bool { return a.Param != "" && strings.Contains(a.Text, text) })
	})
}
