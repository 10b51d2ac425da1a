package slurm

import (
	"fmt"
	"strconv"
	"time"

	"github.com/trex-ml/trex"
)

// requirements are the sbatch arguments that say what a job needs. Jobs of
// equal requirements may share an array.
func requirements(project trex.Project) []string {
	return requests(settingsOf(project), project.Resources)
}

func requests(s Settings, resources trex.Resources) []string {
	var args []string
	add := func(name, value string) {
		if value != "" {
			args = append(args, name+"="+value)
		}
	}
	add("--partition", s.Partition)
	add("--account", s.Account)
	add("--qos", s.QOS)
	add("--constraint", s.Constraint)
	add("--mem", s.Memory)
	if s.CPUs > 0 {
		add("--cpus-per-task", strconv.Itoa(s.CPUs))
	}
	if s.Time > 0 {
		add("--time", minutes(time.Duration(s.Time)))
	}
	switch {
	case s.GRES != "":
		add("--gres", s.GRES)
	case resources.GPUs > 0:
		add("--gres", fmt.Sprintf("gpu:%d", resources.GPUs))
	}
	return append(args, s.Extra...)
}

// minutes writes a time limit in Slurm's unit, rounded up.
func minutes(limit time.Duration) string {
	return strconv.Itoa(int((limit + time.Minute - 1) / time.Minute))
}
