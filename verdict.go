package trex

// Verdict is what there is to say of a run's curve as it is now.
type Verdict struct {
	Kind      VerdictKind
	SinceStep int64 // the step at which it began
}

// VerdictKind is "" where there is nothing to say.
type VerdictKind string

const (
	VerdictNaN            VerdictKind = "nan"
	VerdictDiverged       VerdictKind = "diverged"
	VerdictOverfits       VerdictKind = "overfits" // on held-out data it gets worse, in training it does not
	VerdictWorsens        VerdictKind = "worsens"  // it gets worse, and nothing tells why
	VerdictStalled        VerdictKind = "stalled"
	VerdictStillImproving VerdictKind = "still_improving"
	VerdictFlat           VerdictKind = "flat"
)

// VerdictKinds are all there are.
var VerdictKinds = [...]VerdictKind{
	VerdictNaN, VerdictDiverged, VerdictOverfits, VerdictWorsens, VerdictStalled, VerdictStillImproving, VerdictFlat,
}

// Broken reports whether a run of that verdict is worth nothing as it is now,
// whatever it had reached before.
func (k VerdictKind) Broken() bool { return k == VerdictNaN || k == VerdictDiverged }
