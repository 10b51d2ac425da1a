package scaffold

import (
	"regexp"

	"github.com/trex-ml/trex"
)

// objectives are metrics that are often used to compare runs, the best first:
// metrics on held-out data come before those on training data.
var objectives = []trex.Objective{
	{Metric: "val_loss", Goal: trex.Minimize}, {Metric: "valid_loss", Goal: trex.Minimize}, {Metric: "validation_loss", Goal: trex.Minimize},
	{Metric: "eval_loss", Goal: trex.Minimize}, {Metric: "val_acc", Goal: trex.Maximize}, {Metric: "val_accuracy", Goal: trex.Maximize},
	{Metric: "eval_accuracy", Goal: trex.Maximize}, {Metric: "test_loss", Goal: trex.Minimize}, {Metric: "test_acc", Goal: trex.Maximize},
	{Metric: "test_accuracy", Goal: trex.Maximize}, {Metric: "accuracy", Goal: trex.Maximize}, {Metric: "reward", Goal: trex.Maximize},
	{Metric: "loss", Goal: trex.Minimize},
}

var word = regexp.MustCompile(`[A-Za-z][A-Za-z0-9_]*`)

// objective returns the first of these metrics that the script names, or
// val_loss when it names none.
func objective(script string) trex.Objective {
	named := map[string]bool{}
	for _, name := range word.FindAllString(script, -1) {
		named[name] = true
	}
	for _, o := range objectives {
		if named[o.Metric] {
			return o
		}
	}
	return objectives[0]
}
