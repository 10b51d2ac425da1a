package bot_test

import (
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/lab"
)

// moreThanAPage is a number of runs that does not fit on one page of a list.
const moreThanAPage = 1200

var stopLines = bottest.Script{
	"stop everything": bottest.Always(agent.Intent{Kind: agent.Stop, Scope: agent.ScopeAll}),
	"stop mine":       bottest.Always(agent.Intent{Kind: agent.Stop, Scope: agent.ScopeMine}),
	"stop all digits": bottest.Always(agent.Intent{Kind: agent.Stop, Scope: agent.ScopeAll, Project: "digits"}),
	"stop e1": bottest.Always(agent.Intent{
		Kind: agent.Stop, Experiment: "e1", Select: agent.Select{Experiments: []trex.ExperimentID{"e1"}}, Sure: true,
	}),
	"rerun": bottest.Always(agent.Intent{Kind: agent.Propose, Project: "digits", Configs: bottest.Configs("lr", 0.001)}),
}

// spread returns n learning rates, none of them the default.
func spread(n int) []float64 {
	lrs := make([]float64, n)
	for i := range lrs {
		lrs[i] = float64(i+1) / 1000
	}
	return lrs
}

func (s *scene) launchFor(person, project string, configs []trex.RunConfig) {
	s.t.Helper()
	_, _, err := s.Lab.LaunchNow(s.t.Context(), lab.Draft{
		Project: project, Configs: configs, By: s.Person(person), Thread: s.Channel(),
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *scene) active() map[string]int {
	s.t.Helper()
	runs, err := s.Store.ListActive(s.t.Context(), trex.RunScope{All: true})
	if err != nil {
		s.t.Fatal(err)
	}
	active := make(map[string]int)
	for _, run := range runs {
		if run.StopAsked.IsZero() {
			active[run.Requester.Name+" "+run.Project]++
		}
	}
	return active
}

// TestStopSparesNothing checks that the oldest runs, which are the running ones, are
// stopped however many wait behind them; others' runs go on and are counted.
func TestStopSparesNothing(t *testing.T) {
	t.Parallel()
	play(t, stopLines, under(bot.Params{}, lab.Params{MaxRuns: moreThanAPage}), func(s *scene) {
		s.launchFor("ann", "", bottest.Configs("lr", spread(moreThanAPage)...))
		s.Worker.Start("r1")
		s.Worker.Start("r2")
		s.launchFor("bob", "", bottest.Configs("lr", 1, 2))
		s.Say("ann", s.Channel(), "stop everything")
		ask := s.last("Stop 1,200 runs: r1, r2, r3", "2 runs of others left alone")
		s.Click("ann", ask, "Stop 1,200 runs")
		s.last("■ stopping r1 and r2, took r3, r4")
		if got := s.active(); len(got) != 1 || got["bob digits"] != 2 {
			t.Errorf("still active: %v, want bob's two", got)
		}
	})
}

// TestAStopButtonMeansWhatItWasShownFor checks that a button for more runs than it
// can name has their common scope, and no wider one.
func TestAStopButtonMeansWhatItWasShownFor(t *testing.T) {
	t.Parallel()
	other := bottest.Project()
	other.Name = "other"
	projects := bot.Params{Projects: trex.Projects{bottest.Project(), other}}
	scattered := func(s *scene) { // runs whose ids are not consecutive
		for range 60 {
			s.launchFor("ann", "other", bottest.Configs("lr", 1))
			s.launchFor("ann", "digits", bottest.Configs("lr", 1))
		}
	}
	admin := lab.Params{Admins: map[string][]string{"memory": {"U-ann"}}}
	t.Run("Project", func(t *testing.T) {
		play(t, stopLines, under(projects, admin), func(s *scene) {
			scattered(s)
			s.Say("ann", s.Channel(), "stop all digits")
			s.Click("ann", s.last("Stop 60 runs: r2, r4"), "Stop 60 runs")
			s.settle()
			if got := s.active(); len(got) != 1 || got["ann other"] != 60 {
				t.Errorf("still active: %v, want the other project's", got)
			}
		})
	})
	t.Run("Experiment", func(t *testing.T) {
		play(t, stopLines, under(projects, lab.Params{}), func(s *scene) {
			s.launchFor("ann", "digits", bottest.Configs("lr", spread(100)...))
			s.launchFor("ann", "other", bottest.Configs("lr", 1))
			for id := int64(1); id <= 100; id += 2 {
				s.Worker.Start(trex.MakeRunID(id))
				s.Finish(trex.MakeRunID(id), trex.Failed, "disk full", nil)
			}
			s.Say("ann", s.Channel(), "stop e1")
			s.last("■ took r2, r4")
			if got := s.active(); len(got) != 1 || got["ann other"] != 1 {
				t.Errorf("still active: %v, want the other experiment's", got)
			}
		})
	})
	t.Run("NothingButOthers", func(t *testing.T) {
		play(t, stopLines, nil, func(s *scene) {
			s.launchFor("bob", "", bottest.Configs("lr", 1, 2))
			s.Say("ann", s.Channel(), "stop everything")
			s.last("others asked for these runs")
			s.Say("ann", s.Channel(), "stop mine")
			s.last("none of your runs of digits is waiting or running")
			if got := s.active(); got["bob digits"] != 2 {
				t.Errorf("still active: %v, want bob's two", got)
			}
		})
	})
}

// TestOldRunsCount checks that an equal run and the baseline are found among more
// runs than a page has.
func TestOldRunsCount(t *testing.T) {
	t.Parallel()
	play(t, stopLines, under(bot.Params{}, lab.Params{MaxRuns: moreThanAPage}), func(s *scene) {
		s.launchFor("ann", "", bottest.Configs("lr", 0.001, 0.1))
		s.Complete("r1", 1, 0.25)
		s.Complete("r2", 1, 0.25)
		s.launchFor("bob", "", bottest.Configs("lr", spread(moreThanAPage)[1:]...))
		s.settle()
		for _, run := range s.Runs("e2") {
			s.Worker.Start(run.ID)
			s.Finish(run.ID, trex.Completed, "", nil)
		}
		s.Say("ann", s.Channel(), "rerun")
		s.Click("ann", s.last("this run equals r1 (completed, val_loss 0.2500)"), "Launch")
		s.settle()
		newest := s.Experiments()[0].ID
		s.Complete(s.Runs(newest)[0].ID, 1, 0.125)
		if m := s.last(string(newest) + " is done"); !strings.Contains(m.Text, "50 % below your baseline r2") {
			t.Errorf("the end says %q", m.Text)
		}
	})
}
