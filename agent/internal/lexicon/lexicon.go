package lexicon

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/word"
)

//go:embed english.txt
var englishText string

// English has the words of english.txt.
var English = parse(englishText)

// Lexicon has the forms of concepts. It is safe for concurrent use.
type Lexicon struct {
	concepts map[string][]Concept // by form, its words joined by a blank
	longest  int                  // words of the longest form
}

// shortened are words that mean something else without their apostrophe.
var shortened = strings.Fields("well were wed shed hell shell its ill id")

func parse(text string) *Lexicon {
	l := &Lexicon{concepts: make(map[string][]Concept)}
	table := word.Parse(text)
	for _, c := range table.Concepts {
		for _, form := range table.Forms(c) {
			l.add(form, c)
			if short := strings.ReplaceAll(form, "'", ""); short != form && !slices.Contains(shortened, short) {
				l.add(short, c)
			}
		}
	}
	return l
}

func (l *Lexicon) add(form string, c Concept) {
	if !slices.Contains(l.concepts[form], c) {
		l.concepts[form] = append(l.concepts[form], c)
	}
	l.longest = max(l.longest, strings.Count(form, " ")+1)
}

// Word is a token with the concepts that begin at it.
type Word struct {
	lex.Token
	spans []span
}

type span struct {
	concept Concept
	end     int // index after its last word
}

// Text is a message whose words are tagged.
type Text []Word

// Tag finds the concepts of a message.
func (l *Lexicon) Tag(tokens []lex.Token) Text {
	keys := make([]string, len(tokens))
	for i, t := range tokens {
		keys[i] = key(t)
	}
	text := make(Text, len(tokens))
	for i, t := range tokens {
		text[i].Token = t
		form := ""
		for n := 1; n <= l.longest && i+n <= len(tokens) && keys[i+n-1] != ""; n++ {
			form = strings.TrimPrefix(form+" "+keys[i+n-1], " ")
			for _, c := range l.concepts[form] {
				text[i].spans = append(text[i].spans, span{c, i + n})
			}
		}
	}
	for i := range text {
		if end := text.At(i, Block); end > i {
			whole := slices.DeleteFunc(slices.Clone(text[i].spans), func(s span) bool { return s.end < end })
			text.Blank(i, end)
			text[i].spans = whole
		}
	}
	return text
}

// Blank removes the concepts of words from to end: they are a name.
func (t Text) Blank(from, end int) {
	for i := from; i < end; i++ {
		t[i].spans = nil
	}
}

// key returns the form of a token, "" for one that no form contains.
func key(t lex.Token) string {
	switch {
	case t.Kind == lex.Word && strings.ContainsAny(t.Raw, "'’"):
		return strings.ToLower(strings.ReplaceAll(t.Raw, "’", "'"))
	case t.Kind == lex.Mark && t.Text == ":":
		return "colon"
	case t.Kind == lex.Word, t.Kind == lex.Quoted, t.Kind == lex.Mark:
		return t.Text
	case t.Kind == lex.Num && t.Num.Spelled:
		return t.Text
	}
	return ""
}

// At returns the index after the longest form of one of the concepts that begins
// at word i; i itself when there is none.
func (t Text) At(i int, concepts ...Concept) int {
	end := i
	if i < 0 || i >= len(t) {
		return i
	}
	for _, s := range t[i].spans {
		if s.end > end && slices.Contains(concepts, s.concept) {
			end = s.end
		}
	}
	return end
}

// Is reports whether one of the concepts begins at word i.
func (t Text) Is(i int, concepts ...Concept) bool { return t.At(i, concepts...) > i }

// Find returns the first place of one of the concepts in words from to end; -1
// when there is none.
func (t Text) Find(from, end int, concepts ...Concept) int {
	for i := from; i < end; i++ {
		if t.Is(i, concepts...) {
			return i
		}
	}
	return -1
}

// Has reports whether one of the concepts is in the text.
func (t Text) Has(concepts ...Concept) bool { return t.Find(0, len(t), concepts...) >= 0 }

// Forms returns the single words that stand for one of the concepts, sorted.
func (l *Lexicon) Forms(concepts ...Concept) []string {
	var forms []string
	for form, of := range l.concepts {
		if !strings.Contains(form, " ") && slices.ContainsFunc(of, func(c Concept) bool { return slices.Contains(concepts, c) }) {
			forms = append(forms, form)
		}
	}
	slices.Sort(forms)
	return forms
}

// Each calls f with every form.
func (l *Lexicon) Each(f func(form string)) {
	for form := range l.concepts {
		f(form)
	}
}
