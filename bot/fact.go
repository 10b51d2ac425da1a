package bot

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/look"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// runFact writes one field of a run.
func (a *answers) runFact(ctx context.Context, run *trex.Run, field string) (string, error) {
	kind, name, _ := strings.Cut(field, ":")
	switch kind {
	case "param":
		return paramFact(run, name), nil
	case "metric":
		return a.metricFact(ctx, run, cmp.Or(name, run.Objective.Metric))
	case "config":
		project := a.reader.Project(run.Project, []trex.Run{*run})
		return say.Config(run.Config, project.ParamNames()), nil
	case "person":
		fact, err := a.personFact(ctx, run.Experiment)
		return fact + ", in " + string(run.Experiment), err
	case "duration":
		return a.durationFact(run), nil
	case "eta":
		return a.etaFact(run), nil
	case "progress":
		return a.progressFact(run), nil
	case "launched", "created", "started":
		return "launched " + say.Clock(run.CreatedAt, a.now()) + startedFact(run, a), nil
	case "finished":
		return a.finishedFact(run), nil
	case "code":
		return "I do not record the code of runs yet", nil
	}
	return "", trex.Invalid("I do not know “%s” of a run", say.Clip(field, 40))
}

func paramFact(run *trex.Run, name string) string {
	names := slices.Sorted(maps.Keys(run.Config))
	param, ok := look.Likely(name, names)
	if !ok {
		return fmt.Sprintf("it has no parameter %s, but %s", say.Clip(name, 40), say.List(names, 10))
	}
	if value := run.Config[param]; !value.IsZero() {
		return param + " " + say.Value(value)
	}
	return param + " is not given"
}

// metricFact writes the best and the last value. A metric whose direction is not
// known has a smallest and a largest value instead.
func (a *answers) metricFact(ctx context.Context, run *trex.Run, name string) (string, error) {
	m, names, err := a.reader.Metric(ctx, run, name)
	if err != nil {
		return "", err
	}
	if m == nil {
		return noMetric(run, name, names), nil
	}
	unit := say.StepUnit([]trex.Run{*run})
	at := func(b trex.Best) string {
		return fmt.Sprintf("%s (%s %s)", say.Number(b.Value), unit, say.Group(b.Step))
	}
	text := m.Metric
	switch {
	case m.Best != nil:
		text += " best " + at(*m.Best) + ","
	case m.Finite:
		text += fmt.Sprintf(" between %s and %s,", at(m.Low), at(m.High))
	}
	return text + " last " + at(trex.Best{Value: m.Last, Step: m.LastStep}), nil
}

// noMetric says which metrics a run has instead.
func noMetric(run *trex.Run, name string, names []string) string {
	switch {
	case len(names) > 0:
		return fmt.Sprintf("reported no %s, but %s", say.Clip(name, 40), say.List(names, 10))
	case run.Status == trex.Pending:
		return "has not started: " + card.RunNote(run, run.CreatedAt)
	}
	return fmt.Sprintf("reported no %s and no other metric", say.Clip(name, 40))
}

func (a *answers) durationFact(run *trex.Run) string {
	switch {
	case run.StartedAt.IsZero() && run.Status.Final():
		return say.Status(run.Status) + " before it started"
	case run.StartedAt.IsZero():
		return "has not started: " + card.RunNote(run, a.now())
	case run.Status.Final():
		return fmt.Sprintf("took %s, %s", say.Duration(run.FinishedAt.Sub(run.StartedAt)), say.Status(run.Status))
	}
	text := fmt.Sprintf("running for %s, since %s", say.Duration(a.now().Sub(run.StartedAt)), say.Clock(run.StartedAt, a.now()))
	if left, ok := insight.Remaining(run, a.now()); ok {
		text += ", " + say.About(left) + " left"
	}
	return text
}

func (a *answers) etaFact(run *trex.Run) string {
	if run.Status != trex.Running {
		return a.finishedFact(run)
	}
	left, ok := insight.Remaining(run, a.now())
	if !ok {
		return "no estimate: " + a.progressFact(run)
	}
	return fmt.Sprintf("%s left, done at about %s (%s)", say.About(left), say.Clock(a.now().Add(left), a.now()), a.progressFact(run))
}

func (a *answers) progressFact(run *trex.Run) string {
	p := run.Progress
	fraction, ok := p.Fraction()
	switch {
	case ok:
		return strings.TrimSpace(fmt.Sprintf("%s %s/%s, %.0f %%", p.Unit, trex.FormatNumber(p.Done), trex.FormatNumber(p.Total), 100*fraction))
	case p.Done > 0:
		return strings.TrimSpace(p.Unit+" "+trex.FormatNumber(p.Done)) + ", of how many it does not say"
	case run.Status == trex.Pending:
		return "has not started: " + card.RunNote(run, a.now())
	}
	return "it reported no progress"
}

func startedFact(run *trex.Run, a *answers) string {
	if run.StartedAt.IsZero() {
		return ", " + say.Status(run.Status)
	}
	return ", started " + say.Clock(run.StartedAt, a.now())
}

func (a *answers) finishedFact(run *trex.Run) string {
	switch {
	case run.Status.Final():
		return fmt.Sprintf("%s %s, %s", say.Status(run.Status), say.Clock(run.FinishedAt, a.now()), say.Ago(run.FinishedAt, a.now()))
	case run.Status == trex.Running:
		return "is still running: " + a.etaFact(run)
	}
	return "has not started: " + card.RunNote(run, a.now())
}
