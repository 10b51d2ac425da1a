// Package metrics turns what training scripts print, and the event files they
// write, into points and progress, with no change to the scripts.
//
// A line is read as what it looks like, in this order: a progress bar, a JSON
// object or Python dict, words and numbers (`loss=0.4`, `val loss: 0.4`,
// `[12]	train-rmse:0.1`), a row under a table's head; a project's own patterns
// add to it and win where they name the same metric.
//
// Steps. A line's metrics get the step the line names, or else its epoch; once
// steps are in use, a line with only an epoch gets the current step, so that
// all metrics of a run share one axis. A line with neither gets the current
// step, and before any was seen, each metric counts for itself. Steps that
// begin anew with every epoch or bar are added up.
//
// Redraws. A bar's metrics are points at the step it shows, at most once a
// step and only when they changed since its last redraw; Keras bars, whose
// values are running means, give one point an epoch, when they are full. The
// same metric with the same step and value again is not a new point.
//
// What is a metric. Names of measures (loss, accuracy, rmse, reward, …, and the
// project's objective) always are. Any other name is one only on a line that
// also has a step, an epoch or a measure: `lr: 0.1` alone is a setting echoed.
// Names of times, sizes, devices, seeds and rates never are.
//
// The package does no I/O. A Parser or EventReader belongs to one goroutine.
package metrics
