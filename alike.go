package trex

// FailedAlike reports whether at least two of runs failed, all that failed did
// so for the same reason, and no run completed or still works: an experiment of
// which this holds is told about once, by the diagnosis returned. Runs that
// were cancelled, or have not begun, say nothing either way.
func FailedAlike(runs []Run) (Diagnosis, bool) {
	var first *Diagnosis
	failed := 0
	for i := range runs {
		run := &runs[i]
		switch run.Status {
		case Completed, Running:
			return Diagnosis{}, false
		case Failed:
			if run.Diagnosis == nil || run.Diagnosis.Kind == "" {
				return Diagnosis{}, false
			}
			if first == nil {
				first = run.Diagnosis
			}
			if !first.Alike(*run.Diagnosis) {
				return Diagnosis{}, false
			}
			failed++
		case Pending, Cancelled:
		}
	}
	if failed < 2 {
		return Diagnosis{}, false
	}
	return *first, true
}

// Alike reports whether two runs failed for the same reason.
func (d Diagnosis) Alike(other Diagnosis) bool {
	return d.Kind == other.Kind && d.Cause == other.Cause
}
