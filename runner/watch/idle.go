package watch

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

const (
	// idlePercent is the use of a GPU below which it counts as idle.
	idlePercent = 3
	// idleTime is how long all GPUs of a run must have been idle, where its
	// project does not say.
	idleTime = 20 * time.Minute
	// staleTime is how old a GPU's last sample may be to count: runs of weeks are
	// sampled rarely.
	staleTime = 30 * time.Minute
)

// idleness is since when each GPU of a run has been idle.
type idleness struct {
	gpus map[string]time.Time // by metric; zero: it is in use
	last time.Time            // when any was observed
}

// observe takes a point of a GPU's use in percent: sys/gpu_util, sys/gpu0_util
// and the like.
func (i *idleness) observe(p trex.Point, at time.Time) {
	if !strings.HasPrefix(p.Metric, trex.SystemPrefix+"gpu") || !strings.Contains(p.Metric, "util") || len(i.gpus) > 64 {
		return
	}
	i.last = at
	since, seen := i.gpus[p.Metric]
	switch {
	case p.Value >= idlePercent || p.Value != p.Value:
		i.gpus[p.Metric] = time.Time{}
	case !seen || since.IsZero():
		i.gpus[p.Metric] = at
	}
}

func (i *idleness) skip(d time.Duration) {
	for metric, since := range i.gpus {
		if !since.IsZero() {
			i.gpus[metric] = since.Add(d)
		}
	}
}

// all returns for how long every GPU has been idle.
func (i *idleness) all(now time.Time) time.Duration {
	if len(i.gpus) == 0 || now.Sub(i.last) > staleTime {
		return 0
	}
	idle := now.Sub(time.Time{})
	for _, since := range i.gpus {
		if since.IsZero() {
			return 0
		}
		idle = min(idle, now.Sub(since))
	}
	return idle
}

func (d *Dog) checkIdle() {
	if len(d.run.GPUs) == 0 || d.said[trex.WarnIdleGPU] {
		return
	}
	idle := d.idle.all(d.now)
	if idle < cmp.Or(d.project.Watch.IdleAfter, idleTime) {
		return
	}
	whose := "its GPU has"
	if len(d.run.GPUs) > 1 {
		whose = fmt.Sprintf("its %d GPUs have", len(d.run.GPUs))
	}
	d.warn(trex.Warning{Kind: trex.WarnIdleGPU, Step: d.step,
		Message: fmt.Sprintf("%s had nothing to do for %s", whose, span(idle))})
}
