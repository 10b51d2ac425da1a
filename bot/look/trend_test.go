package look

import (
	"math"
	"testing"

	"github.com/trex-ml/trex"
)

func series(values ...float64) []trex.Point {
	var points []trex.Point
	for i, v := range values {
		points = append(points, trex.Point{Step: int64(i + 1), Value: v})
	}
	return points
}

func TestTrendNote(t *testing.T) {
	falling := series(1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.08)
	u := series(1, 0.7, 0.5, 0.42, 0.4, 0.44, 0.5, 0.55, 0.6, 0.62)
	least := trex.Objective{Metric: "val_loss", Goal: trex.Minimize}
	most := trex.Objective{Metric: "val_acc", Goal: trex.Maximize}
	for _, test := range []struct {
		name          string
		objective     trex.Objective
		points, train []trex.Point
		want          string
	}{
		{"StillImproving", least, falling, nil, "still improving"},
		{"Overfits", least, u, falling, "overfits from epoch 6"},
		{"WorseButTrainingToo", least, u, u, "gets worse from epoch 6"},
		{"WorseAndTrainingUnknown", least, u, nil, "gets worse from epoch 6"},
		{"TrainingLossItselfCannotOverfit", trex.Objective{Metric: "loss", Goal: trex.Minimize}, u, falling, "gets worse from epoch 6"},
		{"Plateau", least, series(1, 0.5, 0.3, 0.3001, 0.2999, 0.3, 0.3001, 0.2999, 0.3, 0.2998), falling, ""},
		{"NoiseAroundABest", least, series(1, 0.5, 0.3, 0.31, 0.305, 0.3, 0.31, 0.302, 0.299, 0.303), falling, ""},
		{"OneBadLastEpoch", least, series(1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.3), falling, ""},
		{"TooFew", least, series(1, 0.5, 0.3, 0.1), nil, ""},
		{"Nothing", least, nil, nil, ""},
		{"BecameNaN", least, series(1, 0.5, 0.3, math.NaN(), math.NaN()), nil, "became NaN at epoch 4"},
		{"BecameInf", least, series(1, 2, 4, 8, math.Inf(1)), nil, "became ∞ at epoch 5"},
		{"OnlyNaN", least, series(math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()), nil, "became NaN at epoch 1"},
		{"Maximize", most, series(0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95), nil, "still improving"},
		{"Constant", least, series(0, 0, 0, 0, 0, 0, 0), nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := trendNote(test.objective, test.points, test.train, "epoch"); got != test.want {
				t.Errorf("trendNote = %q, want %q", got, test.want)
			}
		})
	}
}
