// Package slurm executes runs on a Slurm cluster. It submits job scripts that
// start the same supervisor as runner/local on a compute node, so that a run's
// folder, on a file system both sides see, tells the same as for a run on this
// machine; Slurm's own word is asked only where the supervisor has none: while
// a job is pending and after it vanished.
//
// Slurm is spoken to through its commands. Which run starts when is package
// runner's. An Executor is safe for concurrent use.
package slurm
