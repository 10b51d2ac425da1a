package bot

import (
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
)

func TestScopeWords(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 18, 15, 0, 0, 0, time.UTC)
	day := now.Truncate(24 * time.Hour)
	adam := agent.Condition{Param: "optimizer", Op: trex.Equal, Values: []trex.Value{trex.Text("adam")}}
	rates := agent.Condition{Param: "lr", Op: trex.Equal, Values: []trex.Value{trex.Number(0.1), trex.Number(0.05)}}
	for _, test := range []struct {
		selected agent.Select
		is, none string
	}{
		{agent.Select{}, "digits", "there is no run of digits yet"},
		{agent.Select{Scope: agent.ScopeMine}, "your runs of digits", "you have no run of digits yet"},
		{agent.Select{Experiments: []trex.ExperimentID{"e1", "e3"}}, "e1 and e3", "there is no run of e1 and e3 yet"},
		{agent.Select{Where: []agent.Condition{adam}}, "the adam runs of digits", "no run of digits has optimizer adam yet"},
		{agent.Select{Where: []agent.Condition{rates}}, "the lr 0.1 or 0.05 runs of digits", "no run of digits has lr 0.1 or 0.05 yet"},
		{
			agent.Select{Where: []agent.Condition{{Param: "lr", Op: trex.Less, Values: []trex.Value{trex.Number(0.02)}}}},
			"the lr < 0.02 runs of digits", "no run of digits has lr < 0.02 yet",
		},
		{
			agent.Select{Where: []agent.Condition{adam}, Statuses: []trex.Status{trex.Failed}, Experiments: []trex.ExperimentID{"e1"}},
			"the failed adam runs of e1", "no run of e1 has optimizer adam and failed",
		},
		{
			agent.Select{Statuses: []trex.Status{trex.Pending, trex.Running}, Scope: agent.ScopeMine},
			"your waiting or running runs of digits", "none of your runs of digits is waiting or running",
		},
		{agent.Select{By: trex.Person{Name: "bob"}}, "bob's runs of digits", "bob has no run of digits yet"},
		{
			agent.Select{By: trex.Person{Name: "bob"}, Statuses: []trex.Status{trex.Running}},
			"bob's running runs of digits", "none of bob's runs of digits is running",
		},
		{agent.Select{Rank: agent.RankWorst}, "the worst run of digits", "no run of digits has a result"},
		{agent.Select{Rank: agent.RankBest, Limit: 3}, "the best 3 runs of digits", "no run of digits has a result"},
		{agent.Select{Rank: agent.RankUpper, Where: []agent.Condition{adam}}, "the top half of the adam runs of digits", "no run of digits has optimizer adam and has a result yet"},
		{agent.Select{Limit: 5}, "the last 5 runs of digits", "there is no run of digits yet"},
		{agent.Select{Since: day}, "the runs of digits today", "there was no run of digits today"},
		{agent.Select{Since: day.Add(-24 * time.Hour), Until: day}, "the runs of digits yesterday", "there was no run of digits yesterday"},
		{agent.Select{Since: day.Add(13 * time.Hour)}, "the runs of digits since 13:00", "there was no run of digits since 13:00"},
		{agent.Select{Since: day.AddDate(0, 0, -2)}, "the runs of digits since Mon 16 Mar", "there was no run of digits since Mon 16 Mar"},
		{
			agent.Select{Statuses: []trex.Status{trex.Failed}, Since: day.Add(-2 * time.Hour), Until: day.Add(6 * time.Hour)},
			"the failed runs of digits from Tue 17 Mar 22:00 to Wed 18 Mar 06:00", "no run of digits failed from Tue 17 Mar 22:00 to Wed 18 Mar 06:00",
		},
		{
			agent.Select{Scope: agent.ScopeAll, Except: &agent.Select{Where: []agent.Condition{adam}}},
			"the runs of digits except the adam runs", "there is no run of digits but the adam runs yet",
		},
	} {
		s := scope{selected: test.selected, project: "digits", now: now}
		if got := s.String(); got != test.is {
			t.Errorf("%+v is called %q, want %q", test.selected, got, test.is)
		}
		if got := s.none(); got != test.none {
			t.Errorf("%+v finds none: %q, want %q", test.selected, got, test.none)
		}
	}
}
