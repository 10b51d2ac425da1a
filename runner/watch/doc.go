// Package watch looks for what is wrong in a run that goes on: its loss became
// NaN or runs away, it prints nothing for much longer than its own rhythm
// explains, its GPUs have nothing to do. A Dog watches one run and says each
// thing once; what follows from it is for others to decide, by the project's
// policy in the warning.
//
// A run that has just begun is left alone, so that whoever tries a script for
// some seconds is not paged.
//
// The package does no I/O and has no clock: time is what callers say. A Dog
// belongs to one goroutine, and may be fed old times; it never goes back.
package watch
