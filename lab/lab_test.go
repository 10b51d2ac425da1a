package lab_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/store/teststore"
)

var (
	ann    = trex.Person{Platform: "slack", ID: "U1", Name: "ann"}
	bea    = trex.Person{Platform: "slack", ID: "U2", Name: "bea"}
	chief  = trex.Person{Platform: "slack", ID: "U9", Name: "chief"}
	thread = trex.Thread{Platform: "slack", Channel: "C1", ID: "T1"}
)

func digits() trex.Project {
	return trex.Project{
		Name: "digits", Executor: trex.ThisMachine, Objective: trex.Objective{Metric: "val_acc", Goal: trex.Maximize},
		Params: []trex.Param{
			{Name: "lr", Type: trex.Float, Default: trex.Number(0.1), Scale: trex.Log},
			{Name: "train_seed", Type: trex.Int, Default: trex.Number(0)},
		},
	}
}

func newLab(t *testing.T) (*lab.Lab, *teststore.DB) {
	t.Helper()
	db := teststore.Open(t, t.TempDir())
	return lab.New(lab.Params{
		Store: db, Projects: trex.Projects{digits()}, MaxRuns: 10, Admins: map[string][]string{"slack": {"U9"}},
	}), db
}

func lrs(values ...float64) []trex.RunConfig {
	var configs []trex.RunConfig
	for _, v := range values {
		configs = append(configs, trex.RunConfig{"lr": trex.Number(v)})
	}
	return configs
}

func launch(t *testing.T, l *lab.Lab, by trex.Person, values ...float64) (trex.ExperimentID, []trex.Run) {
	t.Helper()
	experiment, runs, err := l.LaunchNow(t.Context(), lab.Draft{Configs: lrs(values...), By: by, Thread: thread})
	if err != nil {
		t.Fatal(err)
	}
	return experiment.ID, runs
}

func refused(t *testing.T, what string, err error, kind trex.ErrorKind, sentence string) {
	t.Helper()
	if text, _ := trex.Sentence(err); trex.KindOf(err) != kind || !strings.Contains(text, sentence) {
		t.Errorf("%s: %v (%s), want %s, %q", what, err, trex.KindOf(err), kind, sentence)
	}
}

// TestWhoMay: only the requester and admins may stop, dismiss and ignore;
// anybody may edit and launch.
func TestWhoMay(t *testing.T) {
	t.Parallel()
	l, db := newLab(t)
	ctx := t.Context()
	p, err := l.Propose(ctx, lab.Draft{Configs: lrs(0.1, 0.2), By: ann, Thread: thread})
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.Dismiss(ctx, trex.Decision{Proposal: p.ID, By: bea})
	refused(t, "dismiss", err, trex.KindForbidden, "only ann, who asked for p1")
	if p, err = l.Edit(ctx, trex.Edit{Proposal: p.ID, Configs: lrs(0.3), Reading: "just 0.3", By: bea}); err != nil || p.Version != 2 || p.Reading != "just 0.3" {
		t.Errorf("edited: %+v, %v", p, err)
	}
	_, runs, err := l.Launch(ctx, trex.Decision{Proposal: p.ID, By: bea})
	if err != nil || len(runs) != 1 || !runs[0].Requester.Same(ann) {
		t.Fatalf("launched: %+v, %v", runs, err)
	}
	_, err = l.StopRun(ctx, "r1", bea)
	refused(t, "stop", err, trex.KindForbidden, "only ann, who asked for r1")
	warning, _, err := db.CreateWarning(ctx, trex.Warning{Run: "r1", Kind: trex.WarnDiverged, Message: "loss became NaN"})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, "ignore", l.Ignore(ctx, warning.ID, bea), trex.KindForbidden, "only ann")
	if err := l.Ignore(ctx, warning.ID, ann); err != nil {
		t.Errorf("ignore: %v", err)
	}
	if run, err := l.StopRun(ctx, "r1", chief); err != nil || run.Status != trex.Cancelled {
		t.Errorf("an admin stops: %+v, %v", run, err)
	}
	_, err = l.StopRun(ctx, "r1", ann)
	refused(t, "stop again", err, trex.KindConflict, "r1 has already been cancelled")
}

func TestStop(t *testing.T) {
	t.Parallel()
	l, _ := newLab(t)
	ctx := t.Context()
	mine, _ := launch(t, l, ann, 0.1, 0.2)
	hers, _ := launch(t, l, bea, 0.3)
	everything := trex.RunScope{All: true}

	_, err := l.Stop(ctx, trex.RunScope{Experiment: hers}, ann)
	refused(t, "another's experiment", err, trex.KindForbidden, "only bea, who asked for e2")
	_, err = l.Stop(ctx, trex.RunScope{}, ann)
	refused(t, "nothing named", err, trex.KindInvalid, "no runs were named")
	_, err = l.Stop(ctx, trex.RunScope{Experiment: "e99"}, ann)
	refused(t, "no such experiment", err, trex.KindNotFound, "e99")

	stopped, err := l.Stop(ctx, everything, ann)
	if err != nil || len(stopped.Runs) != 2 || stopped.Others != 1 {
		t.Errorf("everything that is ann's: %+v, %v", stopped, err)
	}
	_, err = l.Stop(ctx, everything, ann)
	refused(t, "nothing of ann's is left", err, trex.KindForbidden, "others asked for these runs")
	_, err = l.Stop(ctx, trex.RunScope{Experiment: mine}, ann)
	refused(t, "ended", err, trex.KindConflict, "every run of e1 has ended already")
	if stopped, err = l.Stop(ctx, everything, chief); err != nil || len(stopped.Runs) != 1 {
		t.Errorf("an admin: %+v, %v", stopped, err)
	}
	_, err = l.Stop(ctx, everything, chief)
	refused(t, "nothing is left", err, trex.KindConflict, "nothing is left to stop")
}

// TestOffers: every offered action is possible, and no other action is offered.
func TestOffers(t *testing.T) {
	t.Parallel()
	project := digits()
	seedless := project
	seedless.Params = project.Params[:1]
	run := func(status trex.Status, lr, value float64) trex.Run {
		r := trex.Run{
			ID: "r1", Project: "digits", Status: status, Objective: project.Objective,
			Config: trex.RunConfig{"lr": trex.Number(lr), "train_seed": trex.Number(0)},
		}
		if value > 0 {
			r.Best = &trex.Best{Value: value}
		}
		return r
	}
	for _, test := range []struct {
		name    string
		project *trex.Project
		runs    []trex.Run
		want    []string
	}{
		{"GoingOn", &project, []trex.Run{run(trex.Running, 0.1, 0.5), run(trex.Failed, 0.2, 0)}, []string{"Stop all"}},
		{"Results", &project, []trex.Run{run(trex.Completed, 0.1, 0.5), run(trex.Completed, 0.2, 0.6)}, []string{"Try around the best", "3 seeds of the top 2"}},
		{"OneResult", &project, []trex.Run{run(trex.Completed, 0.1, 0.5)}, []string{"Try around the best", "3 seeds of it"}},
		{"NoSeed", &seedless, []trex.Run{run(trex.Completed, 0.1, 0.5), run(trex.Completed, 0.2, 0.6)}, []string{"Try around the best"}},
		{"Failed", &project, []trex.Run{run(trex.Failed, 0.1, 0)}, []string{"Retry what failed"}},
		{"Stopped", &project, []trex.Run{run(trex.Cancelled, 0.1, 0)}, []string{"Retry what was stopped"}},
		{"ProjectGone", nil, []trex.Run{run(trex.Failed, 0.1, 0), run(trex.Completed, 0.2, 0.6)}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, offer := range lab.OfExperiment(test.project, "e1", test.runs) {
				got = append(got, offer.Label)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("offers (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSuggest proposes what is offered. The project's seed has an unusual name.
func TestSuggest(t *testing.T) {
	t.Parallel()
	l, db := newLab(t)
	ctx := t.Context()
	id, runs := launch(t, l, ann, 0.1, 0.2)
	for i, run := range runs {
		point := trex.Point{Metric: "val_acc", Step: 1, Value: 0.5 + 0.1*float64(i)}
		if err := db.AppendPoints(ctx, trex.Append{Run: run.ID, Points: []trex.Point{point}}); err != nil {
			t.Fatal(err)
		}
	}
	p, err := l.Suggest(ctx, id, lab.Seeds, lab.Where{By: bea, Thread: thread})
	if err != nil || len(p.Configs) != 6 || p.Configs[0]["lr"] != trex.Number(0.2) || p.Configs[0]["train_seed"] != trex.Number(1) {
		t.Errorf("seeds: %+v, %v", p.Configs, err)
	}
	p, err = l.Suggest(ctx, id, lab.Around, lab.Where{By: bea, Thread: thread})
	if err != nil || len(p.Configs) == 0 || p.Reading != "around the best of e1" {
		t.Errorf("around: %+v, %v", p, err)
	}
}
