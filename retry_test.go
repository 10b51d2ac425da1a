package trex

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSmaller(t *testing.T) {
	sixteen := 16.0
	ints := func(values ...float64) (choices []Value) {
		for _, v := range values {
			choices = append(choices, Number(v))
		}
		return choices
	}
	for _, test := range []struct {
		name  string
		param Param
		now   Value
		want  RunConfig
	}{
		{"Halves", Param{Name: "batch_size", Type: Int}, Number(64), RunConfig{"batch_size": Number(32)}},
		{"RoundsDown", Param{Name: "Batch Size", Type: Int}, Number(33), RunConfig{"Batch Size": Number(16)}},
		{"ByAlias", Param{Name: "b", Type: Int, Aliases: []string{"bs"}}, Number(8), RunConfig{"b": Number(4)}},
		{"DefaultWhenNotGiven", Param{Name: "batch", Type: Int, Default: Number(10)}, Value{}, RunConfig{"batch": Number(5)}},
		{"StopsAtTheMinimum", Param{Name: "batch", Type: Int, Min: &sixteen}, Number(20), RunConfig{"batch": Number(16)}},
		{"NothingBelowTheMinimum", Param{Name: "batch", Type: Int, Min: &sixteen}, Number(16), nil},
		{"NothingBelowOne", Param{Name: "batch", Type: Int}, Number(1), nil},
		{"AChoice", Param{Name: "batch", Type: Int, Choices: ints(24, 48, 64)}, Number(64), RunConfig{"batch": Number(24)}},
		{"TheNextChoice", Param{Name: "batch", Type: Int, Choices: ints(48, 64)}, Number(64), RunConfig{"batch": Number(48)}},
		{"NoSmallerChoice", Param{Name: "batch", Type: Int, Choices: ints(64, 128)}, Number(64), nil},
		{"NotABatch", Param{Name: "epochs", Type: Int}, Number(64), nil},
		{"NotASize", Param{Name: "batch_norm", Type: Int}, Number(64), nil},
		{"RateIsNoBatch", Param{Name: "lr", Type: Float}, Number(1), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := Project{Params: []Param{test.param}}
			config := RunConfig{}
			if !test.now.IsZero() {
				config[test.param.Name] = test.now
			}
			if diff := cmp.Diff(test.want, p.SmallerBatch(config), cmp.Comparer(func(a, b Value) bool { return a == b })); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("Rate", func(t *testing.T) {
		above := 0.0
		p := Project{Params: []Param{{Name: "x", Type: Float}, {Name: "step", Type: Float, Aliases: []string{"learning rate"}, Above: &above}}}
		if got := p.SmallerRate(RunConfig{"step": Number(1)}); !got.Equal(RunConfig{"step": Number(0.5)}) {
			t.Errorf("SmallerRate = %v", got)
		}
		if got := p.SmallerRate(RunConfig{"step": Number(0)}); got != nil {
			t.Errorf("SmallerRate of 0 = %v, want nil", got)
		}
	})
}
