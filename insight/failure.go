package insight

import "github.com/trex-ml/trex"

// Failure is a group of runs that failed in the same way; one message covers all
// of them.
type Failure struct {
	Kind string // kind of their diagnosis
	Runs []trex.Run
}

// Fixes returns for each run the fix of its diagnosis, nil for a run without
// one.
func (f Failure) Fixes() []trex.RunConfig {
	fixes := make([]trex.RunConfig, len(f.Runs))
	for i := range f.Runs {
		if d := f.Runs[i].Diagnosis; d != nil {
			fixes[i] = d.Fix
		}
	}
	return fixes
}

// Failures groups the failed runs by the kind of their failure, in the order of
// their first runs.
func Failures(runs []trex.Run) []Failure {
	var failures []Failure
	at := make(map[string]int)
	for _, run := range runs {
		if run.Status != trex.Failed {
			continue
		}
		kind := failureKind(&run)
		i, ok := at[kind]
		if !ok {
			i = len(failures)
			at[kind] = i
			failures = append(failures, Failure{Kind: kind})
		}
		failures[i].Runs = append(failures[i].Runs, run)
	}
	return failures
}

func failureKind(run *trex.Run) string {
	if run.Diagnosis == nil || run.Diagnosis.Kind == "" {
		return "unknown"
	}
	return run.Diagnosis.Kind
}

// AllFailedAlike reports whether every run failed, and all in the same way.
func AllFailedAlike(runs []trex.Run) bool {
	failures := Failures(runs)
	return len(failures) == 1 && len(failures[0].Runs) == len(runs)
}
