package bot

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex/bot/chat"
)

// deeds has one Deed of every kind.
var deeds = []chat.Deed{
	chat.AskedHelp{}, chat.Clicked{}, chat.Linked{}, chat.OpenedHome{}, chat.Reacted{}, chat.Said{}, chat.Submitted{},
}

func TestEveryDeedIsDispatched(t *testing.T) {
	b, _, _ := sampleBot(t)
	o, _ := b.outboxOf("test")
	for _, did := range append(deeds, nil) {
		_, err := b.dispatch(t.Context(), o, chat.Event{Person: ann, Thread: channel, Did: did})
		if _, unknown := errors.AsType[unknownDeed](err); unknown != (did == nil) {
			t.Errorf("a %T comes to %v", did, err)
		}
	}
}

// TestDeedsAreAllKinds compares deeds with the source: it must have every type with
// the method of a Deed.
func TestDeedsAreAllKinds(t *testing.T) {
	files, err := filepath.Glob("chat/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var declared, listed []string
	for _, name := range files {
		declared = append(declared, asking(t, name)...)
	}
	for _, did := range deeds {
		listed = append(listed, fmt.Sprintf("%T", did))
	}
	slices.Sort(declared)
	if diff := cmp.Diff(declared, listed); diff != "" {
		t.Errorf("kinds in package chat (-), in this test (+):\n%s", diff)
	}
}

// asking lists the types of a file of package chat that have the method.
func asking(t *testing.T, file string) (names []string) {
	t.Helper()
	source, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, decl := range source.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "asks" {
			names = append(names, fmt.Sprintf("chat.%s", f.Recv.List[0].Type))
		}
	}
	return names
}
