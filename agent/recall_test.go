package agent

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

// TestRunsBeyondTheRecentOnes: the meaning of a message does not depend on how
// many runs came with it.
func TestRunsBeyondTheRecentOnes(t *testing.T) {
	t.Parallel()
	req := bestAsked(t, "")
	db := req.Lookup.(recorded)
	end := func(number int64, status trex.Status) {
		t.Helper()
		id, now := trex.MakeRunID(number), time.Unix(1e9, 0)
		if _, err := db.ClaimRun(t.Context(), trex.Claim{Run: id, At: now}); err != nil {
			t.Fatal(err)
		}
		if _, err := db.FinishRun(t.Context(), trex.Finish{Run: id, Status: status, At: now}); err != nil {
			t.Fatal(err)
		}
	}
	end(3, trex.Failed)
	end(4, trex.Failed)
	for n := int64(50); n < 120; n++ { // of the recent ones only r120 is not final
		end(n, trex.Completed)
	}
	page, err := db.ListRuns(t.Context(), trex.RunQuery{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	req.Runs = page.Runs
	for text, want := range map[string]Intent{
		"why did it fail?":        {Kind: Explain, Runs: []trex.RunID{"r4"}},
		"log of the failed run":   {Kind: Logs, Runs: []trex.RunID{"r4"}},
		"retry the failed ones":   {Kind: Retry, Runs: []trex.RunID{"r4", "r3"}},
		"stop it":                 {Kind: Ask, Reply: "What should I stop? Name a run (“stop r12”), an experiment (“stop e4”), “all my runs” or “everything”. Not finished yet: r120, r49, r48, r47, r46."},
		"compare r3 with r4":      {Kind: Compare, Runs: []trex.RunID{"r3", "r4"}},
		"show the log of e1":      {Kind: Logs, Experiment: "e1"},
		"compare the last 3 runs": {Kind: Compare, Runs: []trex.RunID{"r120", "r119", "r118"}},
	} {
		req.Text = text
		got := understand(t, NewGrammar(), req)
		got = targetOf(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	req.Text = "compare the last 60 runs"
	if got := understand(t, NewGrammar(), req); len(got.Runs) != 60 {
		t.Errorf("%q: %d runs", req.Text, len(got.Runs))
	}
}
