package word

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// TestEveryConceptHasForms: code names concepts, the files give their words, and
// neither knows one that the other does not.
func TestEveryConceptHasForms(t *testing.T) {
	t.Parallel()
	named := declared(t)
	has := make(map[Concept]bool)
	for _, table := range []*Table{Values, Numbers, Names} {
		seen := make(map[Concept]bool)
		for _, c := range table.Concepts {
			if seen[c] {
				t.Errorf("%q has two lines", c)
			}
			seen[c], has[c] = true, true
			if !slices.Contains(named, c) && !grouped.MatchString(string(c)) {
				t.Errorf("%q is no concept", c)
			}
		}
	}
	for _, c := range named {
		if !has[c] {
			t.Errorf("%q has no words", c)
		}
	}
}

// grouped are the concepts that Groups and Amounts return.
var grouped = regexp.MustCompile(`^(unit|times|part) [0-9]|^(parameter|choice|form) `)

func declared(t *testing.T) (concepts []Concept) {
	file, err := parser.ParseFile(token.NewFileSet(), "concepts.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok {
			text, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			concepts = append(concepts, Concept(text))
		}
		return true
	})
	return concepts
}

func TestIs(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		form    string
		concept Concept
		want    bool
	}{
		{"twice", Double, true},
		{"twice", Halve, false},
		{",", ",", true},
		{",", ClauseStart, true}, // written "comma" in the file
		{"used", Used, false},    // the name of a concept is no form of it
	} {
		if got := Values.Is(tc.form, tc.concept); got != tc.want {
			t.Errorf("Is(%q, %q) = %v", tc.form, tc.concept, got)
		}
	}
}

func TestAmounts(t *testing.T) {
	t.Parallel()
	units := Numbers.Amounts("unit")
	if units["forty"] != 40 || units["zero"] != 0 || len(units) < 28 {
		t.Errorf("units are %v", units)
	}
	if names := Names.Groups("parameter")["lr"]; !slices.Contains(names, "learning rate") {
		t.Errorf("lr is %v", names)
	}
}
