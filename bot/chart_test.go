package bot_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/look"
	"github.com/trex-ml/trex/lab"
)

func chartOf(runs []trex.RunID, log bool, metrics ...string) agent.Intent {
	return agent.Intent{Kind: agent.Chart, Runs: runs, Metrics: metrics, LogScale: log}
}

func TestCharts(t *testing.T) {
	t.Parallel()
	one, two := []trex.RunID{"r1"}, []trex.RunID{"r1", "r2"}
	tests := []struct {
		name   string
		intent agent.Intent
		want   string
		alt    string // "": no picture
	}{
		{"Objective", chartOf(two, false), "val_loss of r1 and r2", "val_loss of r1 and r2 over epochs"},
		{"Log", chartOf(one, true), "val_loss of r1, logarithmic", "val_loss of r1 over epochs, logarithmic"},
		{"Metrics", chartOf(one, false, "loss", "val_loss"), "loss and val_loss of r1", "loss and val_loss of r1 over epochs"},
		{"Spelled", chartOf(one, false, "Val Loss"), "val_loss of r1", "val_loss of r1 over epochs"},
		{"Missing", chartOf(two, false, "f1"), "r1 and r2 reported no f1, but loss and val_loss", ""},
		{"PartlyMissing", chartOf(two, false, "f1", "loss"), "reported no f1", "loss of r1 and r2 over epochs"},
		{"Waiting", chartOf([]trex.RunID{"r3"}, false), "r3: nothing to draw yet, 1 waiting", ""},
		{"Experiment", agent.Intent{Kind: agent.Chart, Experiment: "e1"}, "val_loss of e1", "val_loss of r1 and r2 over epochs"},
		{"Nothing", agent.Intent{Kind: agent.Chart, Select: agent.Select{Statuses: []trex.Status{trex.Failed}}}, "no run of digits failed", ""},
	}
	script := bottest.Script{}
	for _, test := range tests {
		script[test.name] = bottest.Always(test.intent)
	}
	play(t, script, nil, func(s *scene) {
		s.launch(0.1, 0.2, 0.3)
		s.Complete("r1", 5, 0.5)
		s.Complete("r2", 5, 0.25)
		s.settle()
		for _, test := range tests {
			s.Say("ann", s.Channel(), test.name)
			m := s.last(test.want).Raw.(chat.Message)
			if len(m.Pictures) == 0 {
				if test.alt != "" {
					t.Errorf("%s: no picture", test.name)
				}
				continue
			}
			if m.Pictures[0].Alt != test.alt {
				t.Errorf("%s: alt %q, want %q", test.name, m.Pictures[0].Alt, test.alt)
			}
			if _, err := png.Decode(bytes.NewReader(m.Pictures[0].PNG)); err != nil {
				t.Errorf("%s: %v", test.name, err)
			}
		}
	})
}

// TestAChartOfManyRuns says that it leaves runs out.
func TestAChartOfManyRuns(t *testing.T) {
	t.Parallel()
	script := bottest.Script{"chart": bottest.Always(agent.Intent{Kind: agent.Chart, Experiment: "e1"})}
	play(t, script, under(bot.Params{}, lab.Params{MaxRuns: 100}), func(s *scene) {
		for _, id := range s.launch(spread(look.MostDrawn + 5)...) {
			s.Complete(id, 2, 0.5)
		}
		s.Say("ann", s.Channel(), "chart")
		s.last("val_loss of e1", "the best 60 of 65 runs are drawn", "the best 8 of 60 stand out")
	})
}

func TestExports(t *testing.T) {
	t.Parallel()
	script := bottest.Script{
		"csv":  bottest.Always(agent.Intent{Kind: agent.Export, Experiment: "e1"}),
		"best": bottest.Always(agent.Intent{Kind: agent.Export, Select: agent.Select{Rank: agent.RankBest, Limit: 1}}),
		"none": bottest.Always(agent.Intent{Kind: agent.Export, Select: agent.Select{Statuses: []trex.Status{trex.Failed}}}),
	}
	play(t, script, nil, func(s *scene) {
		s.launch(0.1, 0.2)
		s.Complete("r2", 5, 0.25)
		s.Say("ann", s.Channel(), "csv")
		file := s.last("e1: 2 runs as CSV").Raw.(chat.Message).Files[0]
		lines := strings.Split(strings.TrimSpace(string(file.Content)), "\n")
		if file.Name != "e1.csv" || len(lines) != 3 || !strings.HasPrefix(lines[0], "id,name,project,experiment,status") {
			t.Errorf("%s:\n%s", file.Name, file.Content)
		}
		s.Say("ann", s.Channel(), "best")
		m := s.last("the best run of digits: 1 run as CSV").Raw.(chat.Message)
		if !strings.Contains(string(m.Files[0].Content), "\nr2,lr 0.2,") {
			t.Errorf("the best run is %s", m.Files[0].Content)
		}
		s.Say("ann", s.Channel(), "none")
		s.last("no run of digits failed")
	})
}

func TestALargeExportIsALink(t *testing.T) {
	t.Parallel()
	script := bottest.Script{"csv": bottest.Always(agent.Intent{Kind: agent.Export})}
	play(t, script, under(bot.Params{}, lab.Params{MaxRuns: 2001}), func(s *scene) {
		s.launch(spread(2001)...)
		s.Say("ann", s.Channel(), "csv")
		m := s.last("digits: these are 2,001 runs").Raw.(chat.Message)
		if len(m.Files) > 0 || len(m.Buttons) != 1 || m.Buttons[0].URL != "http://127.0.0.1:8080/runs.csv?project=digits" {
			t.Errorf("files %d, buttons %+v", len(m.Files), m.Buttons)
		}
	})
}
