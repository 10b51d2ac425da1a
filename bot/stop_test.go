package bot_test

import (
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
)

// stopByID is what a command means that names runs and nothing else.
func stopByID(ids ...trex.RunID) agent.Intent {
	return agent.Intent{Kind: agent.Stop, Select: agent.Select{Runs: ids}, Runs: ids, Sure: true}
}

func stopSelected(s agent.Select, sure bool) agent.Intent {
	return agent.Intent{Kind: agent.Stop, Select: s, Scope: s.Scope, Sure: sure}
}

// TestStopAsks checks when a command acts at once, and what its question names.
func TestStopAsks(t *testing.T) {
	t.Parallel()
	unsure := stopByID("r1")
	unsure.Sure = false
	keepOne := stopSelected(agent.Select{Scope: agent.ScopeAll, Except: &agent.Select{Runs: []trex.RunID{"r2"}}}, true)
	large := agent.Condition{Param: "lr", Op: trex.Equal, Values: []trex.Value{trex.Number(0.2), trex.Number(0.3)}}
	for _, test := range []struct {
		name    string
		intent  agent.Intent
		want    string
		options []string
		left    string // still active when the question's button was clicked
	}{
		{"ById", stopByID("r1", "r3"), "■ took r1 and r3 off the queue", nil, "r2"},
		{"NotSure", unsure, "Stop r1 (lr 0.1)?", []string{"stop r1"}, "r2 r3"},
		{"ExperimentById", stopSelected(agent.Select{Experiments: []trex.ExperimentID{"e1"}}, true), "■ took r1, r2 and r3 off the queue", nil, ""},
		{"ThreadsExperiment", agent.Intent{Kind: agent.Stop, Experiment: "e1", Sure: true}, "Stop 3 runs: r1, r2 and r3?", []string{"stop r1, r2 and r3"}, ""},
		{"ByValue", stopSelected(agent.Select{Where: []agent.Condition{large}}, true), "Stop 2 runs: r2 and r3?", []string{"stop r2 and r3"}, "r1"},
		{"ByState", stopSelected(agent.Select{Statuses: []trex.Status{trex.Pending}}, true), "Stop 3 runs", []string{"stop r1, r2 and r3"}, ""},
		{"Everything", stopSelected(agent.Select{Scope: agent.ScopeAll}, true), "Stop 3 runs", []string{"stop r1, r2 and r3"}, ""},
		{"Except", keepOne, "Stop 2 runs: r1 and r3?\nkeeps r2", []string{"stop r1 and r3"}, "r2"},
		{"Nothing", agent.Intent{Kind: agent.Stop, Select: agent.Select{Statuses: []trex.Status{trex.Running}}, Sure: true}, "no run of digits is waiting or running", nil, "r1 r2 r3"},
		{"NoSuchRun", stopByID("r99"), "there is no run r99", nil, "r1 r2 r3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			play(t, bottest.Script{"stop": bottest.Always(test.intent)}, nil, func(s *scene) {
				s.launch(0.1, 0.2, 0.3)
				s.Say("ann", s.Channel(), "stop")
				m := s.last(test.want)
				message := m.Raw.(chat.Message)
				if got := strings.Join(message.Options, "; "); got != strings.Join(test.options, "; ") {
					t.Errorf("options %q", got)
				}
				if want := map[bool]string{true: "question", false: "command"}[len(test.options) > 0]; message.Act != want {
					t.Errorf("act %q, want %q", message.Act, want)
				}
				if len(m.Buttons) > 0 {
					s.Click("ann", m, m.Buttons[0])
				}
				s.settle()
				var left []string
				for _, run := range s.Runs("e1") {
					if !run.Status.Final() {
						left = append(left, string(run.ID))
					}
				}
				if got := strings.Join(left, " "); got != test.left {
					t.Errorf("active: %s, want %s", got, test.left)
				}
			})
		})
	}
}

// TestStopNamesWhatEnded checks that runs which cannot be stopped are named.
func TestStopNamesWhatEnded(t *testing.T) {
	t.Parallel()
	script := bottest.Script{
		"stop both": bottest.Always(stopByID("r1", "r2")), "stop all": bottest.Always(stopByID("r1", "r2", "r3")),
		"stop r1": bottest.Always(stopByID("r1")),
	}
	play(t, script, nil, func(s *scene) {
		s.launch(0.1, 0.2, 0.3)
		s.Complete("r1", 2, 0.5)
		s.Worker.Start("r2")
		s.Finish("r2", trex.Failed, "disk full", nil)
		s.Say("ann", s.Channel(), "stop both")
		s.last("Nothing to stop: r1 (completed) and r2 (failed) ended already.")
		s.Say("ann", s.Channel(), "stop r1")
		s.last("r1 is completed already.")
		s.Say("ann", s.Channel(), "stop all")
		s.last("took r3 off the queue", "r1 (completed) and r2 (failed) had ended meanwhile")
	})
}

// TestStopButtonStopsNoLaterRun checks that a question's button stops only what it
// listed, also when there are more runs by then.
func TestStopButtonStopsNoLaterRun(t *testing.T) {
	t.Parallel()
	script := bottest.Script{"stop mine": bottest.Always(stopSelected(agent.Select{Scope: agent.ScopeMine}, true))}
	play(t, script, nil, func(s *scene) {
		s.launch(0.1, 0.2)
		s.Say("ann", s.Channel(), "stop mine")
		ask := s.last("Stop 2 runs: r1 and r2?")
		s.launch(0.3)
		s.Click("ann", ask, "Stop 2 runs")
		s.settle()
		if got := s.active(); got["ann digits"] != 1 {
			t.Errorf("active: %v, want the run launched later", got)
		}
	})
}
