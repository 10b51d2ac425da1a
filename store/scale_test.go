package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/trex-ml/trex"
)

// BenchmarkScale stores millions of points in a thousand runs and measures what
// becomes slower. One iteration does all of it (-benchtime 1x); a hundred million
// points take minutes: bench/run -only scale.
func BenchmarkScale(b *testing.B) {
	for _, total := range []int{10_000_000, 100_000_000} {
		b.Run(fmt.Sprintf("Points=%d", total), func(b *testing.B) {
			eachKind(b, func(b *testing.B, o *opened) { benchScale(b, o, total) })
		})
	}
}

const scaleRuns = 1000

func benchScale(b *testing.B, o *opened, total int) {
	perRun := total / scaleRuns
	b.Run("Append", func(b *testing.B) {
		ids := launchRuns(b, o, scaleRuns)
		before := o.size(b)
		var tenths []time.Duration
		for b.Loop() {
			tenths = fillRuns(b, o, ids, perRun)
		}
		b.ReportMetric(float64(total)/b.Elapsed().Seconds(), "points/s")
		b.ReportMetric(milliseconds(tenths[0]), "first-tenth-cpu-ms")
		b.ReportMetric(milliseconds(tenths[9]), "last-tenth-cpu-ms")
		b.ReportMetric(float64(o.size(b)-before)/float64(total), "B/point")
	})
	random := rand.New(rand.NewPCG(1, 1))
	for name, operation := range map[string]func(trex.RunID) error{
		"Read": func(id trex.RunID) error {
			points, err := o.ReadPoints(b.Context(), trex.PointQuery{Run: id, Metric: "loss", Max: 1000})
			if err == nil && len(points) < 900 {
				err = fmt.Errorf("%d points", len(points))
			}
			return err
		},
		"List": func(trex.RunID) error {
			_, err := o.ListRuns(b.Context(), trex.RunQuery{Sort: trex.SortKey{By: "metric:loss"}})
			return err
		},
		"AppendOne": func(id trex.RunID) error {
			point := trex.Point{Metric: "loss", Step: int64(perRun), Value: 0.1, Time: time.UnixMilli(1_790_000_000_000)}
			return o.AppendPoints(b.Context(), trex.Append{Run: id, Points: []trex.Point{point}})
		},
	} {
		b.Run(name, func(b *testing.B) {
			c := costs{o: o}
			for b.Loop() {
				for range 200 {
					id := trex.MakeRunID(1 + random.Int64N(scaleRuns))
					c.measure(b, func() error { return operation(id) })
				}
			}
			c.report(b)
		})
	}
}

// fillRuns gives every run a curve, in batches of up to 20,000 points, and
// returns the processor time of each tenth of the runs.
func fillRuns(b *testing.B, o *opened, runs []trex.RunID, perRun int) (tenths []time.Duration) {
	b.Helper()
	batch, tenth := min(perRun, 20_000), len(runs)/10
	for first := 0; first < len(runs); first += tenth {
		backends := o.backends(b)
		before := processor(backends)
		for i, id := range runs[first : first+tenth] {
			curve := newCurve(uint64(first + i))
			for done := 0; done < perRun; done += batch {
				if err := o.AppendPoints(b.Context(), trex.Append{Run: id, Points: curve.next(batch)}); err != nil {
					b.Fatal(err)
				}
			}
		}
		tenths = append(tenths, processor(backends)-before)
	}
	return tenths
}
