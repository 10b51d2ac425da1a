package say

import "github.com/trex-ml/trex"

// Verdict says what there is to say of a run's curve: "NaN since epoch 4" while it
// runs, "became NaN at epoch 4" after, "overfits from epoch 11", "still
// improving", "" for nothing.
func Verdict(run *trex.Run) string {
	if run.Verdict == nil {
		return ""
	}
	at := StepUnit([]trex.Run{*run}) + " " + Group(run.Verdict.SinceStep)
	switch run.Verdict.Kind {
	case trex.VerdictNaN, trex.VerdictDiverged:
		return broken(run, at)
	case trex.VerdictOverfits:
		return "overfits from " + at
	case trex.VerdictWorsens:
		return "gets worse from " + at
	case trex.VerdictStillImproving:
		return "still improving"
	case trex.VerdictStalled:
		return "stalled at " + at
	case trex.VerdictFlat:
		return "flat from " + at
	}
	return ""
}

func broken(run *trex.Run, at string) string {
	what := ValueNow(run)
	if run.Status == trex.Running {
		return what + " since " + at
	}
	return "became " + what + " at " + at
}

// ValueNow is what the objective of a run that is broken is now: "NaN" or "∞", ""
// for any other run.
func ValueNow(run *trex.Run) string {
	switch {
	case !run.Broken():
		return ""
	case run.Verdict.Kind == trex.VerdictDiverged:
		return "∞"
	}
	return "NaN"
}

// Judged is Verdict with what a run that is broken had reached before, and a sign
// while it may still be stopped: "⚠ NaN since epoch 4 · best before 0.405".
func Judged(run *trex.Run) string {
	text := Verdict(run)
	if !run.Broken() {
		return text
	}
	if run.Status == trex.Running {
		text = "⚠ " + text
	}
	if before := BestBefore(run); before != "" {
		text += " · " + before
	}
	return text
}

// BestBefore is the best value of a run that is broken now: "best before 0.405",
// "" when it had none.
func BestBefore(run *trex.Run) string {
	if run.Best == nil {
		return ""
	}
	return "best before " + Number(run.Best.Value)
}
