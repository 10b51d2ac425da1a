// Package runner turns pending runs into processes and what those print into
// points. It is level-triggered: again and again it compares what is recorded
// with what is really there and mends the difference, so that a crash at any
// moment, of Trex or of a run, needs no special path.
//
//	pending ─ claim ─▶ running ─ start, follow, finish ─▶ completed, failed, cancelled
//
// Where processes run is left to an Executor, what lines mean to
// runner/metrics, why a run failed to runner/diagnose, what looks wrong in one
// that goes on to runner/watch, and who is told to whoever watches the store.
//
// A Runner is one per store. Run owns all its goroutines; the other methods
// are safe to call from any.
package runner
