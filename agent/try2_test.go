package agent

import (
	"bufio"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
)

func TestTry(t *testing.T) {
	f, err := os.Open("/tmp/try.txt")
	if err != nil {
		t.Skip()
	}
	lookup, _ := os.LookupEnv("TRY")
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		if sc.Text() == "" {
			continue
		}
		req := Request{Projects: servers[os.Getenv("TRYP")], Person: trexPerson}
		if lookup != "" {
			req.Runs = tryRuns()
			if lookup != "1" {
				req.Experiment = trex.ExperimentID(lookup)
			}
		}
		for _, text := range strings.Split(sc.Text(), " // ") {
			req.Text = text
			in, err := NewGrammar().Understand(context.Background(), req)
			t.Logf("%-50q %s %s %q %q sel=[%s] runs=%v exp=%s f=%v m=%v sure=%v opt=%q %v", text, in.Kind, in.Project, in.Reading, in.Reply, in.Select.String(), in.Runs, in.Experiment, in.Fields, in.Metrics, in.Sure, in.Options, err)
			req.Question = in.Question
			if in.Kind == Propose || in.Kind == Edit {
				p := openOf(in)
				req.Open = &p
				req.Turns = append(req.Turns, Turn{Role: "user", Text: text}, Turn{Role: "assistant", Proposal: &p})
			}
		}
	}
}

func tryRuns() []trex.Run {
	project := servers[""][0]
	run := func(id trex.RunID, e trex.ExperimentID, status trex.Status, best float64, config trex.RunConfig) trex.Run {
		complete, err := project.Complete(config)
		if err != nil {
			panic(err)
		}
		r := trex.Run{ID: id, Project: "digits", Experiment: e, Status: status, Config: complete, Objective: project.Objective, Requester: trexPerson}
		if best > 0 {
			r.Best = &trex.Best{Value: best}
		}
		return r
	}
	return []trex.Run{
		run("r15", "e4", trex.Pending, 0, trex.RunConfig{"lr": trex.Number(0.2)}),
		run("r14", "e4", trex.Running, 0.4, trex.RunConfig{"lr": trex.Number(0.05), "optimizer": trex.Text("adam")}),
		run("r13", "e4", trex.Running, 0.3, trex.RunConfig{"optimizer": trex.Text("adam")}),
		run("r12", "e3", trex.Running, 0.2, trex.RunConfig{"batch_size": trex.Number(512)}),
		run("r11", "e2", trex.Failed, 0, trex.RunConfig{"dropout": trex.Number(0.3)}),
		run("r6", "e1", trex.Completed, 0.25, trex.RunConfig{"lr": trex.Number(0.01)}),
		run("r5", "e1", trex.Completed, 0.15, trex.RunConfig{"lr": trex.Number(0.1)}),
		run("r3", "e1", trex.Cancelled, 0.5, trex.RunConfig{"optimizer": trex.Text("momentum")}),
	}
}
