package trex

// Verdict is what a run's curve shows as it is now.
type Verdict struct {
	Kind      VerdictKind
	SinceStep int64 // the step at which it began
}

// VerdictKind is "" when the curve shows nothing.
type VerdictKind string

const (
	VerdictNaN            VerdictKind = "nan"
	VerdictDiverged       VerdictKind = "diverged"
	VerdictOverfits       VerdictKind = "overfits" // it gets worse on held-out data, but not in training
	VerdictWorsens        VerdictKind = "worsens"  // it gets worse for an unknown reason
	VerdictStalled        VerdictKind = "stalled"
	VerdictStillImproving VerdictKind = "still_improving"
	VerdictFlat           VerdictKind = "flat"
)

// VerdictKinds lists every kind.
var VerdictKinds = [...]VerdictKind{
	VerdictNaN, VerdictDiverged, VerdictOverfits, VerdictWorsens, VerdictStalled, VerdictStillImproving, VerdictFlat,
}

// Broken reports whether a run with that verdict is worthless as it is now, even
// if it was good before.
func (k VerdictKind) Broken() bool { return k == VerdictNaN || k == VerdictDiverged }
