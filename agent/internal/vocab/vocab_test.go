package vocab

import (
	"testing"

	"github.com/trex-ml/trex"
)

func TestNamesOfAProject(t *testing.T) {
	t.Parallel()
	project := &trex.Project{Params: []trex.Param{
		{Name: "lr", Type: trex.Float},
		{Name: "batch_size", Type: trex.Int},
		{Name: "weight_decay", Type: trex.Float},
		{Name: "optimizer", Type: trex.String, Choices: []trex.Value{trex.Text("sgd"), trex.Text("momentum"), trex.Text("adam")}},
		{Name: "normalize_reward", Type: trex.Boolean},
		{Name: "env", Type: trex.String, Choices: []trex.Value{trex.Text("HalfCheetah-v4"), trex.Text("BreakoutNoFrameskip-v4")}},
		{Name: "model", Type: trex.String, Choices: []trex.Value{trex.Text("bert-base-uncased"), trex.Text("bert-large-uncased"), trex.Text("gpt2"), trex.Text("org/Llama-3")}},
	}}
	voc := New(project)
	for name, want := range map[string]string{
		"LR": "lr", "learning-rate": "lr", "Learning Rates": "lr", "bs": "batch_size", "batch sizes": "batch_size", "minibatch": "batch_size", "wd": "weight_decay", "optimiser": "optimizer",
		"normalized rewards": "normalize_reward", "reward norm": "normalize_reward",
	} {
		if m, ok := voc.Find(name); !ok || m.Param != want {
			t.Errorf("Find(%q) = %+v, want %s", name, m, want)
		}
	}
	for typo, want := range map[string]string{"lerning rate": "lr", "learing rates": "lr", "bacth size": "batch_size", "weigth decay": "weight_decay", "optimzer": "optimizer"} {
		if m, ok := voc.Correct(typo); !ok || m.Param != want {
			t.Errorf("Correct(%q) = %+v, %v, want %s", typo, m, ok, want)
		}
	}
	if m, ok := voc.Abbreviated("wei"); !ok || m.Param != "weight_decay" {
		t.Errorf("Abbreviated(wei) = %+v, %v", m, ok)
	}
	for _, word := range []string{"adamw", "nadam", "lion", "gpt3", "rate", "size", "gamma", "weights", "model", "train", "lrs2", "x"} {
		if m, ok := voc.Correct(word); ok && m.Param != "model" {
			t.Errorf("%q was taken for %+v", word, m)
		}
	}
	for name, choices := range map[string]int{"adam": 1, "bert": 2, "bert base": 1, "bert-large": 1, "gpt2": 1, "llama-3": 1, "cheetah": 1, "breakout": 1, "large one": 1} {
		if m, ok := voc.Find(name); !ok || len(m.Choices) != choices {
			t.Errorf("Find(%q) = %+v, want %d choices", name, m, choices)
		}
	}
}
