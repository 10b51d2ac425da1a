package bot_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/bubble"
)

// question is a question on the server of answered, with the parts that its answer has
// and those that it must not have.
type question struct {
	name   string
	intent agent.Intent
	want   []string
	not    []string
}

func where(param string, values ...trex.Value) []agent.Condition {
	return []agent.Condition{{Param: param, Op: trex.Equal, Values: values}}
}

// answered asks on a server where e1 (lr 0.1 and 0.01, ann) is done, r3 (adam) of bob
// failed, r4 (adam) runs and r5 waits.
func answered(t *testing.T, questions []question) {
	t.Helper()
	script := bottest.Script{}
	for _, q := range questions {
		script[q.name] = bottest.Always(q.intent)
	}
	play(t, script, with(bot.Params{Capacity: bottest.Capacity{Slots: 2, Busy: 2}}), func(s *scene) {
		s.launch(0.1, 0.01)
		s.Worker.Start("r1")
		bubble.Pass(90 * time.Minute)
		s.TrainTo("r1", 4, 0.5)
		s.Finish("r1", trex.Completed, "", nil)
		s.Complete("r2", 4, 0.25)
		adam := bottest.Configs("optimizer", 0, 0, 0)
		for i := range adam {
			adam[i]["optimizer"], adam[i]["seed"] = trex.Text("adam"), trex.Number(float64(i))
		}
		s.launchFor("bob", "", adam)
		s.Worker.Start("r3", 0, 1)
		bubble.Pass(30 * time.Minute)
		s.Finish("r3", trex.Failed, "disk full", nil)
		s.Worker.Start("r4")
		s.TrainTo("r4", 4, 0.75)
		s.settle()
		for _, q := range questions {
			shown := len(s.Shown())
			s.Say("ann", s.Channel(), q.name)
			synctest.Wait()
			answers := s.Shown()[shown:]
			if len(answers) != 1 {
				t.Errorf("%s: %d answers", q.name, len(answers))
				continue
			}
			if !containsAll(answers[0].Text, q.want) {
				t.Errorf("%s: answered\n%s\nwant %q", q.name, answers[0].Text, q.want)
			}
			for _, part := range q.not {
				if strings.Contains(answers[0].Text, part) {
					t.Errorf("%s: answered\n%s\nwith %q", q.name, answers[0].Text, part)
				}
			}
			if act := answers[0].Raw.(chat.Message).Act; act != "ask" {
				t.Errorf("%s: act %q", q.name, act)
			}
		}
	})
}

func TestLists(t *testing.T) {
	t.Parallel()
	list := func(s agent.Select) agent.Intent { return agent.Intent{Kind: agent.List, Select: s} }
	adam := where("optimizer", trex.Text("adam"))
	answered(t, []question{
		{"All", list(agent.Select{Scope: agent.ScopeAll}), []string{"digits: 5 runs · 1 running, 1 waiting, 2 completed, 1 failed", "r5", "r1"}, nil},
		{"ByValue", list(agent.Select{Where: adam}), []string{"the adam runs of digits: 3 runs", "r3", "r4", "r5"}, []string{"r1 ", "r2 "}},
		{"ByValueNone", list(agent.Select{Where: where("dropout", trex.Number(0.3))}), []string{"no run of digits has dropout 0.3 yet"}, nil},
		{"ByState", list(agent.Select{Statuses: []trex.Status{trex.Failed}}), []string{"the failed runs of digits: 1 run", "r3", "disk full"}, []string{"r1"}},
		{"ByStateNone", list(agent.Select{Statuses: []trex.Status{trex.Cancelled}}), []string{"no run of digits was stopped"}, nil},
		{"Mine", list(agent.Select{Scope: agent.ScopeMine}), []string{"your runs of digits: 2 runs"}, []string{"r3"}},
		{"MineOfExperiments", list(agent.Select{Scope: agent.ScopeMine, Experiments: []trex.ExperimentID{"e1", "e2"}}), []string{"your runs of e1 and e2: 2 runs"}, []string{"r3"}},
		{"Bobs", list(agent.Select{By: trex.Person{Platform: "memory", ID: "U-bob", Name: "bob"}}), []string{"bob's runs of digits: 3 runs"}, []string{"r1 "}},
		{"BobsStatus", agent.Intent{Kind: agent.Status, Select: agent.Select{By: trex.Person{Platform: "memory", ID: "U-bob", Name: "bob"}}}, []string{"bob's runs of digits: 3 runs"}, []string{"r1 "}},
		{"LastTwo", list(agent.Select{Limit: 2}), []string{"the last 2 runs of digits", "r5", "r4"}, []string{"r3"}},
		{"Except", list(agent.Select{Where: adam, Except: &agent.Select{Runs: []trex.RunID{"r4"}}}), []string{"the adam runs of digits except r4: 2 runs"}, []string{"75"}},
		{"Experiments", list(agent.Select{Experiments: []trex.ExperimentID{"e1", "e2"}}), []string{"e1 and e2: 5 runs", "e1  digits  2 completed  r2 lr 0.01  val_loss 0.25", "e2  digits"}, nil},
		{"Today", list(agent.Select{Since: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)}), []string{"the runs of digits today: 5 runs", "e2  seed ∈ 2, 1, 0 · optimizer adam", "e1  lr ∈ 0.01, 0.1", "r5, r4, r3, r2 and r1"}, nil},
		{"ByExperiment", agent.Intent{Kind: agent.List, Select: agent.Select{Scope: agent.ScopeAll}, Fields: []string{"experiments"}}, []string{"digits: 5 runs", "e2  seed ∈ 2, 1, 0", "e1  lr ∈ 0.01, 0.1"}, nil},
		{"Long ago", list(agent.Select{Since: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(1999, 1, 2, 0, 0, 0, 0, time.UTC)}), []string{"there was no run of digits from Fri 1 Jan"}, nil},
		{"StatusByState", agent.Intent{Kind: agent.Status, Select: agent.Select{Statuses: []trex.Status{trex.Pending}}, Runs: []trex.RunID{"r5"}}, []string{"r5"}, []string{"r4"}},
		{"StatusNone", agent.Intent{Kind: agent.Status, Statuses: []trex.Status{trex.Cancelled}}, []string{"no run of digits was stopped"}, nil},
		{"Unknown", list(agent.Select{Runs: []trex.RunID{"r99"}}), []string{"there is no run r99"}, nil},
	})
}

func TestFacts(t *testing.T) {
	t.Parallel()
	show := func(field string, runs ...trex.RunID) agent.Intent {
		return agent.Intent{Kind: agent.Show, Select: agent.Select{Runs: runs}, Runs: runs, Fields: []string{field}}
	}
	of := func(field string) agent.Intent {
		return agent.Intent{Kind: agent.Show, Select: agent.Select{Experiments: []trex.ExperimentID{"e2"}}, Experiment: "e2", Fields: []string{field}}
	}
	answered(t, []question{
		{"Param", show("param:lr", "r2"), []string{"r2: lr 0.01"}, nil},
		{"ParamSpelled", show("param:Batch-Size", "r2"), []string{"r2: batch_size 32"}, nil},
		{"NoParam", show("param:warmup", "r2"), []string{"r2: it has no parameter warmup, but batch_size, epochs"}, nil},
		{"Params", show("param:lr", "r1", "r2"), []string{"lr of r1 and r2: 2 runs", "r1: lr 0.1\nr2: lr 0.01"}, nil},
		{"Values", agent.Intent{Kind: agent.Show, Select: agent.Select{Scope: agent.ScopeAll}, Fields: []string{"param:lr"}}, []string{"lr of digits: 0.01 and 0.1 (5 runs)", "0.01: r2\n0.1: r5, r4, r3 and r1"}, nil},
		{"ParamOfAll", of("param:optimizer"), []string{"e2, all 3 alike: optimizer adam"}, nil},
		{"Objective", show("metric:val_loss", "r2"), []string{"r2: val_loss best 0.2500 (epoch 4), last 0.2500 (epoch 4)"}, nil},
		{"Metric", show("metric:Loss", "r2"), []string{"r2: loss best 0.1250 (epoch 4)"}, nil},
		{"AnyMetric", show("metric:", "r2"), []string{"r2: val_loss best 0.2500"}, nil},
		{"NoMetric", show("metric:f1", "r2"), []string{"r2: reported no f1, but loss and val_loss"}, nil},
		{"NoMetricYet", show("metric:f1", "r5"), []string{"r5: has not started: waiting for a slot"}, nil},
		{"Config", show("config", "r2"), []string{"r2: lr 0.01 · epochs 10 · batch_size 32 · hidden 64 · optimizer sgd · nesterov false · seed 0"}, nil},
		{"Duration", show("duration", "r1"), []string{"r1: took 1 h 30 min, completed"}, nil},
		{"DurationRunning", show("duration", "r4"), []string{"r4: running for 20 s, since"}, nil},
		{"DurationWaiting", show("duration", "r5"), []string{"r5: has not started: waiting for a slot"}, nil},
		{"Progress", show("progress", "r4"), []string{"r4: epoch 4/4, 100 %"}, nil},
		{"EtaDone", show("eta", "r3"), []string{"r3: failed "}, nil},
		{"Person", show("person", "r3"), []string{"r3: asked for and launched by bob", "in e2"}, nil},
		{"PersonOfExperiment", of("person"), []string{"e2: asked for and launched by bob"}, nil},
		{"EtaOfExperiment", of("eta"), []string{"e2: ", "left, done at about", "1 running, 1 waiting, 1 failed"}, nil},
		{"Capacity", agent.Intent{Kind: agent.Show, Fields: []string{"capacity"}}, []string{"an experiment has at most 100 runs, of which 2 at a time run here: 2 of 2 slots busy, 0 runs waiting"}, nil},
		{"Started", show("started", "r3"), []string{"r3: launched ", ", started "}, nil},
		{"EtaOfAll", agent.Intent{Kind: agent.Show, Fields: []string{"eta"}}, []string{"r4: ", "1 run waiting"}, []string{"r1"}},
		{"None", agent.Intent{Kind: agent.Show, Select: agent.Select{Statuses: []trex.Status{trex.Cancelled}}, Fields: []string{"param:lr"}}, []string{"no run of digits was stopped"}, nil},
	})
}

func TestRankings(t *testing.T) {
	t.Parallel()
	best := func(s agent.Select, metrics ...string) agent.Intent {
		return agent.Intent{Kind: agent.Best, Select: s, Metrics: metrics}
	}
	adam := where("optimizer", trex.Text("adam"))
	answered(t, []question{
		{"Best", best(agent.Select{}), []string{"★ r2 is best of digits: val_loss 0.2500"}, nil},
		{"BestOfAdam", best(agent.Select{Where: adam, Rank: agent.RankBest}), []string{"★ r4 is best of the adam runs of digits: val_loss 0.7500", "still running: r4"}, []string{"r2"}},
		{"BestOfNone", best(agent.Select{Where: where("optimizer", trex.Text("momentum"))}), []string{"no run of digits has optimizer momentum yet"}, nil},
		{"Top", best(agent.Select{Rank: agent.RankBest, Limit: 2}), []string{"the best 2 of digits by val_loss: r2 0.2500 and r1 0.5000"}, nil},
		{"TopOfFew", best(agent.Select{Rank: agent.RankBest, Limit: 7}), []string{"the best 3 of digits", "(only 3 have a result)"}, nil},
		{"Worst", best(agent.Select{Rank: agent.RankWorst, Limit: 2}), []string{"the worst 2 of digits by val_loss: r4 0.7500 and r1 0.5000"}, nil},
		{"OtherMetric", best(agent.Select{Experiments: []trex.ExperimentID{"e1"}}, "loss"), []string{"★ r2 is best of e1: loss 0.1250"}, nil},
		{"NoMetric", best(agent.Select{}, "f1"), []string{"digits: no run has reported f1 yet", "reported loss and val_loss"}, nil},
		{"NoResult", best(agent.Select{Runs: []trex.RunID{"r5"}}), []string{"r5: no run has reported val_loss yet"}, nil},
		{"CompletedOnly", best(agent.Select{Statuses: []trex.Status{trex.Completed}, Rank: agent.RankWorst}), []string{"r1 is worst of the completed runs of digits: val_loss 0.5000"}, nil},
	})
}

func TestComparisons(t *testing.T) {
	t.Parallel()
	compare := func(s agent.Select) agent.Intent { return agent.Intent{Kind: agent.Compare, Select: s, Runs: s.Runs} }
	rates := where("lr", trex.Number(0.1), trex.Number(0.01))
	answered(t, []question{
		{"Two", compare(agent.Select{Runs: []trex.RunID{"r1", "r2"}}), []string{"r2 (lr 0.01) has the lower val_loss: 0.2500 against 0.5000 of r1 (lr 0.1), 50 % below", "one seed each"}, nil},
		{"OneWithout", compare(agent.Select{Runs: []trex.RunID{"r1", "r5"}}), []string{"r1 has val_loss 0.5000; r5 (waiting) has none to compare"}, nil},
		{"Experiments", compare(agent.Select{Experiments: []trex.ExperimentID{"e1", "e2"}}), []string{"e1 has the best val_loss: 0.2500 (r2), e2 has 0.7500 (r4)", "optimizer (sgd in e1, adam in e2)"}, nil},
		{"OneIsEmpty", compare(agent.Select{Where: where("optimizer", trex.Text("sgd")), Experiments: []trex.ExperimentID{"e1", "e2"}}), []string{"too few have reported values to compare", "e2    no such run"}, nil},
		{"Values", compare(agent.Select{Where: rates, Experiments: []trex.ExperimentID{"e1"}}), []string{"best val_loss of e1: 0.2500 (r2) with lr 0.01, 0.5000 (r1) with lr 0.1", "one run each"}, nil},
		{"ValuesOfAll", compare(agent.Select{Where: rates}), []string{"0.2500 (r2) with lr 0.01"}, nil},
		{"ValueUntried", compare(agent.Select{Where: where("lr", trex.Number(0.1), trex.Number(0.7))}), []string{"no run of digits has lr 0.7; lr 0.1 has at best val_loss 0.5000 (r1)"}, nil},
		{"ValuesUntried", compare(agent.Select{Where: where("hidden", trex.Number(1), trex.Number(2))}), []string{"no run of digits has hidden 1 or 2 yet"}, nil},
		{"Diff", agent.Intent{Kind: agent.Diff, Runs: []trex.RunID{"r1", "r3"}}, []string{"r1 and r3 differ in optimizer", "parameter  r1  r3\noptimizer  sgd  adam"}, nil},
		{"DiffOne", agent.Intent{Kind: agent.Diff, Runs: []trex.RunID{"r2"}}, []string{"r2 differs from the defaults in lr", "parameter  default  r2"}, nil},
		{"DiffSame", agent.Intent{Kind: agent.Diff, Runs: []trex.RunID{"r1", "r1"}}, []string{"the configurations of", "are the same"}, nil},
	})
}

func TestHours(t *testing.T) {
	t.Parallel()
	hours := func(s agent.Select) agent.Intent { return agent.Intent{Kind: agent.Hours, Select: s} }
	answered(t, []question{
		{"All", hours(agent.Select{Scope: agent.ScopeAll}), []string{"digits: 1 GPU-hour, 2 run hours in 4 runs", "ann  2  1.5  0", "bob  2  0.51  1"}, nil},
		{"Mine", hours(agent.Select{Scope: agent.ScopeMine}), []string{"your runs of digits: 1.5 run hours in 2 runs", "none of them had a GPU"}, nil},
		{"LastMinute", hours(agent.Select{Since: time.Date(2000, 1, 1, 2, 0, 0, 0, time.UTC)}), []string{"run hours in 1 run since"}, []string{"ann"}},
		{"Before", hours(agent.Select{Since: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(1999, 1, 2, 0, 0, 0, 0, time.UTC)}), []string{"no run of digits ran from Fri 1 Jan"}, nil},
	})
}

func TestWhy(t *testing.T) {
	t.Parallel()
	why := func(runs ...trex.RunID) agent.Intent { return agent.Intent{Kind: agent.Explain, Runs: runs} }
	answered(t, []question{
		{"Failed", why("r3"), []string{"✖ r3 failed after 30 min: disk full"}, nil},
		{"Running", why("r4"), []string{"r4 did not fail and was not stopped: it is running"}, nil},
		{"Completed", why("r1"), []string{"r1 did not fail: it is completed"}, nil},
		{"LastRun", agent.Intent{Kind: agent.Explain, Select: agent.Select{Limit: 1}, Runs: []trex.RunID{"r5"}}, []string{"✖ r3 failed after 30 min: disk full"}, nil},
		{"NoneFailed", agent.Intent{Kind: agent.Explain, Experiment: "e1"}, []string{"none of these failed: 2 completed"}, nil},
		{"NoneSelected", agent.Intent{Kind: agent.Explain, Select: agent.Select{Statuses: []trex.Status{trex.Failed}, Experiments: []trex.ExperimentID{"e1"}}}, []string{"no run of e1 failed"}, nil},
	})
}
