package storetest

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/trex-ml/trex"
)

// finished returns a completed run of the project.
func (f *fixture) finished(project string, end time.Time) trex.Run {
	f.t.Helper()
	run := f.launch(ada, project, 0.1)[0]
	_, err := f.ClaimRun(f.ctx, trex.Claim{Run: run.ID, Ref: "ref", At: at(20)})
	must(f.t, err)
	run, err = f.FinishRun(f.ctx, trex.Finish{Run: run.ID, Status: trex.Completed, At: end})
	must(f.t, err)
	return run
}

func testThin(t *testing.T, f *fixture) {
	run := f.finished("digits", at(100))
	values := make([]float64, 10_000)
	for i := range values {
		values[i] = 1 + math.Sin(float64(i))/4
	}
	values[1234], values[7777] = -3, 9
	for part := range slices.Chunk(values, 700) {
		f.points(run.ID, "val_loss", part...)
	}
	f.points(run.ID, "acc", values[:50]...)
	before, err := f.ListSeries(f.ctx, run.ID)
	must(t, err)

	thins, err := f.ListThinnable(f.ctx, "digits", at(101), 100)
	must(t, err)
	equal(t, "what can be thinned", []trex.Thin{{Run: run.ID, Metric: "val_loss", Keep: 100}}, thins)
	dry := thins[0]
	dry.DryRun = true
	would, err := f.ThinPoints(f.ctx, dry)
	must(t, err)
	series, err := f.ListSeries(f.ctx, run.ID)
	must(t, err)
	equal(t, "series after a dry run", before, series)

	want, err := f.ReadPoints(f.ctx, trex.PointQuery{Run: run.ID, Metric: "val_loss", Max: 100})
	must(t, err)
	did, err := f.ThinPoints(f.ctx, thins[0])
	must(t, err)
	equal(t, "freed, as the dry run said", would, did)
	if did.Points < 9900 || did.Bytes < 10_000 {
		t.Errorf("freed %+v", did)
	}
	got, err := f.ReadPoints(f.ctx, trex.PointQuery{Run: run.ID, Metric: "val_loss"})
	must(t, err)
	has := func(value float64) bool {
		return slices.ContainsFunc(got, func(p trex.Point) bool { return p.Value == value })
	}
	if len(got) > 100 || len(got) < 90 || got[0].Value != values[0] || got[len(got)-1].Value != values[9999] || !has(-3) || !has(9) || len(want) > 100 {
		t.Errorf("%d points remain, an extreme or an end is missing: %v", len(got), got)
	}
	series, err = f.ListSeries(f.ctx, run.ID)
	must(t, err)
	before[1].Count = int64(len(got))
	equal(t, "series after", before, series)
	equal(t, "the best", &trex.Best{Value: -3, Step: 1234 % 700}, f.findRun(run.ID).Best)

	// Late points are added, and no point is thinned twice.
	f.points(run.ID, "val_loss", 0.5)
	late, err := f.ReadPoints(f.ctx, trex.PointQuery{Run: run.ID, Metric: "val_loss"})
	must(t, err)
	if len(late) != len(got)+1 || late[len(got)].Value != 0.5 {
		t.Errorf("%d points after another one, had %d", len(late), len(got))
	}
	thins[0].Keep = 101
	again, err := f.ThinPoints(f.ctx, thins[0])
	must(t, err)
	equal(t, "freed again", trex.Thinned{}, again)
}

func testThinUnderWay(t *testing.T, f *fixture) {
	run := f.running()
	f.points(run.ID, "loss", make([]float64, 100)...)
	thins, err := f.ListThinnable(f.ctx, "digits", at(1e6), 10)
	must(t, err)
	if len(thins) != 0 {
		t.Errorf("a running run is offered: %v", thins)
	}
	_, err = f.ThinPoints(f.ctx, trex.Thin{Run: run.ID, Metric: "loss", Keep: 10})
	wantKind(t, err, trex.KindConflict)
	_, err = f.ThinPoints(f.ctx, trex.Thin{Run: "r99", Metric: "loss", Keep: 10})
	wantKind(t, err, trex.KindNotFound)
	freed, err := f.ThinPoints(f.ctx, trex.Thin{Run: f.finished("digits", at(90)).ID, Metric: "none", Keep: 10})
	must(t, err)
	equal(t, "freed of an unknown metric", trex.Thinned{}, freed)
}

func testEnded(t *testing.T, f *fixture) {
	late, early := f.finished("digits", at(300)), f.finished("digits", at(200))
	f.finished("other", at(200))
	f.launch(ada, "digits", 0.1)
	f.running()
	for before, want := range map[float64][]trex.RunID{
		200: {}, 201: {early.ID}, 1000: {early.ID, late.ID},
	} {
		ids, err := f.ListEnded(f.ctx, "digits", at(before))
		must(t, err)
		equal(t, "ended", want, append([]trex.RunID{}, ids...))
	}
}
