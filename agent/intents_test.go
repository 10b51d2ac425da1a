package agent

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

// TestIntentsHasEveryKind: no list would show a kind without an entry.
func TestIntentsHasEveryKind(t *testing.T) {
	listed := make(map[Kind]int)
	for _, entry := range Intents {
		listed[entry.Kind]++
	}
	want := make(map[Kind]int)
	for _, kind := range declaredKinds(t) {
		want[kind] = 1
	}
	if diff := cmp.Diff(want, listed); diff != "" {
		t.Errorf("entries of each kind (-declared +listed):\n%s", diff)
	}
}

// declaredKinds are the constants of type Kind.
func declaredKinds(t *testing.T) []Kind {
	file, err := parser.ParseFile(token.NewFileSet(), "intent.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []Kind
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == "Kind" {
			text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			if kind := Kind(text); kind != Unheard { // has no answer
				kinds = append(kinds, kind)
			}
		}
		return false
	})
	if len(kinds) == 0 {
		t.Fatal("no kind is declared in intent.go: mend this test")
	}
	return kinds
}

// TestExamplesAreRead: each example in the help is read as its own kind.
func TestExamplesAreRead(t *testing.T) {
	project := digits()
	lr := project.Defaults()
	lr["lr"] = trex.Number(0.3)
	for _, entry := range Intents {
		if len(entry.Examples) == 0 {
			t.Errorf("%s has no example", entry.Kind)
		}
		for _, text := range entry.Examples {
			req := Request{Text: text, Projects: []trex.Project{project}, Experiment: "e1"}
			if slices.Contains([]Kind{Edit, Launch, Dismiss, Undo}, entry.Kind) {
				req.Open = &trex.Proposal{ID: "p1", Project: "digits", Configs: []trex.RunConfig{lr}}
			}
			intent, err := NewGrammar().Understand(t.Context(), req)
			if err != nil || intent.Kind != entry.Kind {
				t.Errorf("%q is read as %+v, %v, not as %s", text, intent, err, entry.Kind)
			}
		}
	}
}

// TestToolsTakeWhatThereIs: a model could never give a misspelt argument.
func TestToolsTakeWhatThereIs(t *testing.T) {
	arguments := argumentSchemas(&Request{Projects: []trex.Project{digits()}})
	for _, entry := range Intents {
		if entry.tool == nil {
			continue
		}
		for _, name := range entry.tool.takes {
			if arguments[name] == nil {
				t.Errorf("the tool %s takes %q, which is no argument", entry.Kind, name)
			}
		}
	}
}
