// Package runner turns pending runs into processes, and their output into
// points. It is level-triggered: it keeps comparing the recorded state with the
// real one and repairs the difference. So a crash of Trex or of a run, at any
// moment, needs no special path.
//
//	pending ─ claim ─▶ running ─ start, follow, finish ─▶ completed, failed, cancelled
//
// An Executor decides where processes run. Package runner/metrics says what
// lines mean, runner/diagnose why a run failed, and runner/watch what looks
// wrong in an active run. Those who watch the store tell people.
//
// There is one Runner per store. Run owns all its goroutines. The other methods
// are safe for concurrent use.
package runner
