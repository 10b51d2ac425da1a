package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/trex-ml/trex"
)

// BenchmarkHundredMillion stores as many points, in a thousand runs, and looks
// at what has become slower on the way. One iteration is the whole of it and
// takes minutes: bench/run -only scale, which is -benchtime 1x.
func BenchmarkHundredMillion(b *testing.B) {
	const runs, perRun, batch = 1000, 100_000, 20_000
	eachKind(b, func(b *testing.B, o *opened) {
		b.Run("Points=100000000", func(b *testing.B) {
			ids := launchRuns(b, o, runs)
			before := o.size(b)
			var rates []float64
			for b.Loop() {
				rates = fillRuns(b, o, ids, perRun, batch)
			}
			b.ReportMetric(rates[0], "first-points/s")
			b.ReportMetric(rates[len(rates)-1], "last-points/s")
			b.ReportMetric(float64(o.size(b)-before)/(runs*perRun), "B/point")
		})
		random := rand.New(rand.NewPCG(1, 1))
		b.Run("Read", func(b *testing.B) {
			c := costs{o: o}
			for range 200 {
				id := trex.MakeRunID(1 + random.Int64N(runs))
				c.measure(b, func() error {
					points, err := o.ReadPoints(b.Context(), trex.PointQuery{Run: id, Metric: "loss", Max: 1000})
					if err == nil && len(points) < 900 {
						err = fmt.Errorf("%d points", len(points))
					}
					return err
				})
			}
			c.report(b)
		})
		b.Run("List", func(b *testing.B) {
			c := costs{o: o}
			for range 200 {
				c.measure(b, func() error {
					_, err := o.ListRuns(b.Context(), trex.RunQuery{Sort: trex.SortKey{By: "metric:loss"}})
					return err
				})
			}
			c.report(b)
		})
		b.Run("AppendOne", func(b *testing.B) {
			c := costs{o: o}
			for i := range 200 {
				point := trex.Point{Metric: "loss", Step: int64(perRun + i), Value: 0.1, Time: time.UnixMilli(1_790_000_000_000)}
				c.measure(b, func() error {
					return o.AppendPoints(b.Context(), trex.Append{Run: ids(i, runs), Points: []trex.Point{point}})
				})
			}
			c.report(b)
		})
	})
}

func ids(i, runs int) trex.RunID { return trex.MakeRunID(int64(1 + i*37%runs)) }

// fillRuns gives every run a curve and returns the points a second of each
// tenth of the runs.
func fillRuns(b *testing.B, o *opened, runs []trex.RunID, perRun, batch int) (rates []float64) {
	b.Helper()
	tenth := len(runs) / 10
	for first := 0; first < len(runs); first += tenth {
		var spent time.Duration
		for i, id := range runs[first : first+tenth] {
			curve := newCurve(uint64(first + i))
			for done := 0; done < perRun; done += batch {
				points := curve.next(batch)
				begun := time.Now()
				if err := o.AppendPoints(b.Context(), trex.Append{Run: id, Points: points}); err != nil {
					b.Fatal(err)
				}
				spent += time.Since(begun)
			}
		}
		rates = append(rates, float64(tenth*perRun)/spent.Seconds())
	}
	return rates
}
