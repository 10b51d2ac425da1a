package web

import (
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/charts"
)

// broken is a site whose r1 was far better than r2 until its loss became NaN; r1
// still runs.
func broken(t *testing.T) *site {
	t.Helper()
	s := newSite(t, nil)
	s.launch(0.1, 0.2)
	s.Worker.Start("r1")
	s.TrainTo("r1", 3, 0.1)
	err := s.Store.AppendPoints(t.Context(), trex.Append{
		Run: "r1", Points: []trex.Point{{Metric: "val_loss", Step: 4, Value: math.NaN()}},
		Verdict: &trex.Verdict{Kind: trex.VerdictNaN, SinceStep: 4},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Complete("r2", 3, 0.4)
	return s
}

const (
	brokenNow  = "⚠ NaN since epoch 4 · best before 0.1000"
	brokenThen = "became NaN at epoch 4 · best before 0.1000"
)

func TestABrokenRunIsNeverTheBest(t *testing.T) {
	t.Parallel()
	s := broken(t)
	for _, path := range []string{"/?view=runs", "/?view=runs&sort=best", "/experiment/e1", "/compare?runs=r1,r2"} {
		page := s.page(path).has("tr.star[data-run=r2]").lacks("tr.star[data-run=r1]")
		if got := page.text("tr[data-run=r1] .note"); got != brokenNow {
			t.Errorf("%s notes %q", path, got)
		}
		if got := page.text("tr[data-run=r1] .c-best"); got != "" {
			t.Errorf("%s shows %q as its best", path, got)
		}
	}
	for _, path := range []string{"/?view=runs&sort=best", "/experiment/e1", "/compare?runs=r1,r2"} {
		if first := attr(s.page(path).all("tr[data-run]")[0], "data-run"); first != "r2" {
			t.Errorf("%s ranks %s first", path, first)
		}
	}
	if got := s.page("/experiment/e1").text("[data-summary]"); !strings.Contains(got, "best r2") {
		t.Errorf("the summary is %q", got)
	}
	s.Finish("r1", trex.Completed, "", nil)
	if got := s.page("/?view=runs").text("tr[data-run=r1] .note"); got != brokenThen {
		t.Errorf("after its end it is noted as %q", got)
	}
}

func TestABrokenRunWinsNoPicture(t *testing.T) {
	t.Parallel()
	s := broken(t)
	c, err := s.Server.compareRuns(t.Context(), map[string][]string{"runs": {"r1,r2"}})
	if err != nil {
		t.Fatal(err)
	}
	curves, err := s.Server.curves(t.Context(), c, "", false)
	if err != nil {
		t.Fatal(err)
	}
	want := []charts.Line{{Run: "r1", Broken: true}, {Run: "r2", Winner: true}}
	if diff := cmp.Diff(want, marks(curves)); diff != "" {
		t.Errorf("lines of a comparison (-want +got):\n%s", diff)
	}
	for i, want := range want {
		panels, err := s.Server.runCurves(t.Context(), &c.runs[i])
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, marks(panels[0])[1]); diff != "" {
			t.Errorf("the line of %s (-want +got):\n%s", want.Run, diff)
		}
	}
	s.get("/run/r1/chart.png").want(http.StatusOK)
}

// marks returns the lines of the curves without their decorations.
func marks(curves charts.Curves) (lines []charts.Line) {
	for _, line := range curves.Lines {
		lines = append(lines, charts.Line{Run: line.Run, Broken: line.Broken, Winner: line.Winner})
	}
	return lines
}

func TestThePageOfABrokenRun(t *testing.T) {
	t.Parallel()
	page := broken(t).page("/run/r1")
	if got := page.text(".verdict.broken"); got != "⚠ NaN since epoch 4" {
		t.Errorf("the page says %q", got)
	}
	if got := page.text(".summary .metric"); got != "best val_loss before it broke" {
		t.Errorf("its best is called %q", got)
	}
	if got := attr(page.all("meta[name=description]")[0], "content"); got != "digits · running · "+brokenNow {
		t.Errorf("it is described as %q", got)
	}
}

func TestBrokenRunsAreNoSeeds(t *testing.T) {
	t.Parallel()
	value := func(seed, best float64, verdict *trex.Verdict) trex.Run {
		return trex.Run{
			ID: trex.MakeRunID(int64(seed)), Best: &trex.Best{Value: best}, Verdict: verdict,
			Config: trex.RunConfig{"lr": trex.Number(0.1), "seed": trex.Number(seed)},
		}
	}
	c := comparison{runs: []trex.Run{value(1, 0.3, nil), value(2, 0.5, nil), value(3, 0.1, &trex.Verdict{Kind: trex.VerdictDiverged})}}
	groups := groupsOf(&c)
	if len(groups) != 1 || groups[0].N != 2 || groups[0].Low != "0.3000" {
		t.Errorf("groups = %+v", groups)
	}
}

func TestTheAPITellsTheVerdict(t *testing.T) {
	t.Parallel()
	s := broken(t)
	run := into[runJSON](s.get("/api/run/r1"))
	if diff := cmp.Diff(&verdictJSON{Kind: trex.VerdictNaN, SinceStep: 4}, run.Verdict); diff != "" {
		t.Errorf("verdict (-want +got):\n%s", diff)
	}
	if body := s.get("/api/run/r1").Body; !strings.Contains(body, `"verdict":{"kind":"nan","since_step":4}`) {
		t.Errorf("the run is %s", body)
	}
	if into[runJSON](s.get("/api/run/r2")).Verdict != nil {
		t.Error("a run of which there is nothing to say has a verdict")
	}
	table := s.get("/runs.csv?runs=r1").Body
	if !strings.Contains(table, "finished_at,verdict,verdict_since,") || !strings.Contains(table, ",nan,4,") {
		t.Errorf("runs.csv = %s", table)
	}
	if best := into[experimentJSON](s.get("/api/experiment/e1")).Best; best != "r2" {
		t.Errorf("best of the experiment is %q", best)
	}
}
