package bottest

import (
	"context"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
)

// Script is an agent that understands the texts it lists. It answers any other
// text with a question.
type Script map[string]func(agent.Request) agent.Intent

// Understand implements agent.Agent.
func (s Script) Understand(_ context.Context, req agent.Request) (agent.Intent, error) {
	if line, ok := s[strings.TrimSpace(req.Text)]; ok {
		return line(req), nil
	}
	return agent.Intent{Kind: agent.Ask, Reply: "I do not know how to read that."}, nil
}

// Always returns a line of a Script that always means intent.
func Always(intent agent.Intent) func(agent.Request) agent.Intent {
	return func(agent.Request) agent.Intent { return intent }
}

// Configs makes complete configurations of the test project, one for each value.
func Configs(name string, values ...float64) []trex.RunConfig {
	project := Project()
	configs := make([]trex.RunConfig, len(values))
	for i, value := range values {
		configs[i] = project.Defaults()
		configs[i][name] = trex.Number(value)
	}
	return configs
}

// Project returns the project of the tests. It has seven parameters, more than the
// smallest form has fields.
func Project() trex.Project {
	return trex.Project{
		Executor: trex.ThisMachine,
		Name:     "digits", Description: "handwritten digits",
		Objective: trex.Objective{Metric: "val_loss", Goal: trex.Minimize},
		Params: []trex.Param{
			{Name: "lr", Type: trex.Float, Default: trex.Number(0.1), Above: new(0.0), Max: new(10.0), Scale: trex.Log},
			{Name: "epochs", Type: trex.Int, Default: trex.Number(10), Min: new(1.0), Max: new(500.0)},
			{Name: "batch_size", Type: trex.Int, Default: trex.Number(32), Min: new(1.0), Max: new(1024.0), Scale: trex.Log},
			{Name: "hidden", Type: trex.Int, Default: trex.Number(64), Min: new(1.0), Scale: trex.Log},
			{
				Name: "optimizer", Type: trex.String, Default: trex.Text("sgd"),
				Choices: []trex.Value{trex.Text("sgd"), trex.Text("momentum"), trex.Text("adam")},
			},
			{Name: "nesterov", Type: trex.Boolean, Default: trex.Bool(false)},
			{Name: "seed", Type: trex.Int, Default: trex.Number(0), Min: new(0.0)},
		},
	}
}
