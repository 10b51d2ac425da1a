package slurm

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config/section"
)

// Settings are a project's requests to the cluster, as trex.yaml says them under
// slurm; zero fields are left to the cluster's defaults.
type Settings struct {
	Partition  string           `yaml:"partition,omitempty" jsonschema_description:"As sbatch --partition takes it. Default: the cluster's."`
	Account    string           `yaml:"account,omitempty" jsonschema_description:"Whose allocation is charged. Default: the user's own."`
	QOS        string           `yaml:"qos,omitempty" jsonschema_description:"Quality of service."`
	Constraint string           `yaml:"constraint,omitempty" jsonschema_description:"Features a node must have, such as a100&nvlink."`
	Time       section.Duration `yaml:"time,omitempty" jsonschema_description:"Time limit of one job, such as 4h, rounded up to minutes. Default: the partition's."`
	CPUs       int              `yaml:"cpus,omitempty" jsonschema:"minimum=0" jsonschema_description:"Processors of one run. Default: 1."`
	Memory     string           `yaml:"memory,omitempty" jsonschema_description:"As sbatch --mem takes it, such as 16G."`
	GRES       string           `yaml:"gres,omitempty" jsonschema_description:"As sbatch --gres takes it; overrides resources.gpus."`
	Extra      []string         `yaml:"options,omitempty" jsonschema_description:"Further sbatch options from the allowed list."`
	Slots      int              `yaml:"slots,omitempty" jsonschema:"minimum=0" jsonschema_description:"Runs of one experiment at a time. Default: as many as Slurm starts."`
	Setup      string           `yaml:"setup,omitempty" jsonschema_description:"A shell file sourced before the command (modules, conda), relative to this file."`
}

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

var memory = regexp.MustCompile(`^[0-9]+[KMGT]?$`)

// Resolve makes the path of the set-up file absolute.
func (s *Settings) Resolve(dir string) {
	if s.Setup != "" && !filepath.IsAbs(s.Setup) {
		s.Setup = filepath.Join(dir, s.Setup)
	}
}

// Check returns an invalid error with a sentence about the first option that
// sbatch would, or should, not take.
func (s *Settings) Check() error {
	for _, option := range []struct{ name, value string }{
		{"partition", s.Partition}, {"account", s.Account}, {"qos", s.QOS}, {"constraint", s.Constraint}, {"gres", s.GRES},
	} {
		if option.value != "" && (!plain.MatchString(option.value) || strings.HasPrefix(option.value, "-")) {
			return trex.Invalid("%s cannot be %q", option.name, option.value)
		}
	}
	switch {
	case s.Memory != "" && !memory.MatchString(s.Memory):
		return trex.Invalid("memory must be as sbatch --mem takes it, such as 16G, got %q", s.Memory)
	case s.CPUs < 0:
		return trex.Invalid("cpus must be at least 0, got %d", s.CPUs)
	case s.Slots < 0:
		return trex.Invalid("slots must be at least 0, got %d", s.Slots)
	}
	return checkExtra(s.Extra)
}

func checkExtra(options []string) error {
	for _, option := range options {
		name, value, hasValue := strings.Cut(option, "=")
		if !slices.Contains(allowed, name) {
			return trex.Invalid("the sbatch option %q is not allowed; allowed are %s", option, strings.Join(allowed, ", "))
		}
		if hasValue && !plain.MatchString(value) {
			return trex.Invalid("the sbatch option %s cannot be %q", name, value)
		}
	}
	return nil
}

// readSettings returns an invalid error for settings of another version of Trex
// that this one cannot read.
func readSettings(project trex.Project) (Settings, error) {
	var s Settings
	if options, ok := project.Options[Name]; ok {
		if err := json.Unmarshal(options, &s); err != nil {
			return Settings{}, &trex.Error{Kind: trex.KindInvalid, Message: "slurm of " + project.Name + " cannot be read", Cause: err}
		}
	}
	return s, nil
}

// settingsOf is for a project that readSettings has read before.
func settingsOf(project trex.Project) Settings {
	s, _ := readSettings(project)
	return s
}
