package bot_test

import (
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
)

// TestAnswersOfSeveralProjects checks that values of different projects are never
// compared, and that each answer says of what it is.
func TestAnswersOfSeveralProjects(t *testing.T) {
	t.Parallel()
	other := bottest.Project()
	other.Name, other.Objective = "other", trex.Objective{Metric: "val_loss", Goal: trex.Maximize}
	both := []trex.RunID{"r1", "r3"}
	tests := []struct {
		name   string
		intent agent.Intent
		want   []string
	}{
		{"Best", agent.Intent{Kind: agent.Best}, []string{"★ r2 is best of digits: val_loss 0.2500", "★ r3 is best of other: val_loss 0.8800"}},
		{"BestOfOne", agent.Intent{Kind: agent.Best, Project: "other"}, []string{"★ r3 is best of other: val_loss 0.8800"}},
		{"BestOfBoth", agent.Intent{Kind: agent.Best, Runs: both}, []string{"r1 is a run of digits and r3 is a run of other: their values cannot be compared"}},
		{"Compare", agent.Intent{Kind: agent.Compare, Runs: both}, []string{"their values cannot be compared"}},
		{"CompareExperiments", agent.Intent{Kind: agent.Compare, Select: agent.Select{Experiments: []trex.ExperimentID{"e1", "e2"}}}, []string{"their values cannot be compared"}},
		{"Diff", agent.Intent{Kind: agent.Diff, Runs: both}, []string{"their values cannot be compared"}},
		{"Chart", agent.Intent{Kind: agent.Chart, Runs: both}, []string{"their values cannot be compared"}},
		{"List", agent.Intent{Kind: agent.List}, []string{"all projects: 4 runs", "digits · lr 0.1", "other · lr 0.3"}},
		{"ListOfOne", agent.Intent{Kind: agent.List, Project: "other"}, []string{"other: 2 runs"}},
		{"Hours", agent.Intent{Kind: agent.Hours}, []string{"all projects: ", "digits  2", "other  2"}},
		{"Unknown", agent.Intent{Kind: agent.List, Project: "resnet"}, []string{"there is no run of resnet yet"}},
		{"Unknown metric", agent.Intent{Kind: agent.Best, Project: "other", Metrics: []string{"gnorm"}}, []string{"gnorm of other: largest 9 (r4), smallest 4 (r3)", "I do not know which values of gnorm are better"}},
		{"Metric", agent.Intent{Kind: agent.Show, Runs: []trex.RunID{"r4"}, Fields: []string{"metric:gnorm"}}, []string{"r4: gnorm between 9 (epoch 1) and 9 (epoch 1), last 9 (epoch 1)"}},
	}
	script := bottest.Script{}
	for _, test := range tests {
		script[test.name] = bottest.Always(test.intent)
	}
	play(t, script, with(bot.Params{Projects: trex.Projects{bottest.Project(), other}}), func(s *scene) {
		s.launchFor("ann", "digits", bottest.Configs("lr", 0.1, 0.2))
		s.launchFor("ann", "other", bottest.Configs("lr", 0.3, 0.4))
		s.Complete("r1", 2, 0.5)
		s.Complete("r2", 2, 0.25)
		s.Complete("r3", 2, 0.75)
		s.Worker.Start("r4")
		s.TrainTo("r4", 2, 0.125)
		for id, value := range map[trex.RunID]float64{"r3": 4, "r4": 9} {
			err := s.Store.AppendPoints(s.t.Context(), trex.Append{Run: id, Points: []trex.Point{{Metric: "gnorm", Step: 1, Value: value}}})
			if err != nil {
				t.Fatal(err)
			}
		}
		s.Finish("r4", trex.Completed, "", nil)
		s.settle()
		for _, test := range tests {
			shown := len(s.Shown())
			s.Say("ann", s.Channel(), test.name)
			s.settle()
			if answer := s.Shown()[shown:]; len(answer) != 1 || !containsAll(answer[0].Text, test.want) {
				t.Errorf("%s: answered %+v, want %q", test.name, answer, test.want)
			}
		}
	})
}
