package insight

import (
	"testing"

	"github.com/trex-ml/trex"
)

func TestSeed(t *testing.T) {
	param := func(name string) trex.Param { return trex.Param{Name: name, Type: trex.Int} }
	for _, test := range []struct {
		name    string
		project trex.Project
		want    string // "" is none
	}{
		{"Plain", trex.Project{Params: []trex.Param{param("epochs"), param("seed")}}, "seed"},
		{"RandomSeed", trex.Project{Params: []trex.Param{param("random_seed")}}, "random_seed"},
		{"RngSeed", trex.Project{Params: []trex.Param{param("rng-seed")}}, "rng-seed"},
		{"ScikitLearn", trex.Project{Params: []trex.Param{param("random_state")}}, "random_state"},
		{"TrainSeed", trex.Project{Params: []trex.Param{param("train_seed")}}, "train_seed"},
		{"AnySeed", trex.Project{Params: []trex.Param{param("env_seed")}}, "env_seed"},
		{"SeedOf", trex.Project{Params: []trex.Param{param("Seed_Offset")}}, "Seed_Offset"},
		{"TheLikeliestWhateverTheOrder", trex.Project{Params: []trex.Param{param("data_seed"), param("seed_split"), param("seed")}}, "seed"},
		{"NamedByTheProject", trex.Project{Seed: "replicate", Params: []trex.Param{param("seed"), param("replicate")}}, "replicate"},
		{"NamedButMissing", trex.Project{Seed: "gone", Params: []trex.Param{param("seed")}}, ""},
		{"NoNumber", trex.Project{Params: []trex.Param{{Name: "seed", Type: trex.String}}}, ""},
		{"AChoice", trex.Project{Params: []trex.Param{{Name: "seed", Type: trex.Int, Choices: []trex.Value{trex.Number(1)}}}}, ""},
		{"NoSeed", trex.Project{Params: []trex.Param{param("seedling"), param("birdseed")}}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			seed, ok := Seed(&test.project)
			if seed.Name != test.want || ok != (test.want != "") {
				t.Errorf("Seed = %q, %v, want %q", seed.Name, ok, test.want)
			}
		})
	}
}
