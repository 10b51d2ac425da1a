package bot_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/internal/bubble"
	"github.com/trex-ml/trex/lab"
)

// scene is a running bot on a service in memory, inside a synctest bubble: waiting
// takes no real time and ends when all goroutines are idle.
type scene struct {
	*bottest.Stage
	*bottest.Memory
	t *testing.T
}

// play runs a scene. prepare may change the bot's parameters, and may be nil.
func play(t *testing.T, understands agent.Agent, prepare func(*scene), run func(*scene)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		service := bottest.NewService("memory")
		s := &scene{t: t, Memory: bottest.NewMemory(t, service)}
		if prepare != nil {
			prepare(s)
		}
		stage := bottest.NewStage(t, understands, service.Platform())
		if s.Stage != nil { // prepared parameters
			stage.Params.Policies = s.Params.Policies
			stage.Rules = s.Rules
			if s.Params.Projects != nil {
				stage.Params.Projects = s.Params.Projects
			}
			if s.Params.Capacity != nil {
				stage.Params.Capacity = s.Params.Capacity
			}
		}
		s.Stage = stage
		s.Start()
		run(s)
	})
}

// with prepares parameters.
func with(params bot.Params) func(*scene) { return under(params, lab.Params{}) }

// under prepares parameters and rules.
func under(params bot.Params, rules lab.Params) func(*scene) {
	return func(s *scene) { s.Stage = &bottest.Stage{Params: params, Rules: rules} }
}

func (s *scene) settle() {
	bubble.Pass(20 * time.Second)
	synctest.Wait() // also for work that is due at exactly this time
}

// last returns the newest message that contains all parts.
func (s *scene) last(parts ...string) bottest.Shown {
	s.t.Helper()
	s.settle()
	for _, m := range slices.Backward(s.Shown()) {
		if containsAll(m.Text, parts) {
			return m
		}
	}
	for _, m := range s.Shown() {
		s.t.Logf("%s %v:\n%s\n%v", m.Ref, m.Thread, m.Text, m.Buttons)
	}
	s.t.Fatalf("nothing shown contains %q", parts)
	return bottest.Shown{}
}

func (s *scene) times(parts ...string) int {
	s.settle()
	n := 0
	for _, m := range s.Shown() {
		if containsAll(m.Text, parts) {
			n++
		}
	}
	return n
}

func containsAll(text string, parts []string) bool {
	return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(text, part) })
}

// launch launches a run for each learning rate for ann and returns their ids.
func (s *scene) launch(lrs ...float64) []trex.RunID {
	s.t.Helper()
	_, runs, err := s.Lab.LaunchNow(s.t.Context(), lab.Draft{
		Configs: bottest.Configs("lr", lrs...), By: s.Person("ann"),
		Thread: trex.Thread{Platform: "memory", Channel: "C1", ID: "T1"},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	var ids []trex.RunID
	for _, run := range runs {
		ids = append(ids, run.ID)
	}
	return ids
}

var lrTwo = bottest.Script{
	"two": bottest.Always(agent.Intent{
		Kind: agent.Propose, Project: "digits", Configs: bottest.Configs("lr", 0.1, 0.03), Reading: "2 runs: lr ∈ {0.1, 0.03}",
	}),
	"thirty": func(r agent.Request) agent.Intent {
		configs := slices.Clone(r.Open.Configs)
		for i := range configs {
			configs[i] = configs[i].Clone()
			configs[i]["epochs"] = trex.Number(30)
		}
		return agent.Intent{Kind: agent.Edit, Project: "digits", Configs: configs, Reading: "the same with epochs 30"}
	},
}
