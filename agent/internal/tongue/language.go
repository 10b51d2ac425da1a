package tongue

import (
	"embed"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/word"
)

var (
	//go:embed languages/*.txt
	files embed.FS
	//go:embed english.txt
	alsoEnglish string
)

// Lines of a file that are no English phrase.
const (
	nothing      word.Concept = "nothing"
	exceptAfter  word.Concept = "except after"
	withoutAfter word.Concept = "without after"
	strong       word.Concept = "strong"
	order        word.Concept = "order"
	suffixes     word.Concept = "suffixes"
)

// language has the forms of one language. It is safe for concurrent use.
type language struct {
	name     string
	forms    map[string]phrase // by their words, joined by a blank
	bare     map[string]phrase // the same by words without accents
	stems    map[string]phrase // by the beginnings of words, without accents
	split    map[string][]pair // by the first of two words
	suffixes []string
	parts    map[string]bool // words of scripts without blanks
	longest  int             // words of the longest form
	longPart int             // characters of the longest part
	verbLast bool
}

// phrase is what a form is in English.
type phrase struct {
	english word.Concept
	strong  bool // no English text has the form
}

// pair is the second of two words and what both are in English.
type pair struct {
	last string
	phrase
}

var languages = all()

func all() []*language {
	entries, err := files.ReadDir("languages")
	if err != nil {
		panic(err)
	}
	var list []*language
	for _, entry := range entries {
		text, err := files.ReadFile("languages/" + entry.Name())
		if err != nil {
			panic(err)
		}
		list = append(list, parse(strings.TrimSuffix(entry.Name(), path.Ext(entry.Name())), string(text)))
	}
	return list
}

func parse(name, text string) *language {
	l := &language{name: name, forms: make(map[string]phrase), bare: make(map[string]phrase), stems: make(map[string]phrase), split: make(map[string][]pair), parts: make(map[string]bool)}
	table := word.Parse(text)
	l.verbLast = len(table.Forms(order)) > 0
	l.suffixes = table.Forms(suffixes)
	for _, c := range table.Concepts {
		if c == order || c == strong || c == suffixes {
			continue
		}
		for _, form := range table.Forms(c) {
			p := phrase{english: c, strong: slices.Contains(table.Forms(strong), form)}
			l.add(form, p)
		}
	}
	return l
}

// Marks of forms that count only at the beginning of a sentence, and only before a
// number.
const (
	opening   = "^"
	beforeNum = "_"
)

func (l *language) add(form string, p phrase) {
	if stem, ok := strings.CutSuffix(form, "*"); ok {
		p.strong = p.strong || len(stem) > mostLikely
		l.stems[key(stem)] = p
		return
	}
	if first, last, ok := strings.Cut(form, " … "); ok {
		l.split[first] = append(l.split[first], pair{last, p})
		return
	}
	mark := ""
	if strings.HasPrefix(form, opening) || strings.HasPrefix(form, beforeNum) {
		mark, form = form[:1], form[1:]
	}
	keys := words(form)
	if len(keys) == 0 {
		return
	}
	l.longest = max(l.longest, len(keys))
	if len(keys) == 1 && scriptOf(keys[0]) != lex.Alphabet {
		l.parts[keys[0]] = true
		l.longPart = max(l.longPart, len([]rune(keys[0])))
	}
	joined := strings.Join(keys, " ")
	explicit := p.strong
	p.strong = explicit || !inEnglish(joined)
	if l.forms[mark+joined].english == "" {
		l.forms[mark+joined] = p
	}
	bare := key(joined)
	p.strong = explicit || p.strong && !inEnglish(bare) && (bare == joined || len(bare) > mostLikely)
	if l.bare[mark+bare].english == "" || bare == joined {
		l.bare[mark+bare] = p
	}
}

// mostLikely is how many letters of a word without its accents may be another word.
const mostLikely = 4

// words returns the words of a form as they are found in a message.
func words(form string) []string {
	var list []string
	for part := range strings.FieldsSeq(form) {
		if strings.HasSuffix(part, "'") {
			list = append(list, strings.ToLower(part))
			continue
		}
		for _, t := range lex.Cut(part) {
			for _, piece := range elided(t) {
				list = append(list, piece.Text)
			}
		}
	}
	return list
}

// inEnglish reports whether a form is one that the grammar reads as English, or one
// too short to tell.
func inEnglish(form string) bool {
	for w := range strings.FieldsFuncSeq(form, func(r rune) bool { return r == ' ' || r == '-' }) {
		short := len([]rune(w)) < 3 && scriptOf(w) == lex.Alphabet && w[0] < 0x80
		if !short && !english[w] {
			return false
		}
	}
	return true
}

// english are all words of the English files, and those of english.txt.
var english = func() map[string]bool {
	words := make(map[string]bool)
	add := func(form string) {
		for w := range strings.FieldsSeq(form) {
			words[strings.ReplaceAll(w, "'", "")] = true
		}
	}
	lexicon.English.Each(add)
	word.Values.Each(add)
	word.Names.Each(add)
	word.Numbers.Each(add)
	for line := range strings.Lines(alsoEnglish) {
		if !strings.HasPrefix(line, "#") {
			add(line)
		}
	}
	return words
}()

// key returns a word without accents.
func key(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return r >= 0x80 }) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'ı':
			return 'i'
		case r == 'ł':
			return 'l'
		}
		return r
	}, norm.NFD.String(strings.ReplaceAll(text, "ß", "ss")))
}

func scriptOf(text string) lex.Script {
	for _, r := range text {
		return lex.ScriptOf(r)
	}
	return lex.Alphabet
}
