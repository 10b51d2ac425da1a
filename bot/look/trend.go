package look

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// What a curve's end says, so that nobody reads into noise: a run is called
// still improving or overfitting only when a clear part of its length says so.
const (
	trendPoints   = 200  // a curve is thinned to
	leastPoints   = 5    // fewer say nothing
	clearChange   = 0.01 // of the curve's own spread and of the value
	overfitWorse  = 0.05 // how much worse than its best a curve must end
	overfitLength = 0.2  // of the curve must lie behind its best
)

// trendNote says what the objective's curve tells of its end, "" when nothing
// clear. train is the same quantity on the training set, nil when not known.
func trendNote(objective trex.Objective, points, train []trex.Point, unit string) string {
	if len(points) < leastPoints {
		return ""
	}
	last := points[len(points)-1]
	if math.IsNaN(last.Value) || math.IsInf(last.Value, 0) {
		return fmt.Sprintf("became %s at %s %s", say.Number(last.Value), unit, say.Group(firstBroken(points)))
	}
	best := bestIndex(objective, points)
	if best < 0 {
		return ""
	}
	behind := float64(len(points)-1-best) / float64(len(points)-1)
	tail := median(points[best+1:])
	switch {
	case behind >= overfitLength && worseBy(objective, tail, points[best].Value) > overfitWorse:
		from := fmt.Sprintf("from %s %s", unit, say.Group(points[best].Step+1))
		if heldOut(objective.Metric) && fell(train, points[best].Step) {
			return "overfits " + from
		}
		return "gets worse " + from
	case behind <= 0.1 && improving(objective, points):
		return "still improving"
	}
	return ""
}

func firstBroken(points []trex.Point) int64 {
	for _, p := range points {
		if math.IsNaN(p.Value) || math.IsInf(p.Value, 0) {
			return p.Step
		}
	}
	return points[len(points)-1].Step
}

func bestIndex(objective trex.Objective, points []trex.Point) int {
	best := -1
	for i, p := range points {
		if !math.IsInf(p.Value, 0) && !math.IsNaN(p.Value) && (best < 0 || objective.Better(p.Value, points[best].Value)) {
			best = i
		}
	}
	return best
}

// worseBy is how much worse value is than best, as a share of it.
func worseBy(objective trex.Objective, value, best float64) float64 {
	if best == 0 || math.IsNaN(value) || objective.Better(value, best) {
		return 0
	}
	return math.Abs(value-best) / math.Abs(best)
}

// improving compares the best of the last quarter with the best before it.
func improving(objective trex.Objective, points []trex.Point) bool {
	cut := len(points) - max(len(points)/4, 2)
	before, after := bestIndex(objective, points[:cut]), bestIndex(objective, points[cut:])
	if before < 0 || after < 0 {
		return false
	}
	was, is := points[before].Value, points[cut+after].Value
	return objective.Better(is, was) && math.Abs(was-is) > clearChange*max(math.Abs(was), math.SmallestNonzeroFloat64)
}

// heldOut reports whether a metric is measured on data not trained on, as far
// as its name says.
func heldOut(metric string) bool {
	for _, prefix := range []string{"val", "valid", "validation", "eval", "test", "dev"} {
		rest, ok := strings.CutPrefix(strings.ToLower(metric), prefix)
		if ok && rest != "" && strings.ContainsAny(rest[:1], "_-/.") {
			return true
		}
	}
	return false
}

// fell reports whether the training loss went on falling after step.
func fell(train []trex.Point, step int64) bool {
	i := slices.IndexFunc(train, func(p trex.Point) bool { return p.Step >= step })
	if i < 0 || i >= len(train)-1 {
		return false
	}
	return median(train[i+1:]) < train[i].Value
}

func median(points []trex.Point) float64 {
	if len(points) == 0 {
		return math.NaN()
	}
	values := make([]float64, len(points))
	for i, p := range points {
		values[i] = p.Value
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// Notes says what the curves of completed runs tell.
func (r *Reader) Notes(ctx context.Context, runs []trex.Run) (map[trex.RunID]string, error) {
	notes := make(map[trex.RunID]string)
	for i := range runs {
		run := &runs[i]
		if run.Status != trex.Completed {
			continue
		}
		query := trex.PointQuery{Run: run.ID, Metric: run.Objective.Metric, Max: trendPoints}
		points, err := r.store.ReadPoints(ctx, query)
		if err != nil {
			return nil, err
		}
		train, err := r.trainLoss(ctx, run)
		if err != nil {
			return nil, err
		}
		if note := trendNote(run.Objective, points, train, say.StepUnit(runs[i:i+1])); note != "" {
			notes[run.ID] = note
		}
	}
	return notes, nil
}

// trainLoss reads the loss on the training set, nil when a run reports none.
func (r *Reader) trainLoss(ctx context.Context, run *trex.Run) ([]trex.Point, error) {
	for _, metric := range []string{"train_loss", "loss", "train/loss"} {
		points, err := r.store.ReadPoints(ctx, trex.PointQuery{Run: run.ID, Metric: metric, Max: trendPoints})
		if err != nil || len(points) > 0 {
			return points, err
		}
	}
	return nil, nil
}
