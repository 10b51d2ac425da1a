package storetest

import (
	"testing"

	"github.com/trex-ml/trex"
)

// testEqualRuns: of the runs with a configuration, the newest completed one is
// found.
func testEqualRuns(t *testing.T, f *fixture) {
	run := func(project string, status trex.Status, configs ...trex.RunConfig) {
		t.Helper()
		p := proposal(configs...)
		p.Project = project
		p, err := f.CreateProposal(f.ctx, p)
		must(t, err)
		_, runs, err := f.LaunchProposal(f.ctx, launchOf(p, ada))
		must(t, err)
		for _, r := range runs {
			if status.Final() {
				_, err = f.ClaimRun(f.ctx, trex.Claim{Run: r.ID, At: at(20)})
				must(t, err)
				_, err = f.FinishRun(f.ctx, trex.Finish{Run: r.ID, Status: status, At: at(30)})
				must(t, err)
			}
		}
	}
	width := func(values ...trex.Value) trex.RunConfig {
		config := trex.RunConfig{"width": values[0]}
		if len(values) > 1 {
			config["data"] = values[1]
		}
		return config
	}
	whole, text := trex.Number(64), trex.Text
	run("digits", trex.Completed, width(whole), width(whole), width(text("64")), width(whole, text("a")), width(whole, text("a "))) // r1 to r5
	run("digits", trex.Failed, width(whole), width(trex.Number(1)))                                                                 // r6, r7
	run("digits", trex.Pending, width(whole))                                                                                       // r8
	run("mnist", trex.Completed, width(whole), trex.RunConfig{}, width(trex.Bool(true)))                                            // r9 to r11

	for _, tc := range []struct {
		project string
		configs []trex.RunConfig
		want    map[int]trex.RunID
	}{
		{"digits", []trex.RunConfig{width(trex.Number(64.0))}, map[int]trex.RunID{0: "r2"}},
		{"digits", []trex.RunConfig{width(trex.Number(1)), width(text("64")), width(whole), width(whole)}, map[int]trex.RunID{1: "r3", 2: "r2", 3: "r2"}},
		{"digits", []trex.RunConfig{width(whole, text("a ")), width(whole, text("a")), width(whole, text("A"))}, map[int]trex.RunID{0: "r5", 1: "r4"}},
		{"digits", []trex.RunConfig{width(whole, trex.Value{}), {}}, map[int]trex.RunID{0: "r2"}}, // no value is none
		{"mnist", []trex.RunConfig{{}, width(whole), width(trex.Number(1)), width(text("true"))}, map[int]trex.RunID{0: "r10", 1: "r9"}},
		{"other", []trex.RunConfig{width(whole)}, map[int]trex.RunID{}},
		{"digits", nil, map[int]trex.RunID{}},
	} {
		found, err := f.FindEqualRuns(f.ctx, tc.project, tc.configs)
		must(t, err)
		got := map[int]trex.RunID{}
		for i, run := range found {
			got[i] = run.ID
			equal(t, "whole runs", f.findRun(run.ID), run)
		}
		equal(t, tc.project, tc.want, got)
	}
}
