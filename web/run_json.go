package web

import (
	"math"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
)

// runJSON is a Run as the API returns it.
type runJSON struct {
	ID         trex.RunID        `json:"id"`
	Name       string            `json:"name"`
	Project    string            `json:"project"`
	Experiment trex.ExperimentID `json:"experiment"`
	Status     trex.Status       `json:"status"`
	Config     trex.RunConfig    `json:"config"`
	ValLoss    *number           `json:"val_loss,omitempty"`
	LRUsed     *trex.Value       `json:"lr_used,omitempty"`
	Objective  *objectiveJSON    `json:"objective,omitempty"`
	Progress   *progressJSON     `json:"progress,omitempty"`
	Reason     string            `json:"reason,omitempty"`
	Verdict    *verdictJSON      `json:"verdict,omitempty"`
	Requester  string            `json:"requested_by,omitempty"`
	CreatedAt  time.Time         `json:"created_at"`
	StartedAt  *time.Time        `json:"started_at,omitempty"`
	FinishedAt *time.Time        `json:"finished_at,omitempty"`
	StopAsked  *time.Time        `json:"stop_asked_at,omitempty"`
}

type objectiveJSON struct {
	Metric string    `json:"metric"`
	Goal   trex.Goal `json:"goal"`
	Value  number    `json:"value"`
	Step   int64     `json:"step"`
	Last   *number   `json:"last,omitempty"`
}

// verdictJSON is the verdict on a run's curve, and the step since which it holds.
type verdictJSON struct {
	Kind      trex.VerdictKind `json:"kind"`
	SinceStep int64            `json:"since_step"`
}

type progressJSON struct {
	Done  float64  `json:"done"`
	Total float64  `json:"total"`
	Unit  string   `json:"unit"`
	ETA   *float64 `json:"eta_s,omitempty"`
}

// number is a float64 in JSON: NaN and Inf become null.
type number float64

func (n number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(n)) || math.IsInf(float64(n), 0) {
		return []byte("null"), nil
	}
	return trex.Number(float64(n)).MarshalJSON()
}

func toRunJSON(run *trex.Run, now time.Time) runJSON {
	out := runJSON{
		ID: run.ID, Name: run.Name, Project: run.Project, Experiment: run.Experiment,
		Status: run.Status, Config: run.Config, Reason: run.Reason, Requester: run.Requester.Name,
		CreatedAt: run.CreatedAt.UTC(), StartedAt: moment(run.StartedAt), FinishedAt: moment(run.FinishedAt),
		StopAsked: moment(run.StopAsked),
	}
	if out.Config == nil {
		out.Config = trex.RunConfig{}
	}
	if lr, ok := run.Config["lr"]; ok {
		out.LRUsed = &lr
	}
	if run.Best != nil {
		value := number(run.Best.Value)
		if run.Objective.Metric == "val_loss" {
			out.ValLoss = &value
		}
		out.Objective = &objectiveJSON{Metric: run.Objective.Metric, Goal: run.Objective.Goal, Value: value, Step: run.Best.Step}
		if run.Last != nil {
			last := number(*run.Last)
			out.Objective.Last = &last
		}
	}
	if run.Verdict != nil {
		out.Verdict = &verdictJSON{Kind: run.Verdict.Kind, SinceStep: run.Verdict.SinceStep}
	}
	if run.Progress != (trex.Progress{}) {
		out.Progress = &progressJSON{Done: run.Progress.Done, Total: run.Progress.Total, Unit: run.Progress.Unit}
		if left, ok := insight.Remaining(run, now); ok {
			seconds := math.Round(left.Seconds()*10) / 10
			out.Progress.ETA = &seconds
		}
	}
	return out
}

func toRunsJSON(runs []trex.Run, now time.Time) []runJSON {
	out := make([]runJSON, len(runs))
	for i := range runs {
		out[i] = toRunJSON(&runs[i], now)
	}
	return out
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// experimentJSON is an Experiment with its results so far.
type experimentJSON struct {
	ID        trex.ExperimentID   `json:"id"`
	Proposal  trex.ProposalID     `json:"proposal,omitempty"`
	Project   string              `json:"project"`
	Requester string              `json:"requested_by,omitempty"`
	CreatedAt time.Time           `json:"created_at"`
	Counts    map[trex.Status]int `json:"counts"`
	Best      trex.RunID          `json:"best,omitempty"`
	Runs      []runJSON           `json:"runs"`
}

func toExperimentJSON(e *trex.Experiment, runs []trex.Run, now time.Time) experimentJSON {
	out := experimentJSON{
		ID: e.ID, Proposal: e.Proposal, Project: e.Project, Requester: e.Requester.Name,
		CreatedAt: e.CreatedAt.UTC(), Counts: countStatuses(runs), Runs: toRunsJSON(runs, now),
	}
	if best := insight.Best(runs); best != nil {
		out.Best = best.ID
	}
	return out
}

func countStatuses(runs []trex.Run) map[trex.Status]int {
	counts := make(map[trex.Status]int, len(trex.Statuses))
	for _, status := range trex.Statuses {
		counts[status] = 0
	}
	for i := range runs {
		counts[runs[i].Status]++
	}
	return counts
}
