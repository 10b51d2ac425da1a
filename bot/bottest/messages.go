package bottest

import (
	_ "embed"
	"encoding/json"
	"testing"

	"github.com/trex-ml/trex/bot/chat"
)

// Sample is one message of a kind, as the conversation makes it.
type Sample struct {
	Name    string // fit for a file's name
	Message chat.Message
}

// messages.json is written by a test of package bot from what its renderers
// make, so that it is never older than they are.
//
//go:embed messages.json
var messages []byte

// Messages returns one message of every kind there is, hostile texts included:
// each adapter renders them into golden files. Their pictures are stand-ins.
func Messages(t testing.TB) []Sample {
	t.Helper()
	var samples []Sample
	if err := json.Unmarshal(messages, &samples); err != nil {
		t.Fatalf("read messages.json: %v", err)
	}
	return samples
}
