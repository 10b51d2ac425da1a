package word

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"
)

// TestEveryConceptHasForms: code names concepts, the file gives their words, and
// neither knows one that the other does not.
func TestEveryConceptHasForms(t *testing.T) {
	t.Parallel()
	named := declared(t)
	for _, c := range named {
		if len(Values.Forms(c)) == 0 {
			t.Errorf("%q has no words", c)
		}
	}
	seen := make(map[Concept]bool)
	for _, c := range Values.Concepts {
		if seen[c] {
			t.Errorf("%q has two lines", c)
		}
		seen[c] = true
		if !slices.Contains(named, c) {
			t.Errorf("%q is no concept", c)
		}
	}
}

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
