package store_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store/storetest"
)

// The figures of docs/performance.md. Every benchmark reports its result under
// its own name; ns/op means little for most.

func eachKind(b *testing.B, bench func(b *testing.B, o *opened)) {
	for _, kind := range []string{"SQLite", "PostgreSQL"} {
		b.Run(kind, func(b *testing.B) { bench(b, kinds[kind](b)) })
	}
}

// curve makes points as a training run does: a falling, noisy loss of full
// precision, a tenth of a second apart with some jitter.
type curve struct {
	random *rand.Rand
	step   int64
	at     time.Time
}

func newCurve(seed uint64) *curve {
	return &curve{random: rand.New(rand.NewPCG(seed, 1)), at: time.UnixMilli(1_780_000_000_000)}
}

func (c *curve) next(n int) []trex.Point {
	points := make([]trex.Point, n)
	for i := range points {
		c.at = c.at.Add(time.Duration(90+c.random.IntN(20)) * time.Millisecond)
		value := 2/math.Sqrt(1+float64(c.step)/100) + 0.1*c.random.Float64()
		points[i] = trex.Point{Metric: "loss", Step: c.step, Value: value, Time: c.at}
		c.step++
	}
	return points
}

func launchRuns(b *testing.B, o *opened, n int) []trex.RunID {
	b.Helper()
	if err := storetest.Fill(b.Context(), o.Store, n, func(context.Context, string) error { return nil }); err != nil {
		b.Fatal(err)
	}
	var ids []trex.RunID
	for i := range n {
		ids = append(ids, trex.MakeRunID(int64(i+1)))
	}
	return ids
}

// BenchmarkAppend measures points per second through AppendPoints, in batches of
// a thousand. It compares them with the bare driver that stores each point as a
// row and does nothing else, in the same batches and in its fastest way.
func BenchmarkAppend(b *testing.B) {
	const batch = 1000
	eachKind(b, func(b *testing.B, o *opened) {
		if err := o.exec(b.Context(), "CREATE TABLE bare (run BIGINT, step BIGINT, value DOUBLE PRECISION, at BIGINT)"); err != nil {
			b.Fatal(err)
		}
		bare := 0.0
		for _, rows := range []int{batch, 100 * batch} {
			b.Run(fmt.Sprintf("BareRows=%d", rows), func(b *testing.B) { bare = max(bare, benchBare(b, o, rows)) })
		}
		for _, runs := range []int{1, 64} {
			b.Run(fmt.Sprintf("Runs=%d", runs), func(b *testing.B) {
				ids := launchRuns(b, o, runs)
				before := o.size(b)
				curves := make([]*curve, runs)
				for i := range curves {
					curves[i] = newCurve(uint64(i))
				}
				appendAll := func(i int) {
					c := curves[i]
					err := o.AppendPoints(context.Background(), trex.Append{Run: ids[i], Points: c.next(batch),
						Ingest: trex.Ingest{Offsets: map[string]int64{"log": c.step * 60}}})
					if err != nil {
						b.Error(err)
					}
				}
				count := 0
				for b.Loop() {
					var all sync.WaitGroup
					for i := range ids {
						all.Go(func() { appendAll(i) })
					}
					all.Wait()
					count += runs * batch
				}
				rate := float64(count) / b.Elapsed().Seconds()
				b.ReportMetric(rate, "points/s")
				b.ReportMetric(rate/bare, "x-bare")
				b.ReportMetric(float64(o.size(b)-before)/float64(count), "B/point")
			})
		}
	})
}

func benchBare(b *testing.B, o *opened, rows int) (rate float64) {
	c := newCurve(1)
	count := 0
	for b.Loop() {
		points := c.next(rows)
		if err := o.bare(b.Context(), points); err != nil {
			b.Fatal(err)
		}
		count += len(points)
	}
	rate = float64(count) / b.Elapsed().Seconds()
	b.ReportMetric(rate, "points/s")
	return rate
}

// BenchmarkTrickle measures what a run in training does: a few points of five
// metrics at a time.
func BenchmarkTrickle(b *testing.B) {
	eachKind(b, func(b *testing.B, o *opened) {
		ids := launchRuns(b, o, 1)
		step := int64(0)
		for b.Loop() {
			var points []trex.Point
			for _, metric := range []string{"loss", "acc", "val_loss", "val_acc", "lr"} {
				points = append(points, trex.Point{Metric: metric, Step: step, Value: 1 / float64(step+1), Time: time.Now()})
			}
			step++
			err := o.AppendPoints(b.Context(), trex.Append{Run: ids[0], Points: points,
				Ingest: trex.Ingest{Offsets: map[string]int64{"log": step}}, Progress: &trex.Progress{Done: float64(step)}})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkRead measures decimated reads of a million points.
func BenchmarkRead(b *testing.B) {
	eachKind(b, func(b *testing.B, o *opened) {
		ids := launchRuns(b, o, 1)
		c := newCurve(1)
		for range 20 {
			if err := o.AppendPoints(b.Context(), trex.Append{Run: ids[0], Points: c.next(50_000)}); err != nil {
				b.Fatal(err)
			}
		}
		middle, later := int64(400_000), int64(420_000)
		for name, q := range map[string]trex.PointQuery{
			"Max=1000":      {Max: 1000},
			"Max=5000":      {Max: 5000},
			"Zoom/Max=1000": {Max: 1000, FromStep: &middle, ToStep: &later},
			"All":           {},
		} {
			b.Run(name, func(b *testing.B) {
				q.Run, q.Metric = ids[0], "loss"
				c := costs{o: o}
				for b.Loop() {
					c.measure(b, func() error { _, err := o.ReadPoints(b.Context(), q); return err })
				}
				c.report(b)
			})
		}
	})
}

// BenchmarkList measures first pages of a hundred runs.
func BenchmarkList(b *testing.B) {
	for _, size := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("Runs=%d", size), func(b *testing.B) {
			eachKind(b, func(b *testing.B, o *opened) {
				o.fill(b, size)
				for _, by := range sorts {
					benchList(b, o, "Sort="+by, trex.RunQuery{Sort: trex.SortKey{By: by}})
					benchList(b, o, "Sort="+by+"/Down", trex.RunQuery{Sort: trex.SortKey{By: by, Desc: true}})
				}
				where := func(name string, value float64) []trex.Condition {
					return []trex.Condition{{Name: name, Op: trex.Less, Value: trex.Number(value)}}
				}
				for name, q := range map[string]trex.RunQuery{
					"Project":       {Project: "project-4"},
					"ProjectByBest": {Project: "project-4", Sort: trex.SortKey{By: "best"}},
					"Unfinished":    {Statuses: []trex.Status{trex.Pending, trex.Running}},
					"Failed":        {Statuses: []trex.Status{trex.Failed}, Sort: trex.SortKey{By: "duration", Desc: true}},
					"Param":         {Where: where("lr", 0.005)},
					"BestFew":       {Where: where("val_loss", 0.0005)},
					"BestMany":      {Where: where("val_loss", 0.5), Sort: trex.SortKey{By: "param:lr"}},
					"Text":          {Text: []string{"person 3", "sgd"}},
					"TextNone":      {Text: []string{"nothing has this"}},
				} {
					benchList(b, o, "Filter="+name, q)
				}
			})
		})
	}
}

func benchList(b *testing.B, o *opened, name string, q trex.RunQuery) {
	b.Run(name, func(b *testing.B) {
		c := costs{o: o}
		for b.Loop() {
			c.measure(b, func() error { _, err := o.ListRuns(b.Context(), q); return err })
		}
		c.report(b)
	})
}
