//go:build e2e

package agent

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex/internal/await"
)

// mockURL is where the OpenAI-compatible mock answers with the fixtures of
// testdata/aimock.
func mockURL(t *testing.T) string {
	t.Helper()
	url := os.Getenv("TREX_E2E_OPENAI_URL")
	if url == "" {
		t.Fatal("TREX_E2E_OPENAI_URL is not set: start the mock (llmock -f agent/testdata/aimock) and name its /v1 address")
	}
	return url
}

func mocked(t *testing.T, model string) *LLM {
	attempt := await.Patience
	if model == "stays-silent" {
		attempt = 2 * time.Second // the mock stays silent for an hour
	}
	return NewLLM(Params{BaseURL: mockURL(t), APIKey: "mock", Model: model, Attempt: attempt, Total: 2 * attempt, Tries: 2, Sleep: noSleep, Log: quiet()})
}

func TestE2EModelReadsEverySet(t *testing.T) {
	for _, e := range readExamples(t) {
		if len(e.Turns) > 1 {
			e.Say, e.Turns = lastTurn(e), nil
		}
		if e.Kind == Help || e.Kind == Ask {
			e.Kind = Talk
		}
		intent := e.converse(t, mocked(t, e.mockModel()))
		if problem := e.judge(intent); problem != "" || intent.Note != "" {
			t.Errorf("%s: %q: %s (note %q)\n\tgot %s %q %q", e.where, e.Say, problem, intent.Note, intent.Kind, intent.Reading, intent.Reply)
		}
		if intent.Usage == nil || intent.Usage.PromptTokens == 0 {
			t.Errorf("%s: no usage", e.where)
		}
	}
}

func TestE2EHostileModels(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(badModels())) {
		for _, mode := range []string{"whole", "streamed"} {
			t.Run(name+"/"+mode, func(t *testing.T) {
				if mode == "whole" && (name == "breaks-off" || name == "stays-silent") {
					return // the mock does this only to streams
				}
				req := asking("try lr 0.1, 0.01")
				req.Lookup = fakeLookup{}
				if mode == "streamed" {
					req.Partial = func(string) {}
				}
				intent := understand(t, mocked(t, name), req)
				if intent.Kind != Propose || len(intent.Configs) != 2 || !strings.Contains(intent.Note, "offline grammar") {
					t.Errorf("got %s with %d configurations, note %q, reply %q", intent.Kind, len(intent.Configs), intent.Note, intent.Reply)
				}
			})
		}
	}
}
