package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// rowsShown is how many runs a live message shows; more are summed up.
const rowsShown = 15

// liveMessage shows an experiment as it stands. links makes the URL of a run,
// "" when there is none.
func liveMessage(s *experimentState, picture *chat.Picture, limits chat.Limits, open string, links func(trex.RunID) string) chat.Message {
	m := chat.Message{Headline: liveHeadline(s), Tone: liveTone(s)}
	rows, hidden := liveRows(s, min(rowsShown, max(limits.TableRows, 1)), links)
	m.Blocks = append(m.Blocks, chat.Block{Runs: rows})
	if hidden != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: hidden})
	}
	if picture != nil {
		m.Pictures = []chat.Picture{*picture}
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

func openButton(url string) chat.Button {
	return chat.Button{Label: "Open", URL: url, Action: chat.Action{Name: chat.ActOpen}}
}

func stopAllButton(s *experimentState) chat.Button {
	left := s.count(trex.Running) + s.count(trex.Pending)
	return chat.Button{
		Label: "Stop all", Style: chat.Danger, Action: chat.Action{Name: chat.ActStop, Subject: string(s.experiment.ID)},
		Confirm: fmt.Sprintf("Stop %s of %s?", say.Count(left, "run"), s.experiment.ID),
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
		if left, ok := s.outlook().Left(); ok {
			parts = append(parts, say.About(left)+" left")
		}
	}
	return strings.Join(parts, " · ")
}

// countsText writes "2 running, 1 waiting".
func countsText(s *experimentState) string {
	var parts []string
	for _, status := range [...]trex.Status{trex.Running, trex.Pending, trex.Completed, trex.Failed, trex.Cancelled} {
		if n := s.count(status); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, say.Status(status)))
		}
	}
	return strings.Join(parts, ", ")
}

func liveTone(s *experimentState) chat.Tone {
	switch {
	case !s.settled():
		return chat.Live
	case s.count(trex.Completed) > 0:
		return chat.Good
	case s.count(trex.Failed) > 0:
		return chat.Bad
	}
	return chat.Plain
}

// value writes a value with the digits that tell this experiment's apart.
func (s *experimentState) value(f float64) string {
	return say.Among(insight.Values(s.runs))(f)
}

// liveRows shows every run, or when there are many those a person looks for
// first: the best, the running, the failed.
func liveRows(s *experimentState, most int, links func(trex.RunID) string) (rows []chat.Row, hidden string) {
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

func liveRow(s *experimentState, run, best *trex.Run, links func(trex.RunID) string) chat.Row {
	row := chat.Row{
		Run: string(run.ID), Mark: say.Mark(run.Status), Best: best != nil && run.ID == best.ID && len(s.runs) > 1,
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
			return say.Clip(run.Reason, 80)
		}
		return "waiting for a slot"
	case trex.Running:
		if !run.StopAsked.IsZero() {
			return "stopping"
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
	}
	return ""
}

// runMenu is what can be done with single runs, as much of it as the menu
// holds: what goes on first.
func runMenu(s *experimentState, limits chat.Limits) []chat.Button {
	runs := slices.Clone(s.runs)
	best := s.best()
	slices.SortStableFunc(runs, func(a, b trex.Run) int { return interest(&a, best) - interest(&b, best) })
	var more []chat.Button
	for _, run := range runs {
		id := string(run.ID)
		if !run.Status.Final() {
			more = append(more, chat.Button{Label: "Stop " + id, Style: chat.Danger, Action: chat.Action{Name: chat.ActStop, Subject: id}})
		}
		more = append(more,
			chat.Button{Label: "Log of " + id, Action: chat.Action{Name: chat.ActLog, Subject: id}},
			chat.Button{Label: "Details of " + id, Action: chat.Action{Name: chat.ActDetails, Subject: id}})
		if run.Status == trex.Failed || run.Status == trex.Cancelled {
			more = append(more, chat.Button{Label: "Retry " + id, Action: chat.Action{Name: chat.ActRetry, Subject: id}})
		}
	}
	return more[:min(len(more), max(limits.Options, 0))]
}
