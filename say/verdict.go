package say

import "github.com/trex-ml/trex"

// Verdict writes the verdict on a run's curve: "NaN since epoch 4" while it
// runs, "became NaN at epoch 4" afterwards, "overfits from epoch 11", "still
// improving". It returns "" when there is no verdict.
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

// ValueNow returns the current objective of a broken run, "NaN" or "∞". For any
// other run it returns "".
func ValueNow(run *trex.Run) string {
	switch {
	case !run.Broken():
		return ""
	case run.Verdict.Kind == trex.VerdictDiverged:
		return "∞"
	}
	return "NaN"
}

// Judged is Verdict plus the best value that a broken run had before. While the
// run can still be stopped, it begins with a sign: "⚠ NaN since epoch 4 · best
// before 0.405".
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

// BestBefore returns the best value that a broken run had: "best before 0.405".
// It returns "" when it had none.
func BestBefore(run *trex.Run) string {
	if run.Best == nil {
		return ""
	}
	return "best before " + Number(run.Best.Value)
}
