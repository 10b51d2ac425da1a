package agent

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

// someRuns are recent runs, newest first: r14 runs, r13 failed, r12 is best.
func someRuns() []trex.Run {
	project := digits()
	run := func(id trex.RunID, experiment trex.ExperimentID, status trex.Status, best float64, config trex.RunConfig) trex.Run {
		complete, err := project.Complete(config)
		if err != nil {
			panic(err)
		}
		r := trex.Run{ID: id, Project: "digits", Experiment: experiment, Status: status, Config: complete, Objective: project.Objective, Requester: trex.Person{Platform: "web", ID: "ada"}}
		if best > 0 {
			r.Best = &trex.Best{Value: best, Step: 3}
		}
		return r
	}
	return []trex.Run{
		run("r14", "e5", trex.Running, 0.4, trex.RunConfig{"lr": trex.Number(0.4)}),
		run("r13", "e4", trex.Failed, 0, trex.RunConfig{"lr": trex.Number(3)}),
		run("r12", "e4", trex.Completed, 0.2, trex.RunConfig{"lr": trex.Number(0.3), "optimizer": trex.Text("momentum")}),
		run("r11", "e4", trex.Completed, 0.3, trex.RunConfig{"lr": trex.Number(0.03)}),
	}
}

func TestReferencesToRuns(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]trex.RunConfig{
		"like r11 but with 30 epochs":                {{"lr": trex.Number(0.03), "epochs": trex.Number(30)}},
		"r11 with adam":                              {{"lr": trex.Number(0.03), "optimizer": trex.Text("adam")}},
		"same as r11, batch size 16 and 64":          {{"lr": trex.Number(0.03), "batch_size": trex.Number(16)}, {"lr": trex.Number(0.03), "batch_size": trex.Number(64)}},
		"rerun the best with 2 seeds":                {{"lr": trex.Number(0.3), "optimizer": trex.Text("momentum")}, {"lr": trex.Number(0.3), "optimizer": trex.Text("momentum"), "seed": trex.Number(1)}},
		"take the best config but double the epochs": {{"lr": trex.Number(0.3), "optimizer": trex.Text("momentum"), "epochs": trex.Number(20)}},
		"the best one with dropout 0.1":              {{"lr": trex.Number(0.3), "optimizer": trex.Text("momentum"), "dropout": trex.Number(0.1)}},
		"repeat r11 with seeds 4 and 5":              {{"lr": trex.Number(0.03), "seed": trex.Number(4)}, {"lr": trex.Number(0.03), "seed": trex.Number(5)}},
		"r11 but half the lr":                        {{"lr": trex.Number(0.015)}},
		"run r11 3 times":                            {{"lr": trex.Number(0.03)}, {"lr": trex.Number(0.03), "seed": trex.Number(1)}, {"lr": trex.Number(0.03), "seed": trex.Number(2)}},
		"the last run but with lr 0.2":               {{"lr": trex.Number(0.2)}},
		"best of e4 with 5 epochs":                   {{"lr": trex.Number(0.3), "optimizer": trex.Text("momentum"), "epochs": trex.Number(5)}},
	} {
		req := asking(text)
		req.Runs = someRuns()
		got := understand(t, NewGrammar(), req)
		project := digits()
		var complete []trex.RunConfig
		for _, config := range want {
			c, _ := project.Complete(config)
			complete = append(complete, c)
		}
		if diff := cmp.Diff(complete, got.Configs, cmp.AllowUnexported(trex.Value{})); diff != "" || got.Kind != Propose {
			t.Errorf("%q: %s %q (-want +got)\n%s", text, got.Kind, got.Reply, diff)
		}
	}
}

func TestIntentsAboutRuns(t *testing.T) {
	t.Parallel()
	thread := trex.ExperimentID("e4")
	for _, tc := range []struct {
		text       string
		experiment trex.ExperimentID
		want       Intent
	}{
		{"how is r14 doing?", "", Intent{Kind: Status, Runs: []trex.RunID{"r14"}}},
		{"how's it going?", thread, Intent{Kind: Status, Experiment: thread}},
		{"is it done?", thread, Intent{Kind: Status, Experiment: thread}},
		{"how is my last run doing", "", Intent{Kind: Status, Scope: ScopeMine, Runs: []trex.RunID{"r14"}}},
		{"which runs failed?", "", Intent{Kind: List, Statuses: []trex.Status{trex.Failed}}},
		{"the adam runs", "", Intent{Kind: List}},
		{"the runs with lr 0.1", "", Intent{Kind: List}},
		{"the adam runs except r12", "", Intent{Kind: List}},
		{"which one is best?", thread, Intent{Kind: Best, Experiment: thread}},
		{"best run overall", thread, Intent{Kind: Best, Scope: ScopeAll}},
		{"best of e5", thread, Intent{Kind: Best, Experiment: "e5"}},
		{"compare r11 and r12", thread, Intent{Kind: Compare, Runs: []trex.RunID{"r11", "r12"}}},
		{"compare them", thread, Intent{Kind: Compare, Experiment: thread}},
		{"compare the last two runs", "", Intent{Kind: Compare, Runs: []trex.RunID{"r14", "r13"}}},
		{"show me the log", thread, Intent{Kind: Logs, Runs: []trex.RunID{"r13"}}},
		{"last 30 lines of the log of r12", "", Intent{Kind: Logs, Runs: []trex.RunID{"r12"}, Lines: 30}},
		{"log of the failed run", "", Intent{Kind: Logs, Runs: []trex.RunID{"r13"}}},
		{"log of the best run", "", Intent{Kind: Logs, Runs: []trex.RunID{"r12"}}},
		{"why did it fail?", thread, Intent{Kind: Explain, Runs: []trex.RunID{"r13"}}},
		{"why did r13 fail?", "", Intent{Kind: Explain, Runs: []trex.RunID{"r13"}}},
		{"what went wrong?", "", Intent{Kind: Explain, Runs: []trex.RunID{"r13"}}},
		{"stop r14", "", Intent{Kind: Stop, Runs: []trex.RunID{"r14"}}},
		{"stop it", thread, Intent{Kind: Stop, Experiment: thread}},
		{"stop it", "", Intent{Kind: Stop, Runs: []trex.RunID{"r14"}}},
		{"kill everything", thread, Intent{Kind: Stop, Scope: ScopeAll}},
		{"stop all of my runs please", thread, Intent{Kind: Stop, Scope: ScopeMine}},
		{"stop run 14", "", Intent{Kind: Stop, Runs: []trex.RunID{"r14"}}},
		{"cancel experiment 5", "", Intent{Kind: Stop, Experiment: "e5"}},
		{"retry r13", "", Intent{Kind: Retry, Runs: []trex.RunID{"r13"}}},
		{"retry the failed ones", "", Intent{Kind: Retry, Runs: []trex.RunID{"r13"}}},
		{"try again", thread, Intent{Kind: Retry, Experiment: thread}},
		{"rerun the best", "", Intent{Kind: Retry, Runs: []trex.RunID{"r12"}}},
		{"rerun the best one", thread, Intent{Kind: Retry, Runs: []trex.RunID{"r12"}}},
	} {
		req := asking(tc.text)
		req.Runs, req.Experiment = someRuns(), tc.experiment
		got := understand(t, NewGrammar(), req)
		got = targetOf(got)
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%q in %q: (-want +got)\n%s", tc.text, tc.experiment, diff)
		}
	}
}

// targetOf is an intent without how its runs were described, and without what
// goes on from it.
func targetOf(intent Intent) Intent {
	intent.Project, intent.Note, intent.Question, intent.Select, intent.Sure, intent.Metrics, intent.Options = "", "", "", Select{}, false, nil, nil
	return intent
}

// findsR99 has one run that is not among the recent ones.
type findsR99 struct{ fakeLookup }

func (findsR99) FindRun(_ context.Context, id trex.RunID) (trex.Run, error) {
	if id != "r99" {
		return trex.Run{}, trex.NotFound("there is no run %s", id)
	}
	project := digits()
	config := project.Defaults()
	config["dropout"] = trex.Number(0.4)
	return trex.Run{ID: id, Project: "digits", Config: config}, nil
}

func TestReferencesBeyondRecentRuns(t *testing.T) {
	t.Parallel()
	req := asking("like r99 but with 5 epochs")
	req.Lookup = findsR99{}
	got := understand(t, NewGrammar(), req)
	if len(got.Configs) != 1 || got.Configs[0]["dropout"] != trex.Number(0.4) || got.Configs[0]["epochs"] != trex.Number(5) {
		t.Errorf("got %s %v %q", got.Kind, got.Configs, got.Reply)
	}
	req.Text = "like r98 but with 5 epochs"
	if got := understand(t, NewGrammar(), req); got.Kind != Ask || got.Reply != "there is no run r98." {
		t.Errorf("got %s %q", got.Kind, got.Reply)
	}
}

// A run that a request leaves out, without starting from runs, is never passed
// over.
func TestARequestLeavesOutNoRuns(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"lr 0.1 except r12", "try adam but not r12", "adam, all but e4"} {
		req := asking(text)
		req.Runs = someRuns()
		if got := understand(t, NewGrammar(), req); got.Kind != Ask || !strings.Contains(got.Reply, "left out") {
			t.Errorf("%q: %s %q", text, got.Kind, got.Reply)
		}
	}
}
