package agent

import "github.com/trex-ml/trex"

// digits is the project of the shared evaluation set.
func digits() trex.Project {
	return trex.Project{
		Name: "digits",
		Params: []trex.Param{
			{Name: "lr", Type: trex.Float, Default: trex.Number(0.1), Above: new(0.0), Max: new(10.0), Scale: trex.Log, Aliases: []string{"learning rate", "learningrate", "learn rate", "step size", "stepsize"}},
			{Name: "epochs", Type: trex.Int, Default: trex.Number(10), Min: new(1.0), Max: new(500.0), Scale: trex.Linear, Aliases: []string{"epoch"}},
			{Name: "batch_size", Type: trex.Int, Default: trex.Number(32), Min: new(1.0), Max: new(1024.0), Scale: trex.Log, Aliases: []string{"batch", "batch size", "batchsize", "minibatch", "bs"}},
			{Name: "hidden", Type: trex.Int, Default: trex.Number(64), Min: new(1.0), Max: new(1024.0), Scale: trex.Log, Aliases: []string{"hidden size", "hidden units", "hidden dim", "width", "units", "neurons"}},
			{Name: "optimizer", Type: trex.String, Default: trex.Text("sgd"), Choices: []trex.Value{trex.Text("sgd"), trex.Text("momentum"), trex.Text("adam")}, Aliases: []string{"opt", "optim", "optimiser"}},
			{Name: "weight_decay", Type: trex.Float, Default: trex.Number(0), Min: new(0.0), Max: new(1.0), Scale: trex.Log, Aliases: []string{"weight decay", "weightdecay", "wd", "l2", "decay"}},
			{Name: "dropout", Type: trex.Float, Default: trex.Number(0), Min: new(0.0), Max: new(0.9), Scale: trex.Linear, Aliases: []string{"drop out", "dropout rate", "drop"}},
			{Name: "seed", Type: trex.Int, Default: trex.Number(0), Min: new(0.0), Scale: trex.Linear, Aliases: []string{"random seed", "rng"}},
		},
		Objective: trex.Objective{Metric: "val_loss", Goal: trex.Minimize},
	}
}

// finetune is a project of another kind: names, switches, steps.
func finetune() trex.Project {
	texts := func(names ...string) []trex.Value {
		values := make([]trex.Value, len(names))
		for i, name := range names {
			values[i] = trex.Text(name)
		}
		return values
	}
	return trex.Project{
		Name:        "finetune",
		Description: "fine-tune a transformer on a text classification task",
		Params: []trex.Param{
			{Name: "model", Type: trex.String, Default: trex.Text("distilbert-base-uncased"), Choices: texts("distilbert-base-uncased", "bert-base-uncased", "bert-large-uncased", "roberta-base", "gpt2"), Aliases: []string{"base model"}},
			{Name: "lr", Type: trex.Float, Default: trex.Number(5e-5), Above: new(0.0), Max: new(0.1), Scale: trex.Log, Aliases: []string{"learning rate"}},
			{Name: "epochs", Type: trex.Int, Default: trex.Number(3), Min: new(1.0), Max: new(50.0)},
			{Name: "batch_size", Type: trex.Int, Default: trex.Number(16), Min: new(1.0), Max: new(256.0), Scale: trex.Log},
			{Name: "warmup_steps", Type: trex.Int, Default: trex.Number(0), Min: new(0.0), Max: new(10000.0), Aliases: []string{"warmup"}},
			{Name: "lora_r", Type: trex.Int, Default: trex.Number(8), Min: new(0.0), Max: new(256.0), Scale: trex.Log, Aliases: []string{"lora rank"}},
			{Name: "fp16", Type: trex.Boolean, Default: trex.Bool(false), Aliases: []string{"half precision"}},
			{Name: "scheduler", Type: trex.String, Default: trex.Text("linear"), Choices: texts("linear", "cosine", "constant")},
			{Name: "label_smoothing", Type: trex.Float, Default: trex.Number(0), Min: new(0.0), Max: new(0.5)},
			{Name: "seed", Type: trex.Int, Default: trex.Number(42), Min: new(0.0)},
		},
		Objective: trex.Objective{Metric: "eval_accuracy", Goal: trex.Maximize},
	}
}
