package word

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
)

var (
	//go:embed english.values.txt
	values string
	//go:embed english.names.txt
	names string
	//go:embed english.numbers.txt
	numbers string
)

// The words of the parser of values, names of parameters and choices, and numbers.
var (
	Values  = Parse(values)
	Names   = Parse(names)
	Numbers = Parse(numbers)
)

// Concept is what several words mean alike.
type Concept string

// Table has the forms of concepts. It is safe for concurrent use.
type Table struct {
	Concepts []Concept // in the order of the file
	forms    map[Concept][]string
	of       map[string][]Concept
}

// Parse reads lines of "concept: form, form". A line that begins with a blank
// continues the one before it. The form "comma" is the mark that separates forms.
func Parse(text string) *Table {
	t := &Table{forms: make(map[Concept][]string), of: make(map[string][]Concept)}
	var c Concept
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if name, forms, ok := strings.Cut(line, ":"); ok && line[0] != ' ' {
			c, line = Concept(name), forms
			t.Concepts = append(t.Concepts, c)
		}
		for form := range strings.SplitSeq(line, ",") {
			t.add(c, strings.Join(strings.Fields(form), " "))
		}
	}
	return t
}

func (t *Table) add(c Concept, form string) {
	switch form {
	case "":
		return
	case "comma":
		form = ","
	}
	t.forms[c] = append(t.forms[c], form)
	t.of[form] = append(t.of[form], c)
}

// Forms returns the forms of a concept in the order of the file.
func (t *Table) Forms(c Concept) []string { return t.forms[c] }

// Is reports whether the form means one of the concepts. A mark means itself.
func (t *Table) Is(form string, concepts ...Concept) bool {
	for _, c := range t.of[form] {
		if slices.Contains(concepts, c) {
			return true
		}
	}
	mark := form != "" && (form[0] < 'a' || form[0] > 'z')
	return mark && slices.Contains(concepts, Concept(form))
}

// Groups returns the forms of each concept whose name begins with the kind, by the
// rest of its name: "parameter lr".
func (t *Table) Groups(kind string) map[string][]string {
	groups := make(map[string][]string)
	for _, c := range t.Concepts {
		if name, ok := strings.CutPrefix(string(c), kind+" "); ok {
			groups[name] = t.forms[c]
		}
	}
	return groups
}

// Amounts returns the value of each form of "unit 5: five" and the like.
func (t *Table) Amounts(kind string) map[string]float64 {
	amounts := make(map[string]float64)
	for name, forms := range t.Groups(kind) {
		value, err := strconv.ParseFloat(name, 64)
		if err != nil {
			panic(err) // the files are part of the program
		}
		for _, form := range forms {
			amounts[form] = value
		}
	}
	return amounts
}

// Each calls f with every form.
func (t *Table) Each(f func(form string)) {
	for form := range t.of {
		f(form)
	}
}
