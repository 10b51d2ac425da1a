package storetest

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/trex-ml/trex"
)

func testPoints(t *testing.T, f *fixture) {
	run := f.running()
	nan, inf := math.NaN(), math.Inf(1)
	first := []trex.Point{
		{Metric: "loss", Step: 1, Value: 0.5, Time: at(1)},
		{Metric: "acc", Step: 1, Value: 0.25, Time: at(1)},
		{Metric: "loss", Step: 2, Value: nan, Time: at(2)},
		{Metric: "loss", Step: 2, Value: 0.1 + 0.2, Time: at(2.001)}, // a step may repeat
	}
	second := []trex.Point{
		{Metric: "loss", Step: 1, Value: -inf, Time: at(3)}, // and steps may go back
		{Metric: "new", Step: -7, Value: nan},               // and a point may have no time
	}
	must(t, f.AppendPoints(f.ctx, trex.Append{Run: run.ID, Points: first}))
	must(t, f.AppendPoints(f.ctx, trex.Append{Run: run.ID, Points: second}))

	got, err := f.ReadPoints(f.ctx, trex.PointQuery{Run: run.ID, Metric: "loss"})
	must(t, err)
	equal(t, "loss in order of arrival", []trex.Point{first[0], first[2], first[3], second[0]}, got)
	got, err = f.ReadPoints(f.ctx, trex.PointQuery{Run: run.ID, Metric: "new", Max: 10})
	must(t, err)
	equal(t, "new", second[1:], got)
	got, err = f.ReadPoints(f.ctx, trex.PointQuery{Run: run.ID, Metric: "nothing"})
	must(t, err)
	if len(got) != 0 {
		t.Errorf("an unknown metric has points: %v", got)
	}

	series, err := f.ListSeries(f.ctx, run.ID)
	must(t, err)
	equal(t, "series by name", []trex.Series{
		{Metric: "acc", Count: 1, FirstStep: 1, LastStep: 1, Last: 0.25, Min: 0.25, Max: 0.25, MinStep: 1, MaxStep: 1},
		{Metric: "loss", Count: 4, FirstStep: 1, LastStep: 1, Last: -inf, Min: 0.1 + 0.2, Max: 0.5, MinStep: 2, MaxStep: 1},
		{Metric: "new", Count: 1, FirstStep: -7, LastStep: -7, Last: nan, Min: nan, Max: nan},
	}, series)
	other := f.running()
	series, err = f.ListSeries(f.ctx, other.ID)
	must(t, err)
	if len(series) != 0 {
		t.Errorf("a run without points has series %v", series)
	}
}

func testPointRanges(t *testing.T, f *fixture) {
	run := f.running()
	var values []float64
	for i := range 5000 {
		values = append(values, float64(i))
	}
	f.points(run.ID, "loss", values...)
	step := func(n int64) *int64 { return &n }
	for name, tc := range map[string]struct {
		from, to  *int64
		max       int
		first     int64
		last      int64
		n         int
		fewerToo  bool
		noneAtAll bool
	}{
		"From":        {from: step(4990), first: 4990, last: 4999, n: 10},
		"To":          {to: step(9), first: 0, last: 9, n: 10},
		"Both":        {from: step(1000), to: step(1100), first: 1000, last: 1100, n: 101},
		"FewOfMany":   {from: step(1000), to: step(1100), max: 200, first: 1000, last: 1100, n: 101},
		"Decimated":   {from: step(100), to: step(4900), max: 50, first: 100, last: 4900, n: 50, fewerToo: true},
		"OverChunks":  {from: step(5), to: step(4995), max: 6, first: 5, last: 4995, n: 6, fewerToo: true},
		"NothingThen": {from: step(6000), max: 10, noneAtAll: true},
		"Reversed":    {from: step(20), to: step(10), noneAtAll: true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := f.ReadPoints(f.ctx, trex.PointQuery{Run: run.ID, Metric: "loss", FromStep: tc.from, ToStep: tc.to, Max: tc.max})
			must(t, err)
			if tc.noneAtAll {
				if len(got) != 0 {
					t.Errorf("got %d points, want none", len(got))
				}
				return
			}
			if len(got) != tc.n && !(tc.fewerToo && len(got) < tc.n && len(got) > 2) {
				t.Fatalf("got %d points, want %d", len(got), tc.n)
			}
			if got[0].Step != tc.first || got[len(got)-1].Step != tc.last {
				t.Errorf("steps %d to %d, want %d to %d", got[0].Step, got[len(got)-1].Step, tc.first, tc.last)
			}
		})
	}
}

// testLongSeries appends in pieces of every size and compares the result with the
// appended points.
func testLongSeries(t *testing.T, f *fixture) {
	run := f.running()
	random := rand.New(rand.NewPCG(1, 2))
	var want []trex.Point
	for len(want) < 20_000 {
		var piece []trex.Point
		for range 1 + random.IntN(3000) {
			n := len(want) + len(piece)
			piece = append(piece, trex.Point{Metric: "loss", Step: int64(n), Value: random.NormFloat64(), Time: at(float64(n) / 10)})
		}
		must(t, f.AppendPoints(f.ctx, trex.Append{Run: run.ID, Points: piece}))
		want = append(want, piece...)
	}
	got, err := f.ReadPoints(f.ctx, trex.PointQuery{Run: run.ID, Metric: "loss"})
	must(t, err)
	equal(t, "all points", want, got)

	series, err := f.ListSeries(f.ctx, run.ID)
	must(t, err)
	known := make(map[trex.Point]bool, len(want))
	for _, p := range want {
		known[p] = true
	}
	for _, limit := range []int{1, 2, 3, 4, 10, 24, 100, 1000, 5000, 19_999} {
		got, err := f.ReadPoints(f.ctx, trex.PointQuery{Run: run.ID, Metric: "loss", Max: limit})
		must(t, err)
		if len(got) > limit || len(got) == 0 {
			t.Fatalf("limit %d: got %d points", limit, len(got))
		}
		low, high := math.Inf(1), math.Inf(-1)
		for i, p := range got {
			if !known[p] {
				t.Fatalf("limit %d: point %v was never appended", limit, p)
			}
			if i > 0 && p.Step <= got[i-1].Step {
				t.Fatalf("limit %d: step %d after %d", limit, p.Step, got[i-1].Step)
			}
			low, high = min(low, p.Value), max(high, p.Value)
		}
		if last := got[len(got)-1]; last != want[len(want)-1] {
			t.Errorf("limit %d: the last point is %v", limit, last)
		}
		if limit >= 2 && got[0] != want[0] {
			t.Errorf("limit %d: the first point is %v", limit, got[0])
		}
		if limit >= 4 && (low != series[0].Min || high != series[0].Max) {
			t.Errorf("limit %d: from %g to %g, want from %g to %g", limit, low, high, series[0].Min, series[0].Max)
		}
	}
}

func testIngest(t *testing.T, f *fixture) {
	run := f.running()
	ingest, err := f.FindIngest(f.ctx, run.ID)
	must(t, err)
	equal(t, "before anything was read", trex.Ingest{}, ingest)

	must(t, f.AppendPoints(f.ctx, trex.Append{Run: run.ID, Points: pointsOf("loss", 1),
		Ingest: trex.Ingest{Offsets: map[string]int64{"log": 100}, State: []byte{0, 1, 255}}}))
	must(t, f.AppendPoints(f.ctx, trex.Append{Run: run.ID, Points: pointsOf("sys/gpu", 1)})) // has no source
	must(t, f.AppendPoints(f.ctx, trex.Append{Run: run.ID, Ingest: trex.Ingest{Offsets: map[string]int64{"metrics.jsonl": 7}}}))
	ingest, err = f.FindIngest(f.ctx, run.ID)
	must(t, err)
	equal(t, "sources keep their offsets", trex.Ingest{Offsets: map[string]int64{"log": 100, "metrics.jsonl": 7}, State: []byte{0, 1, 255}}, ingest)

	must(t, f.AppendPoints(f.ctx, trex.Append{Run: run.ID, Points: pointsOf("loss", 2), From: map[string]int64{"log": 100},
		Ingest: trex.Ingest{Offsets: map[string]int64{"log": 200}}}))
	again := f.AppendPoints(f.ctx, trex.Append{Run: run.ID, Points: pointsOf("loss", 2), From: map[string]int64{"log": 100},
		Ingest: trex.Ingest{Offsets: map[string]int64{"log": 200}}})
	wantKind(t, again, trex.KindConflict)
	points, err := f.ReadPoints(f.ctx, trex.PointQuery{Run: run.ID, Metric: "loss"})
	must(t, err)
	if len(points) != 2 {
		t.Errorf("%d points, want 2: the repeated append must store nothing", len(points))
	}
}

func testBest(t *testing.T, f *fixture) {
	nan, inf := math.NaN(), math.Inf(1)
	best := func(value float64, step int64) *trex.Best { return &trex.Best{Value: value, Step: step} }
	for name, tc := range map[string]struct {
		goal   trex.Goal
		values [][]float64
		want   *trex.Best
		last   *float64
	}{
		"Minimize":       {trex.Minimize, [][]float64{{3, 1, 2}, {5, 0.5, 0.5}}, best(0.5, 1), new(0.5)},
		"Maximize":       {trex.Maximize, [][]float64{{3, 1, 2}, {2.5, 3}}, best(3, 0), new(3.0)},
		"NaNOnly":        {trex.Minimize, [][]float64{{nan, nan}}, best(nan, 0), nil},
		"NaNThenNumber":  {trex.Minimize, [][]float64{{nan}, {4}}, best(4, 0), new(4.0)},
		"NumberThenNaN":  {trex.Maximize, [][]float64{{4}, {nan, inf, -inf}}, best(4, 0), nil},
		"InfIsNoRecord":  {trex.Minimize, [][]float64{{-inf, 7}}, best(7, 1), new(7.0)},
		"NotSeen":        {trex.Minimize, nil, nil, nil},
		"Zero":           {trex.Minimize, [][]float64{{1, 0}}, best(0, 1), new(0.0)},
		"KeepsTheEarier": {trex.Minimize, [][]float64{{2, 2}, {2}}, best(2, 0), new(2.0)},
		"NotTheBest":     {trex.Minimize, [][]float64{{1, 2}, {3}}, best(1, 0), new(3.0)},
	} {
		t.Run(name, func(t *testing.T) {
			p := f.propose(ada, "digits", 1)
			l := launchOf(p, ada)
			l.Objective.Goal = tc.goal
			_, runs, err := f.LaunchProposal(f.ctx, l)
			must(t, err)
			f.points(runs[0].ID, "loss", -100) // another metric
			for _, values := range tc.values {
				f.points(runs[0].ID, "val_loss", values...)
			}
			f.points(runs[0].ID, "loss", 100)
			run := f.findRun(runs[0].ID)
			equal(t, "best", tc.want, run.Best)
			equal(t, "last", tc.last, run.Last)
		})
	}
}

// testAppendTogether checks under load, with many writers and one reader, that
// the reader sees only committed states.
func testAppendTogether(t *testing.T, f *fixture) {
	const runs, appends, size = 6, 25, 40
	var ids []trex.RunID
	for _, r := range f.launch(ada, "digits", 1, 2, 3, 4, 5, 6) {
		ids = append(ids, r.ID)
	}
	ctx, stop := context.WithCancel(f.ctx)
	var reading, writing sync.WaitGroup
	reading.Go(func() {
		for ctx.Err() == nil {
			before, err1 := f.FindIngest(ctx, ids[0])
			points, err2 := f.ReadPoints(ctx, trex.PointQuery{Run: ids[0], Metric: "val_loss"})
			after, err3 := f.FindIngest(ctx, ids[0])
			if err := errors.Join(err1, err2, err3); err != nil {
				if ctx.Err() == nil {
					t.Error(err)
				}
				return
			}
			n := int64(len(points))
			if n < before.Offsets["log"] || n > after.Offsets["log"] {
				t.Errorf("%d points are stored, the offset says between %d and %d", n, before.Offsets["log"], after.Offsets["log"])
			}
		}
	})
	for _, id := range ids {
		writing.Go(func() {
			for i := range appends {
				var points []trex.Point
				for j := range size {
					points = append(points, trex.Point{Metric: "val_loss", Step: int64(i*size + j), Value: 1 / float64(i*size+j+1), Time: at(1)},
						trex.Point{Metric: "acc", Step: int64(i*size + j), Value: float64(j), Time: at(1)})
				}
				end := int64((i + 1) * size)
				err := f.AppendPoints(f.ctx, trex.Append{Run: id, Points: points,
					Ingest:   trex.Ingest{Offsets: map[string]int64{"log": end}},
					From:     map[string]int64{"log": end - size},
					Progress: &trex.Progress{Done: float64(end), Total: appends * size, Unit: "step", At: at(2), Pace: 1.5}})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	stop()
	reading.Wait()
	for _, id := range ids {
		series, err := f.ListSeries(f.ctx, id)
		must(t, err)
		run := f.findRun(id)
		if len(series) != 2 || series[0].Count != appends*size || series[1].Count != appends*size ||
			run.Progress.Done != appends*size || run.Progress.Pace != 1.5 || run.Best == nil || run.Best.Step != appends*size-1 {
			t.Errorf("%s ended with %+v and %+v, %+v", id, series, run.Progress, run.Best)
		}
	}
}

// testAppendIsAtomic cancels appends at random moments: points and offset must
// agree whatever happened.
func testAppendIsAtomic(t *testing.T, f *fixture) {
	run := f.running()
	for try := range 30 {
		ingest, err := f.FindIngest(f.ctx, run.ID)
		must(t, err)
		offset := ingest.Offsets["log"]
		var points []trex.Point
		for i := range 500 {
			points = append(points, trex.Point{Metric: "loss", Step: offset + int64(i), Value: float64(i)})
		}
		ctx, cancel := context.WithTimeout(f.ctx, time.Duration(try*50)*time.Microsecond)
		err = f.AppendPoints(ctx, trex.Append{Run: run.ID, Points: points, Ingest: trex.Ingest{Offsets: map[string]int64{"log": offset + 500}}})
		if cancel(); err != nil {
			wantErrorIs(t, err, context.DeadlineExceeded)
		}
	}
	wantWholeLog(t, f, run.ID)
}
