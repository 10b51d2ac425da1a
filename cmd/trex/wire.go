package main

import (
	"context"
	"os"
	"time"

	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/runner"
)

// gpus returns a function that lists the GPUs for runs: those found on the
// machine, or those in the configuration.
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

// sampleEvery turns the configuration's zero, which means off, into the
// runner's value for off.
func sampleEvery(every time.Duration) time.Duration {
	if every == 0 {
		return -1
	}
	return every
}
