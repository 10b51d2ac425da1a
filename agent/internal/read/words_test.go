package read_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// ownNames are the only texts with letters that this package matches. They are
// no words of a language.
var ownNames = map[string]string{
	"x": "of 2x3", "x×": "of 2x3",
	"mark ": "the prefix of concepts that are markers", "mark reset": "a marker without words",
	"learning rate": "a name of the vocabulary", "optimizer": "a name of the vocabulary",
	"s":     "names of parameters are English",
	"range": "a function of Python", "arange": "numpy", "linspace": "numpy", "geomspace": "numpy", "logspace": "numpy",
	"uniform": "a distribution in code", "randint": "a distribution in code",
	"loguniform": "a distribution in code",
}

// TestWordsAreData: what the parser matches are concepts. A text with letters is
// either part of an answer, joined with others or handed to one of the functions
// that make answers, or it is one of ownNames.
func TestWordsAreData(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	used := make(map[string]bool)
	for _, entry := range entries {
		if name := entry.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			for _, text := range matched(t, name) {
				if ownNames[text] == "" {
					t.Errorf("%s has %q: words belong into agent/internal/word", name, text)
				}
				used[text] = true
			}
		}
	}
	for text := range ownNames {
		if !used[text] {
			t.Errorf("%q is used no more: remove it from the list", text)
		}
	}
}

// matched returns the texts with letters of a file that are not part of answers.
func matched(t *testing.T, file string) (texts []string) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	answer := make(map[ast.Expr]bool) // literals that are joined or handed to a function that says them
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			answer[n.Path] = true
		case *ast.BinaryExpr:
			if n.Op == token.ADD {
				answer[n.X], answer[n.Y] = true, true
			}
		case *ast.CallExpr:
			for _, arg := range n.Args {
				answer[arg] = answer[arg] || says(n.Fun)
			}
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); !answer[n] && n.Kind == token.STRING && err == nil && strings.ContainsFunc(text, unicode.IsLetter) {
				texts = append(texts, text)
			}
		}
		return true
	})
	return texts
}

// says reports whether the function makes a text for people.
func says(fun ast.Expr) bool {
	name, ok := fun.(*ast.SelectorExpr)
	return ok && slices.Contains([]string{"ask", "Count", "Invalid"}, name.Sel.Name)
}
