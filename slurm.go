package trex

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// SlurmOptions are a project's requests to a Slurm cluster; zero fields are
// left to the cluster's defaults.
type SlurmOptions struct {
	Partition, Account, QOS, Constraint string
	Time                                time.Duration
	CPUs                                int
	Memory                              string // as sbatch --mem takes it: "16G"
	GRES                                string // overrides what Resources.GPUs asks for
	Extra                               []string
	Slots                               int    // runs of one experiment at a time, 0: all
	Setup                               string // path of a shell file the admin owns, sourced before the command
}

// slurmAllowed are the further sbatch options a project may name: those that
// choose resources. Others could change what runs, where its output goes or as
// whom.
var slurmAllowed = []string{
	"--exclude", "--nodelist", "--nodes", "--ntasks", "--ntasks-per-node", "--cpus-per-gpu", "--mem-per-cpu", "--mem-per-gpu",
	"--gpus", "--gpus-per-node", "--gpus-per-task", "--exclusive", "--reservation", "--licenses", "--nice", "--priority",
	"--tmp", "--distribution", "--hint", "--threads-per-core", "--cores-per-socket", "--sockets-per-node", "--prefer",
	"--switches", "--begin", "--deadline",
}

// slurmPlain is a value sbatch reads as one word and as no file name pattern.
var slurmPlain = regexp.MustCompile(`^[A-Za-z0-9_.,:=+@/*&|()\[\]-]+$`)

var slurmMemory = regexp.MustCompile(`^[0-9]+[KMGT]?$`)

// Check returns an invalid error with a sentence about the first option that
// sbatch would, or should, not take.
func (o *SlurmOptions) Check() error {
	for _, option := range []struct{ name, value string }{
		{"partition", o.Partition}, {"account", o.Account}, {"qos", o.QOS}, {"constraint", o.Constraint}, {"gres", o.GRES},
	} {
		if option.value != "" && (!slurmPlain.MatchString(option.value) || strings.HasPrefix(option.value, "-")) {
			return Invalid("%s cannot be %q", option.name, option.value)
		}
	}
	switch {
	case o.Memory != "" && !slurmMemory.MatchString(o.Memory):
		return Invalid("memory must be as sbatch --mem takes it, such as 16G, got %q", o.Memory)
	case o.CPUs < 0:
		return Invalid("cpus must be at least 0, got %d", o.CPUs)
	case o.Slots < 0:
		return Invalid("slots must be at least 0, got %d", o.Slots)
	}
	for _, option := range o.Extra {
		name, value, hasValue := strings.Cut(option, "=")
		if !slices.Contains(slurmAllowed, name) {
			return Invalid("the sbatch option %q is not allowed; allowed are %s", option, strings.Join(slurmAllowed, ", "))
		}
		if hasValue && !slurmPlain.MatchString(value) {
			return Invalid("the sbatch option %s cannot be %q", name, value)
		}
	}
	return nil
}
