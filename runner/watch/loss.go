package watch

import (
	"fmt"
	"math"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

const (
	// maxLosses bounds how many metrics are watched for divergence.
	maxLosses = 64
	// A loss runs away when it has been larger than runaway times its first or its
	// lowest value for so many points in a row.
	runaway       = 10
	runawayPoints = 3
	// firstPoints are not judged: losses jump at the beginning.
	firstPoints = 5
)

// loss is what is known of a metric that should not grow.
type loss struct {
	count    int
	first    float64
	best     float64
	bestStep int64
	high     int // points in a row that ran away
}

// observeLoss warns of a value that is not a number, or of a loss that runs
// away.
func (d *Dog) observeLoss(p trex.Point) {
	objective := p.Metric == d.project.Objective.Metric
	if !objective && !isLoss(p.Metric) {
		return
	}
	if math.IsNaN(p.Value) || math.IsInf(p.Value, 0) {
		what := "NaN"
		if !math.IsNaN(p.Value) {
			what = "infinite"
		}
		d.diverged(p, fmt.Sprintf("%s became %s at step %s", name(p), what, say.Group(p.Step)))
		return
	}
	if p.Metric == d.diverging {
		delete(d.held, trex.WarnDiverged) // it recovered before anybody was told
	}
	if objective && d.project.Objective.Goal == trex.Maximize || !objective && !isMainLoss(p.Metric) {
		return
	}
	if l := d.loss(p); l != nil && l.runsAway(p) {
		d.diverged(p, fmt.Sprintf("%s runs away: %s at step %s, after %s at step %s",
			name(p), say.Number(p.Value), say.Group(p.Step), say.Number(l.best), say.Group(l.bestStep)))
	}
}

func (d *Dog) loss(p trex.Point) *loss {
	l := d.losses[p.Metric]
	if l == nil && len(d.losses) < maxLosses {
		l = &loss{first: p.Value, best: p.Value, bestStep: p.Step}
		d.losses[p.Metric] = l
	}
	return l
}

// runsAway notes a point. Losses may be negative, so growth is measured against
// the size of the values seen, not as a ratio.
func (l *loss) runsAway(p trex.Point) bool {
	l.count++
	if p.Value < l.best {
		l.best, l.bestStep = p.Value, p.Step
	}
	usual := max(math.Abs(l.first), math.Abs(l.best), l.first-l.best)
	if l.count <= firstPoints || p.Value-l.best <= runaway*usual || p.Value <= l.first {
		l.high = 0
		return false
	}
	l.high++
	return l.high >= runawayPoints
}

// diverged warns with the learning rate, which is what people look at first.
func (d *Dog) diverged(p trex.Point, message string) {
	if param, ok := insight.LearningRate(&d.project); ok {
		if value := d.run.Config[param.Name]; !value.IsZero() {
			message += fmt.Sprintf(" (%s %s)", param.Name, rate(value))
		}
	}
	if _, held := d.held[trex.WarnDiverged]; !held {
		d.diverging = p.Metric
	}
	d.warn(trex.Warning{Kind: trex.WarnDiverged, Step: p.Step, Message: message, Fix: insight.SmallerRate(&d.project, d.run.Config)})
}

// isLoss reports whether a metric's name says that it is a loss of some kind.
func isLoss(metric string) bool {
	for _, w := range words(metric) {
		if w == "loss" || w == "losses" || w == "nll" || w == "perplexity" {
			return true
		}
	}
	return false
}

// isMainLoss reports whether a metric is the loss itself. Parts of a loss, and
// the losses of reinforcement learning, may grow in a healthy training.
func isMainLoss(metric string) bool {
	for _, w := range words(metric) {
		switch w {
		case "loss", "train", "training", "val", "valid", "validation", "eval", "test", "total", "avg", "average", "mean":
		default:
			return false
		}
	}
	return isLoss(metric)
}

func words(metric string) []string {
	return strings.FieldsFunc(strings.ToLower(metric), func(r rune) bool {
		return r == '_' || r == '-' || r == '/' || r == '.' || r == ' ' || r == ':'
	})
}
