package card

import (
	"strings"

	"github.com/trex-ml/trex"
)

// The Subject of a Stop button says which runs to stop: their ids ("r1,r4-r9", or as
// bits from the first one on, "r4~AQAB"), an experiment up to its last run at that time
// ("e42@r120"), or all runs of the person who clicks ("mine"). Buttons of older messages
// can also say "all", "e42", and a project, "mine/digits".
const (
	Mine     = "mine"
	scopeAll = "all"
)

// ScopeSubject writes the Subject of a button that stops exactly these active runs, in
// at most most bytes: their ids where they fit, else the experiment if they are all
// that is active of it. ok is false when neither fits.
func ScopeSubject(scope trex.RunScope, active []trex.Run, most int) (subject string, ok bool) {
	if subject, ok := RunsSubject(active, most); ok {
		return subject, true
	}
	if scope.Experiment == "" || len(active) == 0 {
		return "", false
	}
	subject = string(scope.Experiment) + "@" + string(active[len(active)-1].ID)
	return subject, len(subject) <= most
}

// ParseScope reads what ScopeSubject wrote; by is who clicked. last is the last run
// that the button may mean, "" for any.
func ParseScope(subject string, by trex.Person) (scope trex.RunScope, last trex.RunID, err error) {
	whole, project, _ := strings.Cut(subject, "/")
	name, limit, limited := strings.Cut(whole, "@")
	if limited {
		if last, err = trex.ParseRunID(limit); err != nil {
			return scope, "", trex.Invalid("that button is not one of mine")
		}
	}
	switch name {
	case Mine:
		return trex.RunScope{Person: by, Project: project}, last, nil
	case scopeAll:
		return trex.RunScope{All: true, Project: project}, last, nil
	}
	if id, err := trex.ParseExperimentID(name); err == nil {
		return trex.RunScope{Experiment: id, Project: project}, last, nil
	}
	ids, err := ParseRuns(subject)
	return trex.RunScope{Runs: ids}, "", err
}
