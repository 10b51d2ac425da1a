package slack_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex/bot/bottest/samples"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/slack"
	"github.com/trex-ml/trex/bot/slack/slacktest"
)

var update = flag.Bool("update", false, "write the golden files")

// TestGolden renders every kind of message for Slack. To update the files: go
// test ./bot/slack -run TestGolden -update.
func TestGolden(t *testing.T) {
	for _, sample := range samples.Messages(t) {
		for _, dialect := range []string{"native", "plain"} {
			t.Run(sample.Name+"/"+dialect, func(t *testing.T) {
				got := rendering(t, sample.Message, dialect == "plain")
				file := filepath.Join("testdata", sample.Name+"."+dialect+".json")
				if *update {
					if err := os.MkdirAll("testdata", 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(file, got, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), string(got)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// rendering is a message's text, blocks and the content of its files.
func rendering(t *testing.T, m chat.Message, plain bool) []byte {
	t.Helper()
	text, blocks, files := slack.Rendering(m, plain)
	if wrong := slacktest.CheckBlocks(blocks); wrong != "" {
		t.Errorf("Slack would say %.1000s", wrong)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(struct {
		Text   string          `json:"text"`
		Blocks json.RawMessage `json:"blocks"`
		Files  []string        `json:"files,omitempty"`
	}{text, blocks, files})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
