package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trex-ml/trex/config"
)

var update = flag.Bool("update", false, "write generated files anew")

func TestSchemaIsCurrent(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "trex.schema.json")
	want, err := config.Schema(sections(chats()))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("run go test ./cmd/trex -update:\n%s", diff)
	}
}

// TestReadEnvironmentOfChats: each error names its variable, never a secret's
// value.
func TestReadEnvironmentOfChats(t *testing.T) {
	read := func(set map[string]string) error {
		_, err := readEnvironment(chats(), func(name string) string { return set[name] })
		return err
	}
	if err := read(nil); err != nil {
		t.Errorf("an empty environment: %v", err)
	}
	for name, set := range map[string]map[string]string{
		"SLACK_API_URL":   {"SLACK_API_URL": "localhost:1"},
		"SLACK_APP_TOKEN": {"SLACK_BOT_TOKEN": "secret-value"},
		"SLACK_BOT_TOKEN": {"SLACK_APP_TOKEN": "secret-value"},
		"DISCORD_API_URL": {"DISCORD_API_URL": "localhost:1"},
		"DATABASE_URL":    {"DATABASE_URL": "mysql://x"},
	} {
		err := read(set)
		if err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "secret-value") {
			t.Errorf("%v: error = %v, want a sentence about %s", set, err, name)
		}
	}
}
