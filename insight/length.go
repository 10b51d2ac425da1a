package insight

import (
	"slices"
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

// Typical estimates how long a run of one of configs takes, from earlier
// completed runs of the project; at least a second. earlier is how many such
// runs there are. Both are 0 when there are none.
func Typical(project *trex.Project, runs []trex.Run, configs []trex.RunConfig) (each time.Duration, earlier int) {
	runs = slices.DeleteFunc(slices.Clone(runs), func(r trex.Run) bool { return r.StartedAt.IsZero() })
	if len(runs) == 0 || len(configs) == 0 {
		return 0, 0
	}
	length := lengthParam(project, runs)
	for _, config := range configs {
		each += tookLike(runs, length, config)
	}
	return max(each/time.Duration(len(configs)), time.Second), len(runs)
}

// lengthParam returns the parameter that sets how long a run lasts, such as
// epochs: the one whose value equals the total progress of every run that
// reported progress. When no run reported progress, it goes by the parameter's
// name. It returns "" when there is none.
func lengthParam(project *trex.Project, runs []trex.Run) string {
	if !slices.ContainsFunc(runs, func(r trex.Run) bool { return r.Progress.Total > 0 }) {
		return lengthByName(project)
	}
	for _, param := range project.Params {
		told, same := 0, 0
		for _, run := range runs {
			if run.Progress.Total > 0 {
				told++
				if length, ok := run.Config[param.Name].Float(); ok && length == run.Progress.Total {
					same++
				}
			}
		}
		if param.Type == trex.Int && told > 0 && same == told {
			return param.Name
		}
	}
	return ""
}

func lengthByName(project *trex.Project) string {
	for _, name := range [...]string{
		"epochs", "num_epochs", "n_epochs", "max_epochs", "num_train_epochs", "nepochs", "epoch",
		"max_steps", "steps", "num_steps", "n_steps", "total_steps", "total_timesteps", "iterations", "max_iter", "iters",
	} {
		for _, param := range project.Params {
			if param.Type == trex.Int && strings.ReplaceAll(param.Name, "-", "_") == name {
				return param.Name
			}
		}
	}
	return ""
}

// tookLike returns the median duration of runs with the same length as config.
// When there are none, it scales the durations of runs of other lengths. When
// the length is unknown, it uses the durations of all runs.
func tookLike(runs []trex.Run, length string, config trex.RunConfig) time.Duration {
	want, known := config[length].Float()
	var alike, all, scaled []time.Duration
	for _, run := range runs {
		took := run.FinishedAt.Sub(run.StartedAt)
		all = append(all, took)
		have, ok := run.Config[length].Float()
		if !known || !ok || have <= 0 {
			continue
		}
		if have == want {
			alike = append(alike, took)
		}
		scaled = append(scaled, time.Duration(float64(took)*want/have))
	}
	for _, durations := range [][]time.Duration{alike, scaled, all} {
		if len(durations) > 0 {
			slices.Sort(durations)
			return durations[len(durations)/2]
		}
	}
	return 0
}
