package word

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed english.values.txt
var englishValues string

// Values has the words of the parser of values.
var Values = Parse(englishValues)

// Concept is what several words mean alike.
type Concept string

// Table has the forms of concepts. It is safe for concurrent use.
type Table struct {
	Concepts []Concept // in the order of the file
	forms    map[Concept][]string
	of       map[string][]Concept
}

// Parse reads lines of "concept: form, form". The form "comma" is the mark that
// separates forms.
func Parse(text string) *Table {
	t := &Table{forms: make(map[Concept][]string), of: make(map[string][]Concept)}
	for line := range strings.Lines(text) {
		name, forms, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		c := Concept(name)
		t.Concepts = append(t.Concepts, c)
		for form := range strings.SplitSeq(forms, ",") {
			form = strings.Join(strings.Fields(form), " ")
			if form == "comma" {
				form = ","
			}
			t.forms[c] = append(t.forms[c], form)
			t.of[form] = append(t.of[form], c)
		}
	}
	return t
}

// Forms returns the forms of a concept in the order of the file.
func (t *Table) Forms(c Concept) []string { return t.forms[c] }

// Is reports whether the form means one of the concepts. A mark means itself.
func (t *Table) Is(form string, concepts ...Concept) bool {
	of := t.of[form]
	return slices.ContainsFunc(concepts, func(c Concept) bool { return string(c) == form && isMark(form) || slices.Contains(of, c) })
}

func isMark(form string) bool { return form != "" && (form[0] < 'a' || form[0] > 'z') }
