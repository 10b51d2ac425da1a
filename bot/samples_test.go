package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
)

var update = flag.Bool("update", false, "write bottest/messages.json")

type sample struct {
	Name    string
	Message Message
}

// TestSamples keeps the messages that adapters render to golden files equal to
// what the conversation makes.
func TestSamples(t *testing.T) {
	t.Parallel()
	got, err := json.MarshalIndent(samples(t), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	path := filepath.Join("bottest", "messages.json")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("messages.json is not what is made now (go test ./bot -run Samples -update):\n%s", diff)
	}
}

var (
	sampleNow = time.Date(2026, 3, 14, 14, 2, 0, 0, time.UTC)
	ann       = trex.Person{Platform: "test", ID: "U1", Name: "ann"}
	bea       = trex.Person{Platform: "test", ID: "U2", Name: "bea"}
	evil      = trex.Person{Platform: "test", ID: "U3", Name: hostile}
	channel   = trex.Thread{Platform: "test", Channel: "C1", ID: "T1"}
	roomy     = Limits{Text: 3000, Message: 12000, TableRows: 100, Options: 25, FormFields: 5, Attachments: true}
)

// hostile is what somebody may call themselves or a run may print.
const hostile = "<!channel> @everyone <@U1> `*_~|>[x](http://evil) </script>&amp; \u202eback ```"

func sampleProject() *trex.Project {
	return &trex.Project{
		Executor: trex.ThisMachine,
		Name:     "digits", Description: "small neural network that reads 8×8 handwritten digits",
		Objective: trex.Objective{Metric: "val_loss", Goal: trex.Minimize},
		Params: []trex.Param{
			{Name: "lr", Type: trex.Float, Default: trex.Number(0.1), Above: new(0.0), Max: new(10.0), Scale: trex.Log, Description: "learning rate"},
			{Name: "epochs", Type: trex.Int, Default: trex.Number(10), Min: new(1.0), Max: new(500.0)},
			{Name: "batch_size", Type: trex.Int, Default: trex.Number(32), Min: new(1.0), Max: new(1024.0), Scale: trex.Log},
			{Name: "optimizer", Type: trex.String, Default: trex.Text("sgd"), Choices: []trex.Value{trex.Text("sgd"), trex.Text("adam")}},
			{Name: "note", Type: trex.String, Default: trex.Text("none")},
			{Name: "seed", Type: trex.Int, Default: trex.Number(0), Min: new(0.0)},
		},
	}
}

func configsOf(name string, values ...trex.Value) []trex.RunConfig {
	var configs []trex.RunConfig
	for _, value := range values {
		config := sampleProject().Defaults()
		config[name] = value
		configs = append(configs, config)
	}
	return configs
}

func numbers(values ...float64) []trex.Value {
	var numbers []trex.Value
	for _, v := range values {
		numbers = append(numbers, trex.Number(v))
	}
	return numbers
}

func sampleProposal(configs []trex.RunConfig) trex.Proposal {
	return trex.Proposal{
		ID: "p43", Version: 1, State: trex.ProposalOpen, Project: "digits", Configs: configs, Requester: ann, Thread: channel,
	}
}

func sampleCard(configs []trex.RunConfig) cardState {
	return cardState{
		Proposal: sampleProposal(configs), Project: sampleProject(), Typical: 12 * time.Second, Earlier: 14,
		Capacity: trex.Capacity{Slots: 2}, Now: sampleNow, Reading: "3 runs: lr ∈ {0.1, 0.03, 0.01}; the rest default",
	}
}

// samplePicture stands in for a drawn one, whose bytes change with every stroke
// of package charts.
func samplePicture(key string) *Picture {
	img := image.NewRGBA(image.Rect(0, 0, 16, 9))
	for i := range 16 * 9 {
		img.Set(i%16, i/16, color.RGBA{B: 0x3c, G: 0x14, A: 0xff})
	}
	var data bytes.Buffer
	if err := png.Encode(&data, img); err != nil {
		panic(err)
	}
	return &Picture{
		Key: key, Digest: "0123456789abcdef", Alt: "val_loss of the runs of e42. e42 · best r129 0.183",
		URL: "https://trex.example/experiment/e42/chart.png", PNG: data.Bytes(),
	}
}

func samples(t *testing.T) []sample {
	var all []sample
	add := func(name string, m Message) { all = append(all, sample{name, clean(m)}) }
	cardSamples(add)
	liveSamples(add)
	eventSamples(add)
	answerSamples(t, add)
	return all
}

func cardSamples(add func(string, Message)) {
	three := sampleCard(configsOf("lr", numbers(0.1, 0.03, 0.01)...))
	add("card", card(three, roomy))

	same := three
	same.Same = map[int]trex.Run{1: {
		ID: "r97", Objective: sampleProject().Objective, Best: &trex.Best{Value: 0.183, Step: 9},
	}}
	add("card_equal", card(same, roomy))

	chosen := three
	chosen.Chosen = []bool{true, false, true}
	add("card_subset", card(chosen, roomy))

	one := sampleCard(configsOf("lr", trex.Number(0.2)))
	one.Reading, one.Typical, one.Earlier = "1 run: lr 0.2", 0, 0
	add("card_one", card(one, roomy))

	defaults := sampleCard([]trex.RunConfig{sampleProject().Defaults()})
	add("card_defaults", card(defaults, roomy))

	var lrs []float64
	for i := range 60 {
		lrs = append(lrs, float64(i+1)/1000)
	}
	add("card_long", card(sampleCard(configsOf("lr", numbers(lrs...)...)), roomy))

	edited := three
	edited.Proposal.Version, edited.Proposal.EditedBy = 2, bea
	add("card_edited", card(edited, roomy))

	launched := edited
	launched.Proposal.State, launched.Proposal.DecidedBy = trex.ProposalLaunched, ann
	launched.Proposal.DecidedAt, launched.Proposal.Experiment = sampleNow, "e42"
	add("card_launched", card(launched, roomy))
	launched.Launched = []int{0, 2}
	add("card_launched_subset", card(launched, roomy))

	dismissed := three
	dismissed.Proposal.State, dismissed.Proposal.DecidedBy = trex.ProposalDismissed, bea
	dismissed.Proposal.DecidedAt = sampleNow
	add("card_dismissed", card(dismissed, roomy))

	expired := three
	expired.Proposal.State = trex.ProposalExpired
	add("card_expired", card(expired, roomy))

	bad := sampleCard(configsOf("note", trex.Text(hostile), trex.Text("$(touch x); --help"), trex.Text("a, b\n| c |")))
	bad.Proposal.Requester, bad.Reading = evil, hostile
	add("card_hostile", card(bad, roomy))
}

func sampleRun(n int, config trex.RunConfig, name string) trex.Run {
	return trex.Run{
		ID: trex.MakeRunID(int64(n)), Name: name, Project: "digits", Experiment: "e42", Config: config, Status: trex.Pending,
		Requester: ann, CreatedAt: sampleNow.Add(-time.Minute), Objective: sampleProject().Objective,
	}
}

func sampleExperiment(n int) *experimentState {
	s := &experimentState{
		experiment: trex.Experiment{
			ID: "e42", Proposal: "p43", Project: "digits", Requester: ann, Thread: channel, CreatedAt: sampleNow.Add(-time.Minute),
		},
		project: sampleProject(), now: sampleNow, capacity: trex.Capacity{Slots: 2, Busy: 2},
	}
	lrs := []float64{0.1, 0.03, 0.01}
	for i := range n {
		lr := lrs[i%3] / math.Pow(10, float64(i/3))
		config := configsOf("lr", trex.Number(lr))[0]
		s.runs = append(s.runs, sampleRun(128+i, config, "lr "+config["lr"].String()))
	}
	return s
}

// at brings a sample run to an epoch of 20.
func at(run *trex.Run, status trex.Status, epoch, best float64) {
	run.Status = status
	run.StartedAt = sampleNow.Add(-19 * time.Second)
	run.Progress = trex.Progress{Done: epoch, Total: 20, Unit: "epoch", At: sampleNow}
	if best > 0 {
		run.Best = &trex.Best{Value: best, Step: int64(epoch)}
	}
	if status.Final() {
		run.FinishedAt = sampleNow
	}
}

func fail(run *trex.Run, d *trex.Diagnosis) {
	run.Status, run.Diagnosis = trex.Failed, d
	run.StartedAt, run.FinishedAt = sampleNow.Add(-3*time.Second), sampleNow
}

func link(id trex.RunID) string { return "https://trex.example/run/" + string(id) }

const sampleOpen = "https://trex.example/experiment/e42"

func liveSamples(add func(string, Message)) {
	s := sampleExperiment(3)
	add("live_waiting", liveMessage(s, nil, roomy, sampleOpen, link))

	at(&s.runs[0], trex.Completed, 20, 0.212)
	at(&s.runs[1], trex.Running, 14, 0.183)
	add("live", liveMessage(s, samplePicture("curve:e42"), roomy, sampleOpen, link))

	at(&s.runs[1], trex.Completed, 20, 0.171)
	at(&s.runs[2], trex.Completed, 20, 0.305)
	add("live_done", liveMessage(s, samplePicture("curve:e42"), roomy, "", func(trex.RunID) string { return "" }))

	many := sampleExperiment(50)
	for i := range many.runs {
		switch {
		case i < 20:
			at(&many.runs[i], trex.Completed, 20, 0.2+float64(i)/100)
		case i < 22:
			at(&many.runs[i], trex.Running, 7, 0.5)
		case i == 22:
			fail(&many.runs[i], outOfMemory(nil))
		}
	}
	add("live_many", liveMessage(many, samplePicture("curve:e42"), roomy, sampleOpen, link))

	bad := sampleExperiment(2)
	bad.runs[0].Name, bad.runs[0].Reason = "note "+hostile, hostile
	at(&bad.runs[1], trex.Cancelled, 3, math.Inf(1))
	bad.runs[1].Reason = "stopped by " + hostile
	add("live_hostile", liveMessage(bad, nil, roomy, sampleOpen, link))
}

func outOfMemory(fix trex.RunConfig) *trex.Diagnosis {
	return &trex.Diagnosis{
		Kind: "gpu_memory", Cause: "out of GPU memory (batch_size 512 on a 24 GB card)", Hint: "a smaller batch needs less memory",
		Evidence: []string{"torch.OutOfMemoryError: Tried to allocate 2.50 GiB", "  File \"train.py\", line 88, in step"}, Fix: fix,
	}
}

func eventSamples(add func(string, Message)) {
	s := sampleExperiment(3)
	fail(&s.runs[0], outOfMemory(trex.RunConfig{"batch_size": trex.Number(256)}))
	add("failure", failureMessage(s, failureGroups(s.runs)[0], "test"))
	for i := range s.runs {
		fail(&s.runs[i], outOfMemory(trex.RunConfig{"batch_size": trex.Number(256)}))
	}
	add("failure_alike", failureMessage(s, failureGroups(s.runs)[0], "test"))
	add("end_failed", endMessage(endState{experimentState: s, Platform: "test", Open: sampleOpen}))
	bad := sampleExperiment(2)
	fail(&bad.runs[0], &trex.Diagnosis{Kind: "exception", Cause: "it raised ValueError", Evidence: []string{
		"\x1b[31mValueError: " + hostile, "password=hunter2hunter2", "\x1b]0;title\x07\u202e", "```",
	}, Hint: hostile})
	add("failure_hostile", failureMessage(bad, failureGroups(bad.runs)[0], "test"))

	warned := sampleExperiment(1)
	run := &warned.runs[0]
	at(run, trex.Running, 4, 0.9)
	run.GPUs = []int{0}
	warning := trex.Warning{
		ID: "w3", Run: run.ID, Kind: trex.WarnDiverged, Step: 1240, Message: "loss became NaN at step 1,240",
		Policy: trex.WatchAsk, Fix: trex.RunConfig{"lr": trex.Number(0.05)},
	}
	add("warning", warningMessage(warned, warning, run, "test"))
	ignored := warning
	ignored.Settled = true
	add("warning_ignored", warningMessage(warned, ignored, run, "test"))
	warning.Policy, warning.Fix = trex.WatchStop, nil
	run.StopAsked = sampleNow
	add("warning_stopped", warningMessage(warned, warning, run, "test"))

	end := sampleExperiment(3)
	at(&end.runs[0], trex.Completed, 20, 0.212)
	at(&end.runs[1], trex.Completed, 18, 0.171)
	at(&end.runs[2], trex.Completed, 20, 0.305)
	base := sampleRun(97, sampleProject().Defaults(), "default")
	at(&base, trex.Completed, 10, 0.211)
	add("end", endMessage(endState{
		experimentState: end, Platform: "test", Open: sampleOpen, Picture: samplePicture("comparison:e42"),
		Notes:    map[trex.RunID]string{"r128": "overfits from epoch 11", "r130": "still improving"},
		Baseline: &baseline{base, "your baseline"},
	}))
	single := sampleExperiment(1)
	at(&single.runs[0], trex.Completed, 20, 0.212)
	add("end_one", endMessage(endState{experimentState: single, Platform: "other", Open: sampleOpen}))
	diverged := sampleExperiment(2)
	at(&diverged.runs[0], trex.Completed, 20, 1.2e54)
	at(&diverged.runs[1], trex.Completed, 20, 0)
	add("end_diverged", endMessage(endState{
		experimentState: diverged, Platform: "test", Open: sampleOpen, Notes: map[trex.RunID]string{"r128": "became NaN at epoch 6"},
	}))
	stopped := sampleExperiment(2)
	at(&stopped.runs[0], trex.Cancelled, 3, 0.4)
	at(&stopped.runs[1], trex.Cancelled, 0, 0)
	add("end_stopped", endMessage(endState{experimentState: stopped, Platform: "test", Open: sampleOpen}))
}

// answerSamples asks a bot on a small store.
func answerSamples(t *testing.T, add func(string, Message)) {
	ctx := context.Background()
	b, db := sampleBot(t)
	event := Event{Person: ann, Thread: channel}
	say := func(name string, intent agent.Intent) {
		r, err := b.fulfil(ctx, event, intent)
		if err != nil {
			r.message = refusal(b.sentence(ctx, err))
		}
		for i := range r.message.Pictures {
			r.message.Pictures[i] = *samplePicture(r.message.Pictures[i].Key)
		}
		add(name, r.message)
	}
	say("status_empty", agent.Intent{Kind: agent.Status})
	sampleRuns(t, b, db)
	say("status", agent.Intent{Kind: agent.Status})
	say("status_run", agent.Intent{Kind: agent.Status, Runs: []trex.RunID{"r1"}})
	say("status_experiment", agent.Intent{Kind: agent.Status, Experiment: "e1"})
	say("status_failed", agent.Intent{Kind: agent.Status, Statuses: []trex.Status{trex.Failed}})
	say("best", agent.Intent{Kind: agent.Best, Project: "digits"})
	say("compare", agent.Intent{Kind: agent.Compare, Experiment: "e1"})
	say("logs", agent.Intent{Kind: agent.Logs, Runs: []trex.RunID{"r1"}})
	say("logs_none", agent.Intent{Kind: agent.Logs, Runs: []trex.RunID{"r4"}})
	say("explain", agent.Intent{Kind: agent.Explain, Runs: []trex.RunID{"r2"}})
	say("stop_confirm", agent.Intent{Kind: agent.Stop, Scope: agent.ScopeMine})
	say("stop", agent.Intent{Kind: agent.Stop, Runs: []trex.RunID{"r4"}})
	say("unknown_run", agent.Intent{Kind: agent.Status, Runs: []trex.RunID{"r99"}})
	say("projects", agent.Intent{Kind: agent.Projects})
	say("help", agent.Intent{Kind: agent.Help})
	say("talk", agent.Intent{Kind: agent.Talk, Reply: "You are welcome."})
	say("talk_model", agent.Intent{
		Kind: agent.Talk, Usage: &trex.Usage{},
		Reply: "**r1** looks best: `lr 0.1`.\n\n- try 0.05\n- [click](javascript:alert(1)) <!here> @everyone <script>alert(1)</script>",
	})
	say("ask", agent.Intent{
		Kind:  agent.Ask,
		Reply: "I read lr 0.1 and 0.01, but “warmpu 100” is not a parameter of digits.\ndigits has: lr, epochs, batch_size, optimizer, note, seed.",
	})
	home, err := b.home(ctx, ann)
	if err != nil {
		t.Fatal(err)
	}
	add("home", home)
	add("refusal", refusal("Sorry "+hostile+", I only take requests from people on the list here; an admin can add you."))
}
