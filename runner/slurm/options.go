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
	o := project.Slurm
	var args []string
	add := func(name, value string) {
		if value != "" {
			args = append(args, name+"="+value)
		}
	}
	add("--partition", o.Partition)
	add("--account", o.Account)
	add("--qos", o.QOS)
	add("--constraint", o.Constraint)
	add("--mem", o.Memory)
	if o.CPUs > 0 {
		add("--cpus-per-task", strconv.Itoa(o.CPUs))
	}
	if o.Time > 0 {
		add("--time", minutes(o.Time))
	}
	switch {
	case o.GRES != "":
		add("--gres", o.GRES)
	case project.Resources.GPUs > 0:
		add("--gres", fmt.Sprintf("gpu:%d", project.Resources.GPUs))
	}
	return append(args, o.Extra...)
}

// minutes writes a time limit in Slurm's unit, rounded up.
func minutes(limit time.Duration) string {
	return strconv.Itoa(int((limit + time.Minute - 1) / time.Minute))
}
