package card

import (
	"flag"
	"math"
	"path/filepath"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/bottest/samples"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
)

var (
	sampleNow = time.Date(2026, 3, 14, 14, 2, 0, 0, time.UTC)
	ann       = trex.Person{Platform: "test", ID: "U1", Name: "ann"}
	bea       = trex.Person{Platform: "test", ID: "U2", Name: "bea"}
	evil      = trex.Person{Platform: "test", ID: "U3", Name: samples.Hostile}
	channel   = trex.Thread{Platform: "test", Channel: "C1", ID: "T1"}
	roomy     = chat.Limits{Text: 3000, Message: 12000, TableRows: 100, Options: 25, FormFields: 5, Attachments: true}
)

var update = flag.Bool("update", false, "write the sample messages anew")

// TestSamples keeps the messages that adapters render to golden files equal to
// what is made here.
func TestSamples(t *testing.T) {
	var made []samples.Sample
	add := func(name string, m chat.Message) {
		made = append(made, samples.Sample{Name: name, Message: chat.Clean(m)})
	}
	cardSamples(add)
	liveSamples(add)
	eventSamples(add)
	samples.Keep(t, filepath.Join("..", "bottest", "samples", "cards.json"), made, *update)
}

func sampleProposal(configs []trex.RunConfig) trex.Proposal {
	return trex.Proposal{
		ID: "p43", Version: 1, State: trex.ProposalOpen, Project: "digits", Configs: configs, Requester: ann, Thread: channel,
		Reading: "3 runs: lr ∈ {0.1, 0.03, 0.01}; the rest default",
	}
}

func sampleCard(configs []trex.RunConfig) Proposal {
	return Proposal{
		Proposal: sampleProposal(configs), Project: samples.Project(), Typical: 12 * time.Second, Earlier: 14,
		Capacity: trex.Capacity{Slots: 2}, Now: sampleNow,
	}
}

func cardSamples(add func(string, chat.Message)) {
	three := sampleCard(samples.Configs("lr", samples.Numbers(0.1, 0.03, 0.01)...))
	add("card", Render(three, roomy))

	same := three
	same.Same = map[int]trex.Run{1: {
		ID: "r97", Objective: samples.Project().Objective, Best: &trex.Best{Value: 0.183, Step: 9},
	}}
	add("card_equal", Render(same, roomy))

	chosen := three
	chosen.Proposal.Ticked = []int{0, 2}
	add("card_subset", Render(chosen, roomy))

	one := sampleCard(samples.Configs("lr", trex.Number(0.2)))
	one.Proposal.Reading, one.Typical, one.Earlier = "1 run: lr 0.2", 0, 0
	add("card_one", Render(one, roomy))

	defaults := sampleCard([]trex.RunConfig{samples.Project().Defaults()})
	add("card_defaults", Render(defaults, roomy))

	var lrs []float64
	for i := range 60 {
		lrs = append(lrs, float64(i+1)/1000)
	}
	add("card_long", Render(sampleCard(samples.Configs("lr", samples.Numbers(lrs...)...)), roomy))

	edited := three
	edited.Proposal.Version, edited.Proposal.EditedBy = 2, bea
	add("card_edited", Render(edited, roomy))

	launched := edited
	launched.Proposal.State, launched.Proposal.DecidedBy = trex.ProposalLaunched, ann
	launched.Proposal.DecidedAt, launched.Proposal.Experiment = sampleNow, "e42"
	add("card_launched", Render(launched, roomy))
	launched.Launched = []int{0, 2}
	add("card_launched_subset", Render(launched, roomy))

	dismissed := three
	dismissed.Proposal.State, dismissed.Proposal.DecidedBy = trex.ProposalDismissed, bea
	dismissed.Proposal.DecidedAt = sampleNow
	add("card_dismissed", Render(dismissed, roomy))

	expired := three
	expired.Proposal.State = trex.ProposalExpired
	add("card_expired", Render(expired, roomy))

	bad := sampleCard(samples.Configs("note", trex.Text(samples.Hostile), trex.Text("$(touch x); --help"), trex.Text("a, b\n| c |")))
	bad.Proposal.Requester, bad.Proposal.Reading = evil, samples.Hostile
	add("card_hostile", Render(bad, roomy))
}

func sampleRun(n int, config trex.RunConfig, name string) trex.Run {
	return trex.Run{
		ID: trex.MakeRunID(int64(n)), Name: name, Project: "digits", Experiment: "e42", Config: config, Status: trex.Pending,
		Requester: ann, CreatedAt: sampleNow.Add(-time.Minute), Objective: samples.Project().Objective,
	}
}

func sampleExperiment(n int) *Standing {
	s := &Standing{
		Experiment: trex.Experiment{
			ID: "e42", Proposal: "p43", Project: "digits", Requester: ann, Thread: channel, CreatedAt: sampleNow.Add(-time.Minute),
		},
		Project: samples.Project(), Now: sampleNow, Capacity: trex.Capacity{Slots: 2, Busy: 2}, Open: sampleOpen, RunURL: link,
	}
	lrs := []float64{0.1, 0.03, 0.01}
	for i := range n {
		lr := lrs[i%3] / math.Pow(10, float64(i/3))
		config := samples.Configs("lr", trex.Number(lr))[0]
		s.Runs = append(s.Runs, sampleRun(128+i, config, "lr "+config["lr"].String()))
	}
	return s
}

// at sets the progress of a sample run to an epoch of 20.
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

func liveSamples(add func(string, chat.Message)) {
	s := sampleExperiment(3)
	add("live_waiting", Live(s, nil, roomy))

	at(&s.Runs[0], trex.Completed, 20, 0.212)
	at(&s.Runs[1], trex.Running, 14, 0.183)
	add("live", Live(s, samples.Picture("curve:e42"), roomy))

	at(&s.Runs[1], trex.Completed, 20, 0.171)
	at(&s.Runs[2], trex.Completed, 20, 0.305)
	unlinked := *s
	unlinked.Open, unlinked.RunURL = "", nil
	add("live_done", Live(&unlinked, samples.Picture("curve:e42"), roomy))

	broken := sampleExperiment(2)
	at(&broken.Runs[0], trex.Running, 9, 0.405)
	broken.Runs[0].Verdict = &trex.Verdict{Kind: trex.VerdictNaN, SinceStep: 4}
	at(&broken.Runs[1], trex.Running, 9, 0.62)
	add("live_broken", Live(broken, nil, roomy))

	many := sampleExperiment(50)
	for i := range many.Runs {
		switch {
		case i < 20:
			at(&many.Runs[i], trex.Completed, 20, 0.2+float64(i)/100)
		case i < 22:
			at(&many.Runs[i], trex.Running, 7, 0.5)
		case i == 22:
			fail(&many.Runs[i], outOfMemory(nil))
		}
	}
	add("live_many", Live(many, samples.Picture("curve:e42"), roomy))

	bad := sampleExperiment(2)
	bad.Runs[0].Name, bad.Runs[0].Reason = "note "+samples.Hostile, samples.Hostile
	at(&bad.Runs[1], trex.Cancelled, 3, math.Inf(1))
	bad.Runs[1].Reason = "stopped by " + samples.Hostile
	add("live_hostile", Live(bad, nil, roomy))
}

func outOfMemory(fix trex.RunConfig) *trex.Diagnosis {
	return &trex.Diagnosis{
		Kind: "gpu_memory", Cause: "out of GPU memory (batch_size 512 on a 24 GB card)", Hint: "a smaller batch needs less memory",
		Evidence: []string{"torch.OutOfMemoryError: Tried to allocate 2.50 GiB", "  File \"train.py\", line 88, in step"}, Fix: fix,
	}
}

func eventSamples(add func(string, chat.Message)) {
	s := sampleExperiment(3)
	fail(&s.Runs[0], outOfMemory(trex.RunConfig{"batch_size": trex.Number(256)}))
	add("failure", Failure(s, insight.Failures(s.Runs)[0], "test"))
	for i := range s.Runs {
		fail(&s.Runs[i], outOfMemory(trex.RunConfig{"batch_size": trex.Number(256)}))
	}
	add("failure_alike", Failure(s, insight.Failures(s.Runs)[0], "test"))
	add("end_failed", EndMessage(End{Standing: s, Platform: "test"}))
	bad := sampleExperiment(2)
	fail(&bad.Runs[0], &trex.Diagnosis{Kind: "exception", Cause: "it raised ValueError", Evidence: []string{
		"\x1b[31mValueError: " + samples.Hostile, "password=hunter2hunter2", "\x1b]0;title\x07\u202e", "```",
	}, Hint: samples.Hostile})
	add("failure_hostile", Failure(bad, insight.Failures(bad.Runs)[0], "test"))

	warned := sampleExperiment(1)
	run := &warned.Runs[0]
	at(run, trex.Running, 4, 0.9)
	run.GPUs = []int{0}
	warning := trex.Warning{
		ID: "w3", Run: run.ID, Kind: trex.WarnDiverged, Step: 1240, Message: "loss became NaN at step 1,240",
		Policy: trex.WatchAsk, Fix: trex.RunConfig{"lr": trex.Number(0.05)},
	}
	add("warning", Warning(warned, warning, run, "test"))
	ignored := warning
	ignored.Settled = true
	add("warning_ignored", Warning(warned, ignored, run, "test"))
	warning.Policy, warning.Fix = trex.WatchStop, nil
	run.StopAsked = sampleNow
	add("warning_stopped", Warning(warned, warning, run, "test"))

	end := sampleExperiment(3)
	at(&end.Runs[0], trex.Completed, 20, 0.212)
	at(&end.Runs[1], trex.Completed, 18, 0.171)
	at(&end.Runs[2], trex.Completed, 20, 0.305)
	end.Runs[0].Verdict = &trex.Verdict{Kind: trex.VerdictOverfits, SinceStep: 11}
	end.Runs[2].Verdict = &trex.Verdict{Kind: trex.VerdictStillImproving, SinceStep: 20}
	base := sampleRun(97, samples.Project().Defaults(), "default")
	at(&base, trex.Completed, 10, 0.211)
	add("end", EndMessage(End{
		Standing: end, Platform: "test", Picture: samples.Picture("comparison:e42"),
		Baseline: &Baseline{base, "your baseline"},
	}))
	single := sampleExperiment(1)
	at(&single.Runs[0], trex.Completed, 20, 0.212)
	add("end_one", EndMessage(End{Standing: single, Platform: "other"}))
	diverged := sampleExperiment(2)
	at(&diverged.Runs[0], trex.Completed, 20, 1.2e54)
	at(&diverged.Runs[1], trex.Completed, 20, 0)
	diverged.Runs[0].Verdict = &trex.Verdict{Kind: trex.VerdictNaN, SinceStep: 6}
	add("end_diverged", EndMessage(End{
		Standing: diverged, Platform: "test",
	}))
	stopped := sampleExperiment(2)
	at(&stopped.Runs[0], trex.Cancelled, 3, 0.4)
	at(&stopped.Runs[1], trex.Cancelled, 0, 0)
	add("end_stopped", EndMessage(End{Standing: stopped, Platform: "test"}))
}
