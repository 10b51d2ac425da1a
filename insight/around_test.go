package insight

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

// sample is a project with parameters of every kind that the rules distinguish.
func sample() *trex.Project {
	return &trex.Project{
		Name: "digits", Objective: trex.Objective{Metric: "val_loss", Goal: trex.Minimize},
		Params: []trex.Param{
			{Name: "lr", Type: trex.Float, Default: trex.Number(0.1), Above: new(0.0), Max: new(10.0), Scale: trex.Log},
			{Name: "epochs", Type: trex.Int, Default: trex.Number(10), Min: new(1.0), Max: new(500.0)},
			{Name: "batch_size", Type: trex.Int, Default: trex.Number(32), Min: new(1.0), Max: new(1024.0), Scale: trex.Log},
			{Name: "seed", Type: trex.Int, Default: trex.Number(0), Min: new(0.0)},
		},
	}
}

// results are runs whose objective is the squared distance of a parameter from
// best.
func results(name string, best float64, values ...float64) []trex.Run {
	var runs []trex.Run
	for _, at := range values {
		config := sample().Defaults()
		config[name] = trex.Number(at)
		runs = append(runs, trex.Run{
			ID: "r1", Config: config, Objective: sample().Objective, Best: &trex.Best{Value: (at - best) * (at - best)},
		})
	}
	return runs
}

func TestAroundBest(t *testing.T) {
	for _, test := range []struct {
		name  string
		param string
		best  float64
		tried []float64
		want  []string // values of the parameter
	}{
		{"BetweenNeighbours", "lr", 0.03, []float64{0.1, 0.03, 0.01}, []string{"0.017", "0.055"}},
		{"AtTheUpperEdge", "lr", 1, []float64{1, 0.1}, []string{"0.32", "3.2"}},
		{"AtTheBound", "lr", 10, []float64{10, 1}, []string{"3.2"}},
		{"WholeNumbers", "batch_size", 32, []float64{16, 32, 64}, []string{"23", "45"}},
		{"Alone", "lr", 0.1, []float64{0.1}, []string{"0.05", "0.2"}},
		{"Linear", "epochs", 10, []float64{10, 20}, []string{"5", "15"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			configs, err := Around(sample(), results(test.param, test.best, test.tried...))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, config := range configs {
				got = append(got, config[test.param].String())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("aroundBest (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("NothingReported", func(t *testing.T) {
		_, err := Around(sample(), []trex.Run{{Config: sample().Defaults()}})
		if text, _ := trex.Sentence(err); !strings.Contains(text, "no run of this experiment reported val_loss") {
			t.Errorf("aroundBest = %v", err)
		}
	})
}

// TestMoreSeedsAboveABound checks a project whose seeds must be above a number.
func TestMoreSeedsAboveABound(t *testing.T) {
	project, above := sample(), 5.0
	for i := range project.Params {
		if project.Params[i].Name == "seed" {
			project.Params[i].Min, project.Params[i].Above = nil, &above
		}
	}
	configs, err := MoreSeeds(project, results("lr", 0.03, 0.1))
	if err != nil || len(configs) == 0 || configs[0]["seed"] != trex.Number(6) {
		t.Errorf("moreSeeds = %v, %v; want seed 6 first", configs, err)
	}
}

func TestMoreSeeds(t *testing.T) {
	runs := results("lr", 0.03, 0.1, 0.03, 0.01)
	repeated := runs[1]
	repeated.Config = repeated.Config.Clone()
	repeated.Config["seed"] = trex.Number(2)
	configs, err := MoreSeeds(sample(), append(runs, repeated))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, config := range configs {
		got = append(got, "lr "+config["lr"].String()+" · seed "+config["seed"].String())
	}
	want := []string{
		"lr 0.03 · seed 1", "lr 0.03 · seed 3", "lr 0.03 · seed 4", "lr 0.01 · seed 1", "lr 0.01 · seed 2", "lr 0.01 · seed 3",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("moreSeeds (-want +got):\n%s", diff)
	}
}
