// Package samples has one message of every kind, some with hostile texts, as
// packages card and bot make them, and the fixtures they are made from. Each
// adapter renders them into golden files.
package samples

import (
	"embed"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex/bot/chat"
)

// Sample is one message of some kind.
type Sample struct {
	Name    string // can be a file's name
	Message chat.Message
}

// Tests of packages card and bot write these files and fail when they are out of
// date.
//
//go:embed cards.json answers.json
var files embed.FS

// Messages returns one message of every kind. Their pictures come from Picture.
func Messages(t testing.TB) []Sample {
	t.Helper()
	var all []Sample
	for _, name := range []string{"cards.json", "answers.json"} {
		data, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var some []Sample
		if err := json.Unmarshal(data, &some); err != nil {
			t.Fatalf("read %s: %v", name, err)
		}
		all = append(all, some...)
	}
	return all
}

// Keep fails the test unless the file contains made; with update it first writes
// the file.
func Keep(t *testing.T, path string, made []Sample, update bool) {
	t.Helper()
	got, err := json.MarshalIndent(made, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what is made now (go test -run Samples -update):\n%s", path, diff)
	}
}
