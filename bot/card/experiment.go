package card

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/say"
)

// rowsShown is the most runs in a live message; the others are only counted.
const rowsShown = 15

// Live makes the live message of an experiment; picture may be nil.
func Live(s *Standing, picture *chat.Picture, limits chat.Limits) chat.Message {
	m := chat.Message{Headline: liveHeadline(s), Tone: tone(s)}
	rows, hidden := liveRows(s, min(rowsShown, max(limits.TableRows, 1)))
	m.Blocks = append(m.Blocks, chat.Block{Runs: rows})
	if hidden != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: hidden})
	}
	if picture != nil {
		m.Pictures = []chat.Picture{*picture}
	}
	if !s.Settled() {
		m.Buttons = Buttons(lab.OfExperiment(s.Project, s.Experiment.ID, s.Runs))
	}
	if s.Open != "" {
		m.Buttons = append(m.Buttons, OpenButton(s.Open))
	}
	m.More = runMenu(s, limits)
	return m
}

func liveHeadline(s *Standing) string {
	parts := []string{string(s.Experiment.ID), s.Experiment.Project}
	if s.Settled() {
		parts = append(parts, "done: "+Counts(s))
	} else {
		parts = append(parts, Counts(s))
	}
	if best := s.Best(); best != nil {
		parts = append(parts, fmt.Sprintf("best %s %s %s", best.ID, best.Objective.Metric, s.Value(best.Best.Value)))
	}
	if !s.Settled() {
		if left, ok := s.Outlook().Left(); ok {
			parts = append(parts, say.About(left)+" left")
		}
	}
	return strings.Join(parts, " · ")
}

// Counts returns a text like "2 running, 1 waiting".
func Counts(s *Standing) string {
	var parts []string
	for _, status := range [...]trex.Status{trex.Running, trex.Pending, trex.Completed, trex.Failed, trex.Cancelled} {
		if n := s.Count(status); n > 0 {
			parts = append(parts, say.Group(int64(n))+" "+say.Status(status))
		}
	}
	return strings.Join(parts, ", ")
}

func tone(s *Standing) chat.Tone {
	switch {
	case !s.Settled():
		return chat.Live
	case s.Count(trex.Completed) > 0:
		return chat.Good
	case s.Count(trex.Failed) > 0:
		return chat.Bad
	}
	return chat.Plain
}

// Value writes f with enough digits to tell the experiment's values apart.
func (s *Standing) Value(f float64) string {
	return say.Among(insight.Values(s.Runs))(f)
}

// liveRows shows every run. When there are too many, it shows those that people
// look for first: the best, the running, the failed.
func liveRows(s *Standing, most int) (rows []chat.Row, hidden string) {
	shown := make([]int, len(s.Runs))
	for i := range shown {
		shown[i] = i
	}
	best := s.Best()
	if len(shown) > most {
		slices.SortStableFunc(shown, func(a, b int) int {
			return interest(&s.Runs[a], best) - interest(&s.Runs[b], best)
		})
		hidden = hiddenText(s, shown[most:])
		shown = shown[:most]
		slices.Sort(shown)
	}
	for _, i := range shown {
		rows = append(rows, Row(s, &s.Runs[i], best))
	}
	return rows, hidden
}

func interest(run, best *trex.Run) int {
	switch {
	case best != nil && run.ID == best.ID:
		return 0
	case run.Status == trex.Running:
		return 1
	case run.Status == trex.Failed:
		return 2
	case run.Status == trex.Completed:
		return 3
	case run.Status == trex.Cancelled:
		return 4
	}
	return 5
}

func hiddenText(s *Standing, indices []int) string {
	rest := &Standing{}
	for _, i := range indices {
		rest.Runs = append(rest.Runs, s.Runs[i])
	}
	return "and " + Counts(rest)
}

// Row makes the line of one run; best is the run with the star, nil for none.
func Row(s *Standing, run, best *trex.Run) chat.Row {
	row := chat.Row{
		Run: string(run.ID), Mark: say.Mark(run.Status), Best: best != nil && run.ID == best.ID && len(s.Runs) > 1,
		Label: run.Name, Fraction: -1, URL: s.runURL(run.ID),
	}
	if fraction, ok := run.Progress.Fraction(); ok {
		row.Fraction = fraction
		row.Progress = trex.FormatNumber(run.Progress.Done) + "/" + trex.FormatNumber(run.Progress.Total)
	} else if run.Progress.Done > 0 {
		row.Progress = strings.TrimSpace(run.Progress.Unit + " " + trex.FormatNumber(run.Progress.Done))
	}
	if run.Best != nil && !run.Broken() {
		row.Value = s.Value(run.Best.Value)
	}
	row.Note = RunNote(run, s.Now)
	return row
}

// RunNote explains a run's state: how long it still takes, or why it waits, failed
// or was stopped.
func RunNote(run *trex.Run, now time.Time) string {
	switch run.Status {
	case trex.Pending:
		if run.Reason != "" {
			return say.Clip(run.Reason, 80)
		}
		return "waiting for a slot"
	case trex.Running:
		if !run.StopAsked.IsZero() {
			return "stopping"
		}
		if run.Broken() {
			return say.Judged(run)
		}
		if run.Reason != "" {
			return say.Clip(run.Reason, 80)
		}
		if left, ok := insight.Remaining(run, now); ok {
			return say.About(left)
		}
		return ""
	case trex.Failed:
		if run.Diagnosis != nil {
			return say.Clip(run.Diagnosis.Cause, 80)
		}
		return say.Clip(run.Reason, 80)
	case trex.Cancelled:
		return say.Clip(run.Reason, 80)
	case trex.Completed:
		if run.Broken() {
			return say.Judged(run)
		}
	}
	return ""
}

// runMenu lists what people can do with single runs, as many entries as the menu
// holds, in the order of interest.
func runMenu(s *Standing, limits chat.Limits) []chat.Button {
	runs := slices.Clone(s.Runs)
	best := s.Best()
	slices.SortStableFunc(runs, func(a, b trex.Run) int { return interest(&a, best) - interest(&b, best) })
	var more []chat.Button
	for i := range runs {
		more = append(more, RunMenu(&runs[i])...)
	}
	return more[:min(len(more), max(limits.Options, 0))]
}

// RunMenu lists what people can do with one run, and what they can see of it. Each
// label names the run.
func RunMenu(run *trex.Run) []chat.Button {
	id := string(run.ID)
	buttons := Buttons(lab.OfRun(run))
	for i := range buttons {
		buttons[i].Label += " " + id
	}
	view := func(label string, name chat.ActionName) chat.Button {
		return chat.Button{Label: label + " of " + id, Action: chat.Action{Name: name, Subject: id}}
	}
	return append(buttons, view("Log", chat.ActLog), view("Details", chat.ActDetails))
}
