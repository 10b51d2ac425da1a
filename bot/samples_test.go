package bot

import (
	"context"
	"flag"
	"path/filepath"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/bottest/samples"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
)

var update = flag.Bool("update", false, "write the sample messages anew")

var (
	sampleNow = time.Date(2026, 3, 14, 14, 2, 0, 0, time.UTC)
	ann       = trex.Person{Platform: "test", ID: "U1", Name: "ann"}
	channel   = trex.Thread{Platform: "test", Channel: "C1", ID: "T1"}
)

var (
	adamRuns = []agent.Condition{{Param: "optimizer", Op: trex.Equal, Values: []trex.Value{trex.Text("adam")}}}
	twoRates = []agent.Condition{{Param: "lr", Op: trex.Equal, Values: samples.Numbers(0.1, 0.03)}}
)

// sampleHelp is a fixed help message: new intents do not change it.
const sampleHelp = `Tell me what to train in your own words; I show you the runs and launch them when you say so.
• describe runs: “try lr 0.1 and 0.03”
• change them before launch: “make it 30 epochs”, “also 0.03”, or Edit on the card
• ask: “what's running?”, “best so far?”, “compare r12 and r14”, “log of r12”, “why did it fail?”
• act: “stop r12”, “stop all of mine”, “retry r12”
• “projects” tells what can be trained and with which parameters`

// TestSamples keeps the answers that adapters render to golden files equal to
// what the conversation makes.
func TestSamples(t *testing.T) {
	t.Parallel()
	var made []samples.Sample
	answerSamples(t, func(name string, m chat.Message) {
		made = append(made, samples.Sample{Name: name, Message: chat.Clean(m)})
	})
	samples.Keep(t, filepath.Join("bottest", "samples", "answers.json"), made, *update)
}

// answerSamples asks a bot on a small store.
func answerSamples(t *testing.T, add func(string, chat.Message)) {
	ctx := context.Background()
	b, db, dir := sampleBot(t)
	event := message{Event: chat.Event{Person: ann, Thread: channel}}
	say := func(name string, intent agent.Intent) {
		r, err := b.fulfil(ctx, event, intent)
		if err != nil {
			r.message = card.Refusal(b.sentence(ctx, err))
		}
		for i := range r.message.Pictures {
			r.message.Pictures[i] = *samples.Picture(r.message.Pictures[i].Key)
		}
		add(name, r.message)
	}
	say("status_empty", agent.Intent{Kind: agent.Status})
	sampleRuns(t, b, db, dir)
	say("status", agent.Intent{Kind: agent.Status})
	say("status_run", agent.Intent{Kind: agent.Status, Runs: []trex.RunID{"r1"}})
	say("status_experiment", agent.Intent{Kind: agent.Status, Experiment: "e1"})
	say("status_failed", agent.Intent{Kind: agent.Status, Statuses: []trex.Status{trex.Failed}})
	say("list", agent.Intent{Kind: agent.List, Select: agent.Select{Scope: agent.ScopeAll}, Scope: agent.ScopeAll})
	say("list_none", agent.Intent{Kind: agent.List, Select: agent.Select{Where: adamRuns}})
	say("show", agent.Intent{Kind: agent.Show, Runs: []trex.RunID{"r1"}, Fields: []string{"param:lr", "metric:val_loss", "duration"}})
	say("show_several", agent.Intent{Kind: agent.Show, Select: agent.Select{Experiments: []trex.ExperimentID{"e1"}}, Fields: []string{"metric:val_loss"}})
	say("show_person", agent.Intent{Kind: agent.Show, Experiment: "e1", Fields: []string{"person", "eta"}})
	say("best", agent.Intent{Kind: agent.Best, Project: "digits"})
	say("best_three", agent.Intent{Kind: agent.Best, Select: agent.Select{Rank: agent.RankBest, Limit: 3}})
	say("worst", agent.Intent{Kind: agent.Best, Select: agent.Select{Rank: agent.RankWorst, Limit: 2}})
	say("compare", agent.Intent{Kind: agent.Compare, Experiment: "e1"})
	say("compare_two", agent.Intent{Kind: agent.Compare, Runs: []trex.RunID{"r1", "r3"}})
	say("compare_values", agent.Intent{Kind: agent.Compare, Select: agent.Select{Where: twoRates}})
	say("diff", agent.Intent{Kind: agent.Diff, Runs: []trex.RunID{"r1", "r3"}})
	say("chart", agent.Intent{Kind: agent.Chart, Runs: []trex.RunID{"r1", "r3"}, Metrics: []string{"val_loss", "accuracy"}, LogScale: true})
	say("export", agent.Intent{Kind: agent.Export, Experiment: "e1"})
	say("hours", agent.Intent{Kind: agent.Hours})
	say("logs", agent.Intent{Kind: agent.Logs, Runs: []trex.RunID{"r1"}})
	say("logs_none", agent.Intent{Kind: agent.Logs, Runs: []trex.RunID{"r4"}})
	say("explain", agent.Intent{Kind: agent.Explain, Runs: []trex.RunID{"r2"}})
	say("stop_confirm", agent.Intent{Kind: agent.Stop, Scope: agent.ScopeMine})
	say("stop_keeps", agent.Intent{Kind: agent.Stop, Select: agent.Select{Scope: agent.ScopeMine, Except: &agent.Select{Runs: []trex.RunID{"r3"}}}})
	say("stop", agent.Intent{Kind: agent.Stop, Select: agent.Select{Runs: []trex.RunID{"r4"}}, Runs: []trex.RunID{"r4"}, Sure: true})
	say("explain_stopped", agent.Intent{Kind: agent.Explain, Runs: []trex.RunID{"r4"}})
	say("explain_running", agent.Intent{Kind: agent.Explain, Runs: []trex.RunID{"r3"}})
	say("unknown_run", agent.Intent{Kind: agent.Status, Runs: []trex.RunID{"r99"}})
	say("projects", agent.Intent{Kind: agent.Projects})
	say("help", agent.Intent{Kind: agent.Help, Reply: sampleHelp})
	say("talk", agent.Intent{Kind: agent.Talk, Reply: "You are welcome."})
	say("talk_model", agent.Intent{
		Kind: agent.Talk, Usage: &trex.Usage{},
		Reply: "**r1** looks best: `lr 0.1`.\n\n- try 0.05\n- [click](javascript:alert(1)) <!here> @everyone <script>alert(1)</script>",
	})
	say("ask", agent.Intent{
		Kind:  agent.Ask,
		Reply: "I read lr 0.1 and 0.01, but “warmpu 100” is not a parameter of digits.\ndigits has: lr, epochs, batch_size, optimizer, note, seed.",
	})
	home, err := b.answers.home(ctx, ann)
	if err != nil {
		t.Fatal(err)
	}
	add("home", home)
	add("refusal", card.Refusal("Sorry "+samples.Hostile+", I only take requests from people on the list here; an admin can add you."))
}
