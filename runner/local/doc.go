// Package local executes runs on this machine. Each run gets a supervisor, a
// process and session of its own, that outlives Trex: it holds the lock on the
// run's folder, starts the command once, ends all of its processes when asked
// to or when time is up, and writes how it ended. An Executor starts
// supervisors and finds them again by their locks and files, never by pid
// alone.
//
// Package runner decides which run starts when and what a run's end means;
// runner/metrics reads its output. The same supervisor serves an executor that
// starts commands elsewhere on a shared file system. It needs Linux 5.10 or
// later.
//
// The supervisor itself is package supervise. An Executor is safe for concurrent
// use.
package local
