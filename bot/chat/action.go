package chat

import (
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
)

// Action is what a button, a menu or a form does. Its version shows when a button
// is stale.
type Action struct {
	Name    ActionName
	Subject string // the id of a proposal, run, experiment or warning
	Version int    // of the proposal it was shown for, 0 where there is none
}

type ActionName string

const (
	ActLaunch     ActionName = "launch"     // Subject: proposal and ticked configurations; Values: chosen ones instead
	ActEdit       ActionName = "edit"       // opens the form; in a Submitted: the fields of the form
	ActDismiss    ActionName = "dismiss"    // proposal
	ActSelect     ActionName = "select"     // menu: choose a subset of a proposal's configurations
	ActStop       ActionName = "stop"       // runs, experiment or scope
	ActRetry      ActionName = "retry"      // runs or experiment → a new proposal
	ActRetryFix   ActionName = "retry-fix"  // failed runs → a new proposal with the fix of the diagnosis
	ActStopRetry  ActionName = "stop-retry" // warning: stop the run and propose it with the fix
	ActIgnore     ActionName = "ignore"     // warning
	ActLog        ActionName = "log"        // run
	ActDetails    ActionName = "details"    // run
	ActCompare    ActionName = "compare"    // runs or experiment
	ActAround     ActionName = "around"     // experiment → a proposal around its best
	ActSeeds      ActionName = "seeds"      // experiment → 3 seeds of its best two
	ActOpen       ActionName = "open"       // a link; platforms never deliver it
	ActMore       ActionName = "more"       // the menu ⋯ of a live message; Values[0] is an encoded Action
	ActSuggestion ActionName = "suggestion" // an example request; Subject is its text
)

// trait is a set of facts about an action.
type trait int

const (
	// answers: the action posts a new message, so a double click would post it
	// twice. Launching and stopping need no such trait: the store refuses the
	// second click.
	answers trait = 1 << iota
	opensForm
	linkOnly // no service delivers it
)

// actions lists all actions. Package bot has a handler for each that can be
// clicked.
var actions = map[ActionName]trait{
	ActLaunch: 0, ActEdit: opensForm, ActDismiss: 0, ActSelect: 0,
	ActStop: 0, ActRetry: answers, ActRetryFix: answers,
	ActStopRetry: answers, ActIgnore: 0, ActLog: answers, ActDetails: answers, ActCompare: answers,
	ActAround: answers, ActSeeds: answers, ActOpen: linkOnly, ActMore: 0, ActSuggestion: answers,
}

// ActionNames returns the names of all actions that can be clicked.
func ActionNames() []ActionName {
	var names []ActionName
	for name, t := range actions {
		if t&linkOnly == 0 {
			names = append(names, name)
		}
	}
	return names
}

// OpensForm reports whether a click on it may open a form. Platforms must show
// the form before they do anything else with the click.
func (a Action) OpensForm() bool { return actions[a.Name]&opensForm != 0 }

// Answers reports whether a click on it posts a new message.
func (a Action) Answers() bool { return actions[a.Name]&answers != 0 }

// longestAction is longer than any platform's Limits.Action.
const longestAction = 2000

// Encode writes an action as one text for a button or a menu to carry:
// "launch:2:p43". A subject may hold any characters.
func (a Action) Encode() string {
	return string(a.Name) + ":" + strconv.Itoa(a.Version) + ":" + a.Subject
}

// ParseAction reads what Encode wrote. It returns an invalid error for anything
// else: a platform may deliver stale or forged actions.
func ParseAction(text string) (Action, error) {
	broken := trex.Invalid("that button is not one of mine")
	parts := strings.SplitN(text, ":", 3)
	if len(parts) != 3 || len(text) > longestAction {
		return Action{}, broken
	}
	name := ActionName(parts[0])
	if t, known := actions[name]; !known || t&linkOnly != 0 {
		return Action{}, broken
	}
	version, err := strconv.Atoi(parts[1])
	if err != nil || version < 0 || strconv.Itoa(version) != parts[1] {
		return Action{}, broken
	}
	return Action{Name: name, Version: version, Subject: parts[2]}, nil
}
