package say

import (
	"fmt"
	"math"
	"slices"

	"github.com/trex-ml/trex"
)

// Status returns the word for a status: waiting, running, completed, failed,
// stopped.
func Status(status trex.Status) string {
	switch status {
	case trex.Pending:
		return "waiting"
	case trex.Cancelled:
		return "stopped"
	case trex.Running, trex.Completed, trex.Failed:
	}
	return string(status)
}

// Mark returns the symbol for a status.
func Mark(status trex.Status) string {
	switch status {
	case trex.Pending:
		return "⏳"
	case trex.Running:
		return "▶"
	case trex.Completed:
		return "✔"
	case trex.Failed:
		return "✖"
	case trex.Cancelled:
	}
	return "■"
}

// StepUnit returns the runs' name for a step, such as "epoch"; "step" when they
// give none.
func StepUnit(runs []trex.Run) string {
	i := slices.IndexFunc(runs, func(r trex.Run) bool { return r.Progress.Unit != "" })
	if i < 0 {
		return "step"
	}
	return runs[i].Progress.Unit
}

// Metric names the metric by which a project's runs are compared.
func Metric(project *trex.Project) string {
	if project.Objective.Metric == "" {
		return "a metric"
	}
	return project.Objective.Metric
}

// Goal says which values are better.
func Goal(goal trex.Goal) string {
	if goal == trex.Maximize {
		return "larger is better"
	}
	return "smaller is better"
}

// longestCause is the most characters of a cause that a message shows.
const longestCause = 300

// Cause returns why a run failed.
func Cause(run *trex.Run) string {
	switch {
	case run.Diagnosis != nil && run.Diagnosis.Cause != "":
		return Clip(run.Diagnosis.Cause, longestCause)
	case run.Reason != "":
		return Clip(run.Reason, longestCause)
	}
	return "it did not say why"
}

// Against compares value with base: "19 % below", "equal to". It returns "" when
// the ratio has no meaning.
func Against(value, base float64) string {
	if math.IsNaN(value+base) || math.IsInf(value-base, 0) || base == 0 {
		return ""
	}
	percent := 100 * (value - base) / math.Abs(base)
	side := "below"
	if percent > 0 {
		side = "above"
	}
	percent = math.Abs(percent)
	switch {
	case percent == 0:
		return "equal to"
	case percent < 0.05:
		return "about equal to"
	case percent < 2:
		return fmt.Sprintf("%.1f %% %s", percent, side)
	case percent > 1000:
		return "far " + side
	}
	return fmt.Sprintf("%.0f %% %s", percent, side)
}
