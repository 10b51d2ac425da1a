package insight

import (
	"math"
	"testing"

	"github.com/trex-ml/trex"
)

func curve(values ...float64) []trex.Point {
	var points []trex.Point
	for i, v := range values {
		points = append(points, trex.Point{Step: int64(i + 1), Value: v})
	}
	return points
}

// noisy is n values about level, the same each time.
func noisy(n int, level, jitter float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = level + jitter*math.Sin(float64(7*i*i))
	}
	return values
}

func TestJudge(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	falling := curve(1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.08)
	u := curve(1, 0.7, 0.5, 0.42, 0.4, 0.44, 0.5, 0.55, 0.6, 0.62)
	dip := noisy(30, 0.3, 0.01)
	dip[14] = 0.2
	drift := noisy(40, 0.3, 0.02)
	for i := range drift {
		drift[i] += 0.03 * math.Abs(float64(i-12))
	}
	least := trex.Objective{Metric: "val_loss", Goal: trex.Minimize}
	most := trex.Objective{Metric: "val_acc", Goal: trex.Maximize}
	training := trex.Objective{Metric: "loss", Goal: trex.Minimize}
	for _, test := range []struct {
		name          string
		objective     trex.Objective
		points, train []trex.Point
		want          trex.Verdict
	}{
		{"StillImproving", least, falling, nil, trex.Verdict{Kind: trex.VerdictStillImproving, SinceStep: 10}},
		{"Overfits", least, u, falling, trex.Verdict{Kind: trex.VerdictOverfits, SinceStep: 6}},
		{"WorseButTrainingToo", least, u, u, trex.Verdict{Kind: trex.VerdictWorsens, SinceStep: 6}},
		{"WorseAndTrainingUnknown", least, u, nil, trex.Verdict{Kind: trex.VerdictWorsens, SinceStep: 6}},
		{"TrainingLossItselfCannotOverfit", training, u, falling, trex.Verdict{Kind: trex.VerdictWorsens, SinceStep: 6}},
		{"Plateau", least, curve(1, 0.5, 0.3, 0.3001, 0.2999, 0.3, 0.3001, 0.2999, 0.3, 0.2998), falling, trex.Verdict{}},
		{"NoiseAroundABest", least, curve(1, 0.5, 0.3, 0.31, 0.305, 0.3, 0.31, 0.302, 0.299, 0.303), falling, trex.Verdict{}},
		{"OneBadLastEpoch", least, curve(1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.3), falling, trex.Verdict{}},
		{"OneLuckyDip", least, curve(dip...), falling, trex.Verdict{}},
		{"SmallButSteady", least, curve(drift...), nil, trex.Verdict{Kind: trex.VerdictWorsens, SinceStep: 14}},
		{"TooFew", least, curve(1, 0.5, 0.3, 0.1), nil, trex.Verdict{}},
		{"Nothing", least, nil, nil, trex.Verdict{}},
		{"BecameNaN", least, curve(1, 0.5, 0.3, nan, nan), nil, trex.Verdict{Kind: trex.VerdictNaN, SinceStep: 4}},
		{"NaNAfterTwo", least, curve(1, nan), nil, trex.Verdict{Kind: trex.VerdictNaN, SinceStep: 2}},
		{"BecameInf", least, curve(1, 2, 4, 8, inf), nil, trex.Verdict{Kind: trex.VerdictDiverged, SinceStep: 5}},
		{"FirstInfThenNaN", least, curve(1, 2, 4, inf, nan), nil, trex.Verdict{Kind: trex.VerdictNaN, SinceStep: 4}},
		{"Recovered", least, curve(1, nan, nan, 0.8, 0.5, 0.4, 0.3, 0.2), nil, trex.Verdict{Kind: trex.VerdictStillImproving, SinceStep: 8}},
		{"OnlyNaN", least, curve(nan, nan, nan, nan, nan), nil, trex.Verdict{Kind: trex.VerdictNaN, SinceStep: 1}},
		{"Maximize", most, curve(0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95), nil, trex.Verdict{Kind: trex.VerdictStillImproving, SinceStep: 10}},
		{"MaximizeWorsens", most, curve(0.1, 0.5, 0.8, 0.9, 0.88, 0.8, 0.7, 0.65, 0.6, 0.55), nil, trex.Verdict{Kind: trex.VerdictWorsens, SinceStep: 5}},
		{"Constant", least, curve(0, 0, 0, 0, 0, 0, 0), nil, trex.Verdict{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Judge(test.objective, test.points, test.train); got != test.want {
				t.Errorf("Judge = %+v, want %+v", got, test.want)
			}
		})
	}
}
