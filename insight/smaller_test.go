package insight

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

func TestSmaller(t *testing.T) {
	sixteen := 16.0
	ints := func(values ...float64) (choices []trex.Value) {
		for _, v := range values {
			choices = append(choices, trex.Number(v))
		}
		return choices
	}
	for _, test := range []struct {
		name  string
		param trex.Param
		now   trex.Value
		want  trex.RunConfig
	}{
		{"Halves", trex.Param{Name: "batch_size", Type: trex.Int}, trex.Number(64), trex.RunConfig{"batch_size": trex.Number(32)}},
		{"RoundsDown", trex.Param{Name: "Batch Size", Type: trex.Int}, trex.Number(33), trex.RunConfig{"Batch Size": trex.Number(16)}},
		{"ByAlias", trex.Param{Name: "b", Type: trex.Int, Aliases: []string{"bs"}}, trex.Number(8), trex.RunConfig{"b": trex.Number(4)}},
		{"DefaultWhenNotGiven", trex.Param{Name: "batch", Type: trex.Int, Default: trex.Number(10)}, trex.Value{}, trex.RunConfig{"batch": trex.Number(5)}},
		{"StopsAtTheMinimum", trex.Param{Name: "batch", Type: trex.Int, Min: &sixteen}, trex.Number(20), trex.RunConfig{"batch": trex.Number(16)}},
		{"NothingBelowTheMinimum", trex.Param{Name: "batch", Type: trex.Int, Min: &sixteen}, trex.Number(16), nil},
		{"NothingBelowOne", trex.Param{Name: "batch", Type: trex.Int}, trex.Number(1), nil},
		{"AChoice", trex.Param{Name: "batch", Type: trex.Int, Choices: ints(24, 48, 64)}, trex.Number(64), trex.RunConfig{"batch": trex.Number(24)}},
		{"TheNextChoice", trex.Param{Name: "batch", Type: trex.Int, Choices: ints(48, 64)}, trex.Number(64), trex.RunConfig{"batch": trex.Number(48)}},
		{"NoSmallerChoice", trex.Param{Name: "batch", Type: trex.Int, Choices: ints(64, 128)}, trex.Number(64), nil},
		{"NotABatch", trex.Param{Name: "epochs", Type: trex.Int}, trex.Number(64), nil},
		{"NotASize", trex.Param{Name: "batch_norm", Type: trex.Int}, trex.Number(64), nil},
		{"RateIsNoBatch", trex.Param{Name: "lr", Type: trex.Float}, trex.Number(1), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := trex.Project{Params: []trex.Param{test.param}}
			config := trex.RunConfig{}
			if !test.now.IsZero() {
				config[test.param.Name] = test.now
			}
			if diff := cmp.Diff(test.want, SmallerBatch(&p, config), cmp.Comparer(func(a, b trex.Value) bool { return a == b })); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("Rate", func(t *testing.T) {
		above := 0.0
		p := trex.Project{Params: []trex.Param{{Name: "x", Type: trex.Float}, {Name: "step", Type: trex.Float, Aliases: []string{"learning rate"}, Above: &above}}}
		if got := SmallerRate(&p, trex.RunConfig{"step": trex.Number(1)}); !got.Equal(trex.RunConfig{"step": trex.Number(0.5)}) {
			t.Errorf("SmallerRate = %v", got)
		}
		if got := SmallerRate(&p, trex.RunConfig{"step": trex.Number(0)}); got != nil {
			t.Errorf("SmallerRate of 0 = %v, want nil", got)
		}
	})
}
