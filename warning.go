package trex

import "time"

// Warning says what a watchdog saw in a run that goes on, or what is wrong with
// its files. A run has at most one of each kind.
type Warning struct {
	ID      WarningID
	Run     RunID
	Kind    WarningKind
	Step    int64
	Message string      // a sentence without the run's id: "loss became NaN at step 1,240"
	Policy  WatchPolicy // what the project wants done
	Fix     RunConfig   // values to change for a retry, nil: none
	At      time.Time
	Settled bool // somebody ignored it, or the run ended
}

type WarningKind string

const (
	WarnDiverged WarningKind = "diverged"
	WarnStalled  WarningKind = "stalled"
	WarnIdleGPU  WarningKind = "idle_gpu"
)

// WarnDamaged is the kind of the warning about a damaged file, one for each
// file of a run.
func WarnDamaged(file string) WarningKind { return WarningKind("damaged:" + file) }
