package slurm

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

// allowed are the further sbatch options a project may name: those that choose
// resources. Others could change what runs, where its output goes or as whom.
var allowed = []string{
	"--exclude", "--nodelist", "--nodes", "--ntasks", "--ntasks-per-node", "--cpus-per-gpu", "--mem-per-cpu", "--mem-per-gpu",
	"--gpus", "--gpus-per-node", "--gpus-per-task", "--exclusive", "--reservation", "--licenses", "--nice", "--priority",
	"--tmp", "--distribution", "--hint", "--threads-per-core", "--cores-per-socket", "--sockets-per-node", "--prefer",
	"--switches", "--begin", "--deadline",
}

// plain is a value sbatch reads as one word and as no file name pattern.
var plain = regexp.MustCompile(`^[A-Za-z0-9_.,:=+@/*&|()\[\]-]+$`)

// checkOptions refuses what sbatch would, or should, not take.
func checkOptions(project trex.Project) error {
	o := project.Slurm
	for name, value := range map[string]string{
		"partition": o.Partition, "account": o.Account, "qos": o.QOS, "constraint": o.Constraint, "memory": o.Memory, "gres": o.GRES,
	} {
		if value != "" && (!plain.MatchString(value) || strings.HasPrefix(value, "-")) {
			return trex.Invalid("slurm.%s of %s cannot be %q", name, project.Name, value)
		}
	}
	for _, option := range o.Extra {
		name, value, hasValue := strings.Cut(option, "=")
		if !slices.Contains(allowed, name) {
			return trex.Invalid("slurm.options of %s names %q, which is not allowed; allowed are %s", project.Name, name, strings.Join(allowed, ", "))
		}
		if hasValue && !plain.MatchString(value) {
			return trex.Invalid("slurm.options of %s: %s cannot be %q", project.Name, name, value)
		}
	}
	return nil
}

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
