// Package slurm executes runs on a Slurm cluster. Its job scripts start the
// same supervisor as runner/local, on a compute node. So a run's folder, on a
// file system both sides see, holds the same as for a run on this machine.
// Slurm is asked only where the supervisor cannot tell: while a job is pending
// and after it vanished.
//
// The package uses Slurm's commands. Package runner decides which run starts
// when. An Executor is safe for concurrent use.
package slurm
