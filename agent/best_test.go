package agent

import (
	"context"
	"net/http"
	"strings"
	"testing"

	openai "github.com/sashabaranov/go-openai"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store/storetest"
	"github.com/trex-ml/trex/store/teststore"
)

// recorded reads from a store.
type recorded struct{ *teststore.DB }

func (recorded) LogTail(context.Context, trex.RunID, int) (string, error) { return "", nil }

// bestAsked is a request where r5 is best of 120 runs and not among the recent
// ones.
func bestAsked(t *testing.T, text string) Request {
	t.Helper()
	db := teststore.Open(t, t.TempDir())
	storetest.Accuracies(t, db, 120)
	page, err := db.ListRuns(t.Context(), trex.RunQuery{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	req := asking(text)
	req.Runs, req.Lookup = page.Runs, recorded{db}
	return req
}

// TestBestOfAll: whatever the goal is, and however many runs there are.
func TestBestOfAll(t *testing.T) {
	t.Parallel()
	req := bestAsked(t, "")
	for _, text := range []string{"rerun the best with 3 seeds", "best of e1 with 3 seeds"} {
		req.Text = text
		got := understand(t, NewGrammar(), req)
		if len(got.Configs) != 3 || got.Configs[0]["lr"] != trex.Number(0.005) {
			t.Errorf("%q: %s %v %q, want 3 runs with the lr of r5", text, got.Kind, got.Configs, got.Reply)
		}
	}
	req.Text, req.Experiment = "log of the best run", "e1"
	if got := understand(t, NewGrammar(), req); len(got.Runs) != 1 || got.Runs[0] != "r5" {
		t.Errorf("%q: %s of %v", req.Text, got.Kind, got.Runs)
	}
}

func TestModelReadsTheBestFirst(t *testing.T) {
	t.Parallel()
	fake := newFakeModel(t, func(w http.ResponseWriter, _ *http.Request, req openai.ChatCompletionRequest, nth int) {
		if nth == 1 {
			call(w, req, "read_runs", `{"sort":"best","limit":2}`)
			return
		}
		answer(w, req, "r5 is best.")
	})
	understand(t, fake.agent(), bestAsked(t, "which one should I go on with?"))
	asked := fake.asked()
	result := asked[1].Messages[len(asked[1].Messages)-1].Content
	if _, first, _ := strings.Cut(result, "\n"); !strings.HasPrefix(first, "r5 ") || strings.Count(first, "best val_acc") != 2 ||
		!strings.Contains(first, "and more runs") {
		t.Errorf("the model was told:\n%s", result)
	}
}
