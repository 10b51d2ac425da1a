// Package folder names the files in a run's folder. It imports nothing: a
// supervisor, which is set up before most of the program, needs it too.
package folder

// The files in a run's folder, under any executor.
const (
	Job     = "job.json"
	Lock    = "lock"
	Log     = "log"
	Metrics = "metrics.jsonl"
	Exit    = "exit.json"
	Usage   = "usage.jsonl" // what the run uses, where it is measured on another machine
)
