package card

import (
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
)

// The Subject of a Stop button says which runs to stop: their ids ("r1,r4-r9"), an
// experiment ("e42"), all runs of the person who clicks ("mine"), or all runs
// ("all"). A project may follow: "all/digits".
const (
	Mine     = "mine"
	scopeAll = "all"
	// mostListed is the most runs in a Subject: a damaged range could have billions.
	mostListed = 10_000
)

// ScopeSubject writes the Subject of a Stop button in at most most bytes: the ids of
// the active runs where they fit, else the scope, which is then evaluated at the
// click. ok is false when neither fits.
func ScopeSubject(scope trex.RunScope, active []trex.Run, most int) (subject string, ok bool) {
	if subject, ok := RunsSubject(active, most); ok {
		return subject, true
	}
	switch {
	case scope.Experiment != "":
		subject = string(scope.Experiment)
	case scope.All:
		subject = scopeAll
	case !scope.Person.IsZero():
		subject = Mine
	default:
		return "", false
	}
	if scope.Project != "" {
		subject += "/" + scope.Project
	}
	return subject, len(subject) <= most
}

// ParseScope reads what ScopeSubject wrote; by is who clicked.
func ParseScope(subject string, by trex.Person) (trex.RunScope, error) {
	name, project, _ := strings.Cut(subject, "/")
	switch name {
	case Mine:
		return trex.RunScope{Person: by, Project: project}, nil
	case scopeAll:
		return trex.RunScope{All: true, Project: project}, nil
	}
	if id, err := trex.ParseExperimentID(name); err == nil {
		return trex.RunScope{Experiment: id, Project: project}, nil
	}
	ids, err := ParseRuns(subject)
	return trex.RunScope{Runs: ids}, err
}

// RunsSubject writes the ids of runs in at most most bytes, consecutive ids as one
// range. ok is false when they do not fit or there are none.
func RunsSubject(runs []trex.Run, most int) (subject string, ok bool) {
	var parts []string
	for i := 0; i < len(runs); {
		end := i
		for end+1 < len(runs) && runs[end+1].ID.Number() == runs[end].ID.Number()+1 {
			end++
		}
		part := string(runs[i].ID)
		switch {
		case end == i+1:
			part += "," + string(runs[end].ID)
		case end > i+1:
			part += "-" + string(runs[end].ID)
		}
		parts = append(parts, part)
		i = end + 1
	}
	subject = strings.Join(parts, ",")
	return subject, len(parts) > 0 && len(subject) <= most
}

// ParseRuns reads what RunsSubject wrote.
func ParseRuns(subject string) ([]trex.RunID, error) {
	var ids []trex.RunID
	for part := range strings.SplitSeq(subject, ",") {
		first, last, isRange := strings.Cut(part, "-")
		from, err := trex.ParseRunID(first)
		if err != nil {
			return nil, trex.Invalid("that button is not one of mine")
		}
		to := from
		if isRange {
			if to, err = trex.ParseRunID(last); err != nil {
				return nil, trex.Invalid("that button is not one of mine")
			}
		}
		if n := to.Number() - from.Number(); n < 0 || n+int64(len(ids)) >= mostListed {
			return nil, trex.Invalid("that button names more than %s runs", strconv.Itoa(mostListed))
		}
		for n := from.Number(); n <= to.Number(); n++ {
			ids = append(ids, trex.MakeRunID(n))
		}
	}
	return ids, nil
}
