package slurm

import (
	"context"
	"strconv"
	"strings"

	"github.com/trex-ml/trex/runner"
)

// arrays groups the jobs at places by what they require, each group no larger
// than an array may be.
func (e *Executor) arrays(ctx context.Context, jobs []runner.Job, places []int) [][]int {
	var all [][]int
	latest := map[string]int{}
	most := 1
	if len(places) > 1 {
		most = e.commands.maxArraySize(ctx)
	}
	for _, place := range places {
		need := needs(jobs[place])
		i, ok := latest[need]
		if !ok || len(all[i]) >= most {
			all = append(all, nil)
			i = len(all) - 1
			latest[need] = i
		}
		all[i] = append(all[i], place)
	}
	return all
}

// needs is equal for jobs that may share an array.
func needs(job runner.Job) string {
	return strings.Join(append(requirements(job.Project), shared(job)...), "\x00")
}

// shared is what else must be equal for jobs of one array: their experiment,
// which Slots are counted for, and what the script sets for all.
func shared(job runner.Job) []string {
	s := settingsOf(job.Project)
	all := []string{string(job.Experiment), s.Setup, strconv.Itoa(s.Slots)}
	for _, pair := range job.Env {
		if name, _, _ := strings.Cut(pair, "="); !perRun[name] {
			all = append(all, pair)
		}
	}
	return all
}

// maxArraySize asks how many members an array may have. Slurm's default is
// 1001; numbers go from 0 to one less.
func (c *commands) maxArraySize(ctx context.Context) int {
	const fallback = 1000
	output, err := c.run(ctx, "scontrol", "show", "config")
	if err != nil {
		return fallback
	}
	for line := range strings.Lines(string(output)) {
		name, value, ok := strings.Cut(line, "=")
		if ok && strings.TrimSpace(name) == "MaxArraySize" {
			if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n > 1 {
				return n - 1
			}
		}
	}
	return fallback
}
