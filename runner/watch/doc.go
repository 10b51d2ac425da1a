// Package watch looks for problems in an active run: its loss became NaN or
// runs away, it prints nothing for much longer than its own rhythm explains, or
// its GPUs have nothing to do. A Dog watches one run and gives each warning
// once. Others decide what follows, by the project's policy in the warning.
//
// There are no warnings about a run that has just begun, so that nobody is
// paged while trying a script for some seconds.
//
// The package does no I/O and has no clock: callers pass the time. A Dog
// belongs to one goroutine. It may be given old times; its clock never goes
// back.
package watch
