// Package samples is one message of every kind, hostile texts included, as cards
// and the conversation make them, and what they are made from. Each adapter
// renders them into golden files.
package samples

import (
	"embed"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex/bot/chat"
)

// Sample is one message of a kind.
type Sample struct {
	Name    string // fit for a file's name
	Message chat.Message
}

// The files are written by tests of the packages that make the messages, so that
// they are never older than these.
//
//go:embed cards.json answers.json
var files embed.FS

// Messages returns one message of every kind there is. Their pictures are
// stand-ins.
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

// Keep fails when the file does not hold made; with update it writes the file.
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
