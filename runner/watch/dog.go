package watch

import (
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

const (
	// settled is how old a run must be before there are warnings about it.
	settled = 10 * time.Second
	// blind is a pause between two calls after which nobody knows what the run
	// did meanwhile: Trex or the machine was asleep.
	blind = 3 * time.Minute
)

// Dog watches one run. It knows only what it was told since New, even when the
// run is older.
type Dog struct {
	project trex.Project
	run     trex.Run
	now     time.Time
	step    int64 // the latest seen

	losses map[string]*loss
	output rhythm // of anything printed
	points rhythm // of metrics
	idle   idleness

	held      map[trex.WarningKind]trex.Warning // seen while the run was too young
	diverging string                            // the metric of the held warning about divergence
	said      map[trex.WarningKind]bool
}

// New returns the dog of a run that has started.
func New(project trex.Project, run trex.Run) *Dog {
	return &Dog{
		project: project, run: run,
		losses: map[string]*loss{}, idle: idleness{gpus: map[string]time.Time{}},
		held: map[trex.WarningKind]trex.Warning{}, said: map[trex.WarningKind]bool{},
	}
}

// Observe takes what was read of the run at one time: its new points in their
// order, and whether it printed anything.
func (d *Dog) Observe(points []trex.Point, output bool, at time.Time) []trex.Warning {
	d.advance(at)
	metrics := false
	for _, p := range points {
		if strings.HasPrefix(p.Metric, trex.SystemPrefix) {
			d.idle.observe(p, d.now)
			continue
		}
		metrics = true
		d.step = p.Step
		d.observeLoss(p)
	}
	if output || metrics {
		d.output.beat(d.now)
	}
	if metrics {
		d.points.beat(d.now)
	}
	return d.due()
}

// Tick checks for problems that only time shows. Call it about once a second,
// and at least every few minutes.
func (d *Dog) Tick(now time.Time) []trex.Warning {
	d.advance(now)
	d.checkStalled()
	d.checkIdle()
	return d.due()
}

// advance moves the clock forward. A pause in which nobody watched does not
// count.
func (d *Dog) advance(at time.Time) {
	if d.now.IsZero() {
		d.now = at
		d.output.begin(at)
		return
	}
	pause := at.Sub(d.now)
	if pause <= 0 {
		return
	}
	if pause > blind {
		d.output.skip(pause)
		d.points.skip(pause)
		d.idle.skip(pause)
	}
	d.now = at
}

// warn holds a warning until it is due, unless one of its kind was given or the
// project does not want it.
func (d *Dog) warn(w trex.Warning) {
	w.Policy = d.policy(w.Kind)
	if _, held := d.held[w.Kind]; held || d.said[w.Kind] || w.Policy == trex.WatchOff {
		return
	}
	w.Run, w.At = d.run.ID, d.now
	d.held[w.Kind] = w
}

func (d *Dog) policy(kind trex.WarningKind) trex.WatchPolicy {
	policy := trex.WatchPolicy("")
	switch kind {
	case trex.WarnDiverged:
		policy = d.project.Watch.Diverged
	case trex.WarnStalled:
		policy = d.project.Watch.Stalled
	case trex.WarnIdleGPU:
		policy = d.project.Watch.IdleGPU
	}
	if policy == "" {
		return trex.WatchNotify
	}
	return policy
}

// due returns the warnings held, once the run is old enough.
func (d *Dog) due() []trex.Warning {
	if len(d.held) == 0 || d.now.Sub(d.run.StartedAt) < settled {
		return nil
	}
	var warnings []trex.Warning
	for _, kind := range [...]trex.WarningKind{trex.WarnDiverged, trex.WarnStalled, trex.WarnIdleGPU} {
		if w, ok := d.held[kind]; ok {
			w.At = d.now
			warnings = append(warnings, w)
			d.said[kind] = true
		}
	}
	clear(d.held)
	return warnings
}
