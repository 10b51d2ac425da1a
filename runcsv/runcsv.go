// Package runcsv writes runs as CSV, a line for each with a column for each of their
// parameters. Chat and web send the same file.
package runcsv

import (
	"encoding/csv"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// Params collects the parameters of runs.
type Params map[string]bool

// Add notes the parameters of a run.
func (p Params) Add(run *trex.Run) {
	for name := range run.Config {
		p[name] = true
	}
}

// Writer writes runs. Its first error is kept and returned by Close.
type Writer struct {
	out    *csv.Writer
	params []string
}

// New writes the header and returns a writer of runs with these parameters.
func New(w io.Writer, params Params) *Writer {
	out := &Writer{out: csv.NewWriter(w), params: slices.Sorted(maps.Keys(params))}
	head := []string{
		"id", "name", "project", "experiment", "status", "reason", "requested_by",
		"objective", "best", "best_step", "last", "created_at", "started_at", "finished_at",
		"verdict", "verdict_since", "duration_s",
	}
	for _, name := range out.params {
		head = append(head, Text(name))
	}
	out.out.Write(head) //nolint:errcheck // Close returns it
	return out
}

// Write writes a run.
func (w *Writer) Write(run *trex.Run) error { return w.out.Write(row(run, w.params)) }

// Close writes what is left.
func (w *Writer) Close() error {
	w.out.Flush()
	return w.out.Error()
}

func row(run *trex.Run, params []string) []string {
	best, step, last := "", "", ""
	if run.Best != nil {
		best, step = strconv.FormatFloat(run.Best.Value, 'g', -1, 64), strconv.FormatInt(run.Best.Step, 10)
	}
	if run.Last != nil {
		last = strconv.FormatFloat(*run.Last, 'g', -1, 64)
	}
	verdict, since := "", ""
	if run.Verdict != nil {
		verdict, since = string(run.Verdict.Kind), strconv.FormatInt(run.Verdict.SinceStep, 10)
	}
	row := []string{
		string(run.ID), Text(run.Name), Text(run.Project), string(run.Experiment), string(run.Status),
		Text(strings.ReplaceAll(run.Reason, "\n", " ")), Text(run.Requester.Name),
		Text(run.Objective.Metric), best, step, last, Time(run.CreatedAt), Time(run.StartedAt), Time(run.FinishedAt),
		verdict, since, duration(run),
	}
	for _, name := range params {
		value := run.Config[name].String()
		if _, isText := run.Config[name].Text(); isText {
			value = Text(value)
		}
		row = append(row, value)
	}
	return row
}

// duration writes the seconds that a run took, "" while it has not ended.
func duration(run *trex.Run) string {
	if run.StartedAt.IsZero() || run.FinishedAt.IsZero() {
		return ""
	}
	return strconv.FormatFloat(run.FinishedAt.Sub(run.StartedAt).Seconds(), 'f', -1, 64)
}

// Time writes a time in UTC, "" for the zero one.
func Time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// Text keeps spreadsheets from reading outside text as a formula. Some skip what is
// not seen before it, and some read full-width signs.
func Text(text string) string {
	text = say.Visible(text)
	seen := strings.TrimSpace(text)
	if seen != "" && (strings.ContainsRune("=+-@＝＋－＠", []rune(seen)[0]) || strings.ContainsAny(text[:1], "\t\r\n")) {
		return "'" + text
	}
	return text
}
