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
	case trex.VerdictNaN:
		return brokenAs("NaN", run, at)
	case trex.VerdictDiverged:
		return brokenAs("∞", run, at)
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

func brokenAs(what string, run *trex.Run, at string) string {
	if run.Status == trex.Running {
		return what + " since " + at
	}
	return "became " + what + " at " + at
}

// BestBefore is the best value of a run that is broken now: "best before 0.405",
// "" when it had none.
func BestBefore(run *trex.Run) string {
	if run.Best == nil {
		return ""
	}
	return "best before " + Number(run.Best.Value)
}
