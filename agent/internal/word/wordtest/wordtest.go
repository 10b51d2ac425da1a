// Package wordtest checks that code and files of words name the same concepts.
package wordtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/trex-ml/trex/agent/internal/word"
)

// Check reports concepts that concepts.go of the tested package names and no table
// has, and the other way about. free reports which concepts code need not name.
func Check(t *testing.T, free func(word.Concept) bool, tables ...*word.Table) {
	t.Helper()
	named := declared(t)
	has := make(map[word.Concept]bool)
	for _, table := range tables {
		seen := make(map[word.Concept]bool)
		for _, c := range table.Concepts {
			if seen[c] {
				t.Errorf("%q has two lines", c)
			}
			seen[c], has[c] = true, true
			if !slices.Contains(named, c) && !free(c) {
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

// declared returns the texts of concepts.go besides its imports.
func declared(t *testing.T) (concepts []word.Concept) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "concepts.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if _, imports := n.(*ast.ImportSpec); imports {
			return false
		}
		if lit, ok := n.(*ast.BasicLit); ok {
			text, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			concepts = append(concepts, word.Concept(text))
		}
		return true
	})
	return concepts
}
