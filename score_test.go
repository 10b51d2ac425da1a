package trex_test

import (
	"math"
	"testing"

	"github.com/trex-ml/trex"
)

func TestScore(t *testing.T) {
	t.Parallel()
	verdict := func(kind trex.VerdictKind) *trex.Verdict { return &trex.Verdict{Kind: kind} }
	for name, tc := range map[string]struct {
		goal    trex.Goal
		best    float64
		verdict *trex.Verdict
		want    float64
		ranked  bool
	}{
		"Minimize":    {trex.Minimize, 0.25, nil, 0.25, true},
		"Maximize":    {trex.Maximize, 0.25, nil, -0.25, true},
		"NoGoal":      {"", 2, nil, 2, true},
		"NaN":         {trex.Minimize, math.NaN(), nil, 0, false},
		"Infinite":    {trex.Maximize, math.Inf(1), nil, 0, false},
		"BecameNaN":   {trex.Minimize, 0.25, verdict(trex.VerdictNaN), 0, false},
		"Diverged":    {trex.Minimize, 0.25, verdict(trex.VerdictDiverged), 0, false},
		"Overfits":    {trex.Maximize, 0.25, verdict(trex.VerdictOverfits), -0.25, true},
		"NothingSaid": {trex.Maximize, 0.25, verdict(""), -0.25, true},
	} {
		run := trex.Run{Objective: trex.Objective{Goal: tc.goal}, Best: &trex.Best{Value: tc.best}, Verdict: tc.verdict}
		if score, ranked := run.Score(); ranked != tc.ranked || ranked && score != tc.want {
			t.Errorf("%s: %g, %v", name, score, ranked)
		}
	}
	if _, ranked := (&trex.Run{}).Score(); ranked {
		t.Error("a run without a best is ranked")
	}
}

func TestBetter(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	for _, tc := range []struct {
		goal       trex.Goal
		good, poor float64
	}{
		{trex.Minimize, 1, 2}, {trex.Maximize, 2, 1}, {trex.Minimize, 1, nan}, {trex.Maximize, 1, inf}, {trex.Minimize, 1, -inf},
	} {
		o := trex.Objective{Goal: tc.goal}
		if !o.Better(tc.good, tc.poor) || o.Better(tc.poor, tc.good) || o.Better(tc.good, tc.good) {
			t.Errorf("%s: %g and %g", tc.goal, tc.good, tc.poor)
		}
	}
	if (trex.Objective{}).Better(inf, nan) {
		t.Error("of two values that are none, one is better")
	}
}

func TestScopeOfNothing(t *testing.T) {
	t.Parallel()
	if err := (trex.RunScope{Runs: []trex.RunID{}}).Check(); trex.KindOf(err) != trex.KindInvalid {
		t.Errorf("an empty list means everything: %v", err)
	}
	if err := (trex.RunScope{All: true}).Check(); err != nil {
		t.Error(err)
	}
}
