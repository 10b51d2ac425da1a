package chat

import (
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
)

// LongestAction is what the strictest platform lets a button carry.
const LongestAction = 100

// Encode writes an action as one short text for a button or a menu to carry:
// "launch:2:p43". A subject may hold any characters.
func (a Action) Encode() string {
	return string(a.Name) + ":" + strconv.Itoa(a.Version) + ":" + a.Subject
}

// ParseAction reads what Encode wrote. Anything else is an invalid error:
// what comes back from a platform may be stale or forged.
func ParseAction(text string) (Action, error) {
	parts := strings.SplitN(text, ":", 3)
	if len(parts) != 3 || len(text) > LongestAction || !knownAction(ActionName(parts[0])) {
		return Action{}, trex.Invalid("that button is not one of mine")
	}
	version, err := strconv.Atoi(parts[1])
	if err != nil || version < 0 || strconv.Itoa(version) != parts[1] {
		return Action{}, trex.Invalid("that button is not one of mine")
	}
	return Action{Name: ActionName(parts[0]), Version: version, Subject: parts[2]}, nil
}

func knownAction(name ActionName) bool {
	switch name {
	case ActLaunch, ActEdit, ActDismiss, ActSelect, ActStop, ActStopAsk, ActRetry, ActRetryFix, ActStopRetry,
		ActIgnore, ActLog, ActDetails, ActCompare, ActAround, ActSeeds, ActMore, ActSuggestion:
		return true
	}
	return false
}

// OpensForm reports whether the answer to a click on it may be a form, which
// platforms must show before they do anything else with the click.
func (a Action) OpensForm() bool { return a.Name == ActEdit }
