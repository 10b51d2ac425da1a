package main

import (
	"context"
	"os"
	"time"

	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/runner"
)

// gpus says which GPUs runs may be given: those that are found, or those the
// configuration names.
func gpus(setting config.GPUs) func(context.Context) ([]runner.GPU, error) {
	if setting.Auto {
		if visible, limited := os.LookupEnv("CUDA_VISIBLE_DEVICES"); limited {
			return runner.VisibleGPUs(runner.DetectGPUs(""), visible)
		}
		return runner.DetectGPUs("")
	}
	named := make([]runner.GPU, len(setting.IDs))
	for i, id := range setting.IDs {
		named[i] = runner.GPU{Index: id}
	}
	return func(context.Context) ([]runner.GPU, error) { return named, nil }
}

// sampleEvery turns the configuration's zero, which is off, into the runner's.
func sampleEvery(every time.Duration) time.Duration {
	if every == 0 {
		return -1
	}
	return every
}
