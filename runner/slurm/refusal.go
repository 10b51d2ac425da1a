package slurm

import (
	"errors"
	"strings"

	"github.com/trex-ml/trex"
)

// Reasons why Slurm refused a submission, though it may take a smaller or a
// later one.
var (
	errFull      = errors.New("a limit on submitted jobs is reached")           // it certainly took nothing
	errMaybeFull = errors.New("a limit on submitted jobs was reached at first") // its command was cut off as it tried again
	errClosed    = errors.New("the partition takes no jobs")
	errTooLarge  = errors.New("the array has too many members")
)

// refusal makes an error of the words with which a Slurm command refused:
// unavailable where that can change with time, else invalid and with what a
// person could do.
func refusal(name, said string) error {
	first, rest, _ := strings.Cut(said, "\n")
	first = firstLine(first)
	sentence := first
	why, more := strings.CutPrefix(firstLine(rest), "Batch job submission failed: ")
	if isLimit := !strings.Contains(first, " "); more && !isLimit { // the name of a limit says more than its sentence
		sentence = why + " (" + first + ")"
	}
	sentence = strings.TrimPrefix(sentence, "Batch job submission failed: ")
	switch {
	case strings.Contains(said, "SubmitJob"), strings.Contains(said, "MaxJobCount"),
		strings.HasPrefix(first, "Batch job submission failed: ") && strings.Contains(first, "job submit limit"):
		return trex.Unavailable(errFull, "Slurm takes no more jobs for now: %s", sentence)
	case strings.Contains(said, "Invalid job array specification"):
		return trex.Unavailable(errTooLarge, "Slurm takes no such array: %s", sentence)
	case strings.Contains(said, "Required partition not available"):
		return trex.Unavailable(errClosed, "Slurm takes no jobs for this partition now: %s", sentence)
	}
	for _, known := range cures {
		if strings.Contains(strings.ToLower(said), known.words) {
			return trex.Invalid("%s: %s; %s", name, sentence, known.cure)
		}
	}
	return trex.Invalid("%s: %s", name, sentence)
}

// cures say what to do about sbatch's errors.
var cures = []struct{ words, cure string }{
	{"partition name", "name another under slurm.partition, sinfo lists them"},
	{"invalid account", "name another under slurm.account, sacctmgr show associations lists them"},
	{"invalid qos", "name another under slurm.qos, sacctmgr show qos lists them"},
	{"time limit is invalid", "ask for less under slurm.time"},
	{"maxwall", "ask for less under slurm.time"},
	{"node configuration is not available", "ask under slurm for what a node of the partition has, sinfo --Node --long lists them"},
	{"generic resource", "ask under slurm.gres or resources.gpus for what a node has, sinfo --format='%n %G' lists it"},
	{"memory specification", "ask for less under slurm.memory"},
	{"invalid feature", "name another under slurm.constraint, sinfo --format='%n %f' lists them"},
	{"perjob", "ask for less under slurm, or for another account or qos"},
	{"not permitted to use this partition", "name another under slurm.partition, or ask whoever keeps the cluster"},
	{"accounting/qos policy", "ask for less under slurm, or for another account or qos"},
}
