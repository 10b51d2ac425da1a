package digits

import (
	"time"

	"github.com/trex-ml/trex"
)

var objective = trex.Objective{Metric: "val_loss", Goal: trex.Minimize}

// Project describes the trainer to Trex. Its Dir is empty, because the trainer
// reads and writes no files.
func Project() trex.Project {
	p := trex.Project{
		Name:        "digits",
		Description: "small neural network that reads 8×8 handwritten digits",
		Command:     []string{"trex", "example", "digits"},
		Params: []trex.Param{
			{
				Name: "lr", Type: trex.Float, Default: trex.Number(0.1), Above: new(0.0), Max: new(10.0), Scale: trex.Log,
				Aliases:     []string{"learning rate", "learningrate", "learn rate", "step size", "stepsize"},
				Description: "learning rate",
			}, {
				Name: "epochs", Type: trex.Int, Default: trex.Number(10), Min: new(1.0), Max: new(500.0), Scale: trex.Linear,
				Aliases:     []string{"epoch"},
				Description: "passes over the training set",
			}, {
				Name: "batch_size", Type: trex.Int, Default: trex.Number(32), Min: new(1.0), Max: new(1024.0), Scale: trex.Log,
				Aliases:     []string{"batch", "batch size", "batchsize", "minibatch", "bs"},
				Description: "samples a step",
			}, {
				Name: "hidden", Type: trex.Int, Default: trex.Number(64), Min: new(1.0), Max: new(1024.0), Scale: trex.Log,
				Aliases:     []string{"hidden size", "hidden units", "hidden dim", "width", "units", "neurons"},
				Description: "units of the hidden layer",
			}, {
				Name: "optimizer", Type: trex.String, Default: trex.Text("sgd"), Scale: trex.Linear,
				Choices:     []trex.Value{trex.Text("sgd"), trex.Text("momentum"), trex.Text("adam")},
				Aliases:     []string{"opt", "optim", "optimiser"},
				Description: "how a gradient becomes a step; momentum is 0.9",
			}, {
				Name: "weight_decay", Type: trex.Float, Default: trex.Number(0), Min: new(0.0), Max: new(1.0), Scale: trex.Log,
				Aliases:     []string{"weight decay", "weightdecay", "wd", "l2", "decay"},
				Description: "L2 penalty on the weights",
			}, {
				Name: "dropout", Type: trex.Float, Default: trex.Number(0), Min: new(0.0), Max: new(0.9), Scale: trex.Linear,
				Aliases:     []string{"drop out", "dropout rate", "drop"},
				Description: "share of hidden units left out of each training step",
			}, {
				Name: "seed", Type: trex.Int, Default: trex.Number(0), Min: new(0.0), Scale: trex.Linear,
				Aliases:     []string{"random seed", "rng"},
				Description: "of initial weights, order and dropout",
			},
		},
		Objective: objective,
		Executor:  trex.ThisMachine,
		Timeout:   2 * time.Hour,
	}
	for _, param := range p.Params {
		p.Command = append(p.Command, flagName(param.Name), "{"+param.Name+"}")
	}
	return p
}
