package web

import (
	"bytes"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/bottest"
)

// say posts a message.
func (s *site) say(text string) answered {
	return s.send(http.MethodPost, "/api/messages", map[string]string{"content": text})
}

// TestActs checks that a message says what Trex did with the words.
func TestActs(t *testing.T) {
	t.Parallel()
	script := bottest.Script{
		"propose": bottest.Always(agent.Intent{Kind: agent.Propose, Project: "digits", Configs: bottest.Configs("lr", 0.5)}),
		"edit":    bottest.Always(agent.Intent{Kind: agent.Edit, Project: "digits", Configs: bottest.Configs("lr", 0.25)}),
		"which":   bottest.Always(agent.Intent{Kind: agent.Ask, Reply: "Which one?", Options: []string{"lr 0.1", "lr 0.2"}}),
		"status":  bottest.Always(agent.Intent{Kind: agent.Status}),
		"tell":    bottest.Always(agent.Intent{Kind: agent.Tell, Reply: "Good to know."}),
		"launch":  bottest.Always(agent.Intent{Kind: agent.Launch, Sure: true}),
		"stop":    bottest.Always(agent.Intent{Kind: agent.Stop, Select: agent.Select{Scope: agent.ScopeAll}, Sure: true}),
	}
	stage := bottest.NewStage(t, script)
	chat := NewChat(stage.Store)
	stage.Params.Platforms = append(stage.Params.Platforms, chat)
	stage.Start()
	s := serve(t, stage, chat, nil)
	for _, test := range []struct {
		say     string
		act     actName
		options []string
	}{
		{"propose", "propose", nil}, {"edit", "propose", nil}, {"which", "question", []string{"lr 0.1", "lr 0.2"}}, {"status", "ask", nil},
		{"tell", "tell", nil}, {"launch", "command", nil}, {"stop", "question", []string{"stop r1"}},
	} {
		got := into[messageJSON](s.say(test.say).want(http.StatusCreated))
		if got.Act != test.act || !slices.Equal(got.Options, test.options) {
			t.Errorf("%s: act %q, options %q, want %q and %q", test.say, got.Act, got.Options, test.act, test.options)
		}
	}
	all := into[[]messageJSON](s.get("/api/messages").want(http.StatusOK))
	if all[0].Act != "" || all[1].Act != "propose" {
		t.Errorf("acts of the first two messages: %q and %q", all[0].Act, all[1].Act)
	}
	for _, kind := range agent.Intents {
		if act := actName(kind.Kind.Act()); !slices.Contains(actNames[:], act) {
			t.Errorf("%s is the act %q", kind.Kind, act)
		}
	}
}

// TestPictureOfChosenRuns checks the address under which the chat shows a chart.
func TestPictureOfChosenRuns(t *testing.T) {
	t.Parallel()
	script := bottest.Script{"chart": bottest.Always(agent.Intent{
		Kind: agent.Chart, Runs: []trex.RunID{"r1", "r2"}, Metrics: []string{"loss"}, LogScale: true,
	})}
	stage := bottest.NewStage(t, script)
	chat := NewChat(stage.Store)
	stage.Params.Platforms = append(stage.Params.Platforms, chat)
	stage.Start()
	s := serve(t, stage, chat, nil)
	s.launch(0.1, 0.2, 0.3)
	s.Complete("r1", 5, 0.5)
	s.Complete("r2", 5, 0.25)
	s.say("chart").want(http.StatusCreated)
	body := s.get("/", asPage...).want(http.StatusOK).Body
	const address = "/compare/chart.png?logy=1&amp;metric=loss&amp;runs=r1%2Cr2&amp;"
	if !strings.Contains(body, `<img src="`+address) || !strings.Contains(body, `srcset="`+address+`theme=light&amp;`) {
		t.Errorf("the page does not show %s", address)
	}
	for _, query := range []string{"runs=r1,r2&metric=loss&logy=1", "runs=r1", "runs=r3", "runs=r1&metric=loss&metric=val_loss"} {
		if _, err := png.Decode(bytes.NewReader([]byte(s.get("/compare/chart.png?" + query).want(http.StatusOK).Body))); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
	s.get("/compare/chart.png?runs=r1&metric=f1").refused(http.StatusUnprocessableEntity, "invalid")
	s.get("/compare/chart.png?runs=r9").refused(http.StatusNotFound, "not_found")
}
