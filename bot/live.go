package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

// rowsShown is how many runs a live message shows; more are summed up.
const rowsShown = 15

// liveMessage shows an experiment as it stands. links makes the URL of a run,
// "" when there is none.
func liveMessage(s *experimentState, picture *Picture, limits Limits, open string, links func(trex.RunID) string) Message {
	m := Message{Headline: liveHeadline(s), Tone: liveTone(s)}
	rows, hidden := liveRows(s, min(rowsShown, max(limits.TableRows, 1)), links)
	m.Blocks = append(m.Blocks, Block{Runs: rows})
	if hidden != "" {
		m.Blocks = append(m.Blocks, Block{Note: hidden})
	}
	if picture != nil {
		m.Pictures = []Picture{*picture}
	}
	if !s.settled() {
		m.Buttons = append(m.Buttons, stopAllButton(s))
	}
	if open != "" {
		m.Buttons = append(m.Buttons, openButton(open))
	}
	m.More = runMenu(s, limits)
	return m
}

func openButton(url string) Button {
	return Button{Label: "Open", URL: url, Action: Action{Name: ActOpen}}
}

func stopAllButton(s *experimentState) Button {
	left := s.count(trex.Running) + s.count(trex.Pending)
	return Button{
		Label: "Stop all", Style: Danger, Action: Action{Name: ActStop, Subject: string(s.experiment.ID)},
		Confirm: fmt.Sprintf("Stop %s of %s?", count(left, "run"), s.experiment.ID),
	}
}

func liveHeadline(s *experimentState) string {
	parts := []string{string(s.experiment.ID), s.experiment.Project}
	if s.settled() {
		parts = append(parts, "done: "+countsText(s))
	} else {
		parts = append(parts, countsText(s))
	}
	if best := s.best(); best != nil {
		parts = append(parts, fmt.Sprintf("best %s %s %s", best.ID, best.Objective.Metric, s.value(best.Best.Value)))
	}
	if !s.settled() {
		if left, ok := s.left(); ok {
			parts = append(parts, about(left)+" left")
		}
	}
	return strings.Join(parts, " · ")
}

// countsText writes "2 running, 1 waiting".
func countsText(s *experimentState) string {
	var parts []string
	for _, status := range [...]trex.Status{trex.Running, trex.Pending, trex.Completed, trex.Failed, trex.Cancelled} {
		if n := s.count(status); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, statusWord(status)))
		}
	}
	return strings.Join(parts, ", ")
}

func statusWord(status trex.Status) string {
	switch status {
	case trex.Pending:
		return "waiting"
	case trex.Cancelled:
		return "stopped"
	case trex.Running, trex.Completed, trex.Failed:
	}
	return string(status)
}

func liveTone(s *experimentState) Tone {
	switch {
	case !s.settled():
		return Live
	case s.count(trex.Completed) > 0:
		return Good
	case s.count(trex.Failed) > 0:
		return Bad
	}
	return Plain
}

// value writes a value with the digits that tell this experiment's apart.
func (s *experimentState) value(f float64) string {
	var values []float64
	for _, run := range s.runs {
		if run.Best != nil {
			values = append(values, run.Best.Value)
		}
	}
	return digits(f, enoughDigits(values))
}

// liveRows shows every run, or when there are many those a person looks for
// first: the best, the running, the failed.
func liveRows(s *experimentState, most int, links func(trex.RunID) string) (rows []Row, hidden string) {
	shown := make([]int, len(s.runs))
	for i := range shown {
		shown[i] = i
	}
	best := s.best()
	if len(shown) > most {
		slices.SortStableFunc(shown, func(a, b int) int {
			return interest(&s.runs[a], best) - interest(&s.runs[b], best)
		})
		hidden = hiddenText(s, shown[most:])
		shown = shown[:most]
		slices.Sort(shown)
	}
	for _, i := range shown {
		rows = append(rows, liveRow(s, &s.runs[i], best, links))
	}
	return rows, hidden
}

func interest(run, best *trex.Run) int {
	switch {
	case run == best:
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

func hiddenText(s *experimentState, indices []int) string {
	rest := &experimentState{}
	for _, i := range indices {
		rest.runs = append(rest.runs, s.runs[i])
	}
	return "and " + countsText(rest)
}

func liveRow(s *experimentState, run, best *trex.Run, links func(trex.RunID) string) Row {
	row := Row{
		Run: string(run.ID), Mark: mark(run.Status), Best: best != nil && run.ID == best.ID && len(s.runs) > 1,
		Label: run.Name, Fraction: -1, URL: links(run.ID),
	}
	if fraction, ok := run.Progress.Fraction(); ok {
		row.Fraction = fraction
		row.Progress = trex.FormatNumber(run.Progress.Done) + "/" + trex.FormatNumber(run.Progress.Total)
	} else if run.Progress.Done > 0 {
		row.Progress = strings.TrimSpace(run.Progress.Unit + " " + trex.FormatNumber(run.Progress.Done))
	}
	if run.Best != nil {
		row.Value = s.value(run.Best.Value)
	}
	row.Note = runNote(run, s.now)
	return row
}

// runNote says what the mark does not: how long it takes, or why.
func runNote(run *trex.Run, now time.Time) string {
	switch run.Status {
	case trex.Pending:
		if run.Reason != "" {
			return clip(run.Reason, 80)
		}
		return "waiting for a slot"
	case trex.Running:
		if !run.StopAsked.IsZero() {
			return "stopping"
		}
		if run.Reason != "" {
			return clip(run.Reason, 80)
		}
		if left, ok := run.Remaining(now); ok {
			return about(left)
		}
		return ""
	case trex.Failed:
		if run.Diagnosis != nil {
			return clip(run.Diagnosis.Cause, 80)
		}
		return clip(run.Reason, 80)
	case trex.Cancelled:
		return clip(run.Reason, 80)
	case trex.Completed:
	}
	return ""
}

func mark(status trex.Status) string {
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

// runMenu is what can be done with single runs, as much of it as the menu
// holds: what goes on first.
func runMenu(s *experimentState, limits Limits) []Button {
	runs := slices.Clone(s.runs)
	best := s.best()
	slices.SortStableFunc(runs, func(a, b trex.Run) int { return interest(&a, best) - interest(&b, best) })
	var more []Button
	for _, run := range runs {
		id := string(run.ID)
		if !run.Status.Final() {
			more = append(more, Button{Label: "Stop " + id, Style: Danger, Action: Action{Name: ActStop, Subject: id}})
		}
		more = append(more,
			Button{Label: "Log of " + id, Action: Action{Name: ActLog, Subject: id}},
			Button{Label: "Details of " + id, Action: Action{Name: ActDetails, Subject: id}})
		if run.Status == trex.Failed || run.Status == trex.Cancelled {
			more = append(more, Button{Label: "Retry " + id, Action: Action{Name: ActRetry, Subject: id}})
		}
	}
	return more[:min(len(more), max(limits.Options, 0))]
}
