package lab

import (
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// Verb is one action on a run or an experiment.
type Verb string

const (
	Stop   Verb = "stop"
	Retry  Verb = "retry"     // propose the same configurations again
	Fix    Verb = "retry-fix" // propose them again with the known fix
	Around Verb = "around"    // propose configurations near the best
	Seeds  Verb = "seeds"     // propose the best ones with more seeds
)

// Offer is an action that makes sense now. Cards, menus and pages show only
// these.
type Offer struct {
	Verb    Verb
	Subject string // the id of a run or an experiment
	Label   string // text of the button
	Confirm string // a question to ask first, "" for none
}

// OfRun returns the actions that are possible for a run.
func OfRun(run *trex.Run) []Offer {
	if !run.Status.Final() {
		return []Offer{{Verb: Stop, Subject: string(run.ID), Label: "Stop"}}
	}
	return []Offer{{Verb: Retry, Subject: string(run.ID), Label: "Retry"}}
}

// OfExperiment returns the actions that are possible for an experiment: stop
// while it is active, then the actions that propose more runs. project is nil
// when it is no longer configured.
func OfExperiment(project *trex.Project, id trex.ExperimentID, runs []trex.Run) []Offer {
	if active := len(Active(runs)); active > 0 {
		return []Offer{{
			Verb: Stop, Subject: string(id), Label: "Stop all",
			Confirm: fmt.Sprintf("Stop %s of %s?", say.Count(active, "run"), id),
		}}
	}
	if project == nil {
		return nil
	}
	var offers []Offer
	if again := Retryable(runs); len(again) > 0 {
		label := "Retry what failed"
		if again[0].Status == trex.Cancelled {
			label = "Retry what was stopped"
		}
		offers = append(offers, Offer{Verb: Retry, Subject: string(id), Label: label})
	}
	return append(offers, Next(project, id, runs)...)
}

// Next returns the next steps that the results of an experiment suggest. A step
// is offered only when it has something to propose.
func Next(project *trex.Project, id trex.ExperimentID, runs []trex.Run) []Offer {
	var offers []Offer
	if _, err := insight.Around(project, runs); err == nil {
		offers = append(offers, Offer{Verb: Around, Subject: string(id), Label: "Try around the best"})
	}
	if _, err := insight.MoreSeeds(project, runs); err == nil {
		label := "3 seeds of the top 2"
		if len(insight.Groups(project, insight.WithValue(runs))) < 2 {
			label = "3 seeds of it"
		}
		offers = append(offers, Offer{Verb: Seeds, Subject: string(id), Label: label})
	}
	return offers
}

// Active returns the runs that are waiting or running.
func Active(runs []trex.Run) []trex.Run {
	var active []trex.Run
	for i := range runs {
		if !runs[i].Status.Final() {
			active = append(active, runs[i])
		}
	}
	return active
}

// Retryable returns the failed runs, or the stopped runs when none failed.
func Retryable(runs []trex.Run) []trex.Run {
	for _, status := range [...]trex.Status{trex.Failed, trex.Cancelled} {
		var some []trex.Run
		for i := range runs {
			if runs[i].Status == status {
				some = append(some, runs[i])
			}
		}
		if len(some) > 0 {
			return some
		}
	}
	return nil
}
