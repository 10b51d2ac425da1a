package web

import (
	"context"
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// runsView is the data of the grid of runs.
type runsView struct {
	Query     string // the search text
	Problem   string // why the search is not valid
	Status    string
	Project   string
	Sort      string
	Choices   []choice // the other filters
	OnePerson bool     // one person asked for all runs shown
	Counts    []countView
	Total     int
	Columns   []columnView
	Runs      []runRow
	Next      string // address of the next page
	CSV, JSON string // addresses of downloads
	Filtered  bool
	Clear     string // address without filters
	Self      string // address of this view
	Outcome   outcomeJSON
}

type countView struct {
	statusBadge
	Status trex.Status
	Count  int
	URL    string
	On     bool
}

// columnView is a column to sort by.
type columnView struct {
	Key   string // of sort=
	Name  string
	Kind  string // class
	URL   string
	Aria  string // aria-sort
	Arrow string
}

// statusBadge is a status as it is shown.
type statusBadge struct {
	Class, Mark, Word string
}

func viewStatus(status trex.Status) statusBadge {
	return statusBadge{Class: string(status), Mark: say.Mark(status), Word: say.Status(status)}
}

// runRow is a run as a row of the grid.
type runRow struct {
	ID         trex.RunID
	Name       string
	Project    string
	Experiment trex.ExperimentID
	Status     statusBadge
	Best       string
	BestExact  string
	Last       string
	Star       bool
	Params     []string // aligned with the columns
	Progress   *progressView
	Note       string
	Requester  string
	Created    *timeView
	Duration   string
	Final      bool
	Broken     bool
}

type progressView struct {
	Value, Max string // attributes of <progress>; Max "": unknown
	Text       string
	ETA        string
	Ended      bool // the run has ended: text only, no bar
}

// mostColumns is how many parameters the grid shows at once.
const mostColumns = 8

func (s *Server) runsView(ctx context.Context, values url.Values) (runsView, error) {
	v := runsView{
		Query: say.Clip(say.Visible(values.Get("q")), 1000), Status: values.Get("status"), Project: values.Get("project"),
		Sort: values.Get("sort"),
		CSV:  "/runs.csv?" + values.Encode(), JSON: "/runs.json?" + values.Encode(),
		Clear: with(url.Values{}, "view", "runs"),
	}
	v.Filtered = v.Query != "" || v.Status != "" || v.Project != "" || values.Get("person") != "" || values.Get("experiment") != ""
	query, err := parseRunQuery(values)
	if sentence, ok := trex.Sentence(err); ok {
		v.Problem = sentence
		query = trex.RunQuery{Limit: defaultLimit}
	}
	page, err := s.Store.ListRuns(ctx, query)
	if sentence, ok := trex.Sentence(err); ok {
		v.Problem = sentence
		page, err = s.Store.ListRuns(ctx, trex.RunQuery{Limit: defaultLimit})
	}
	if err != nil {
		return v, err
	}
	counts, err := s.Store.CountRuns(ctx, v.Project)
	if err != nil {
		return v, err
	}
	for _, status := range trex.Statuses {
		v.Total += counts[status]
		v.Counts = append(v.Counts, countView{
			statusBadge: viewStatus(status), Status: status, Count: counts[status],
			URL: with(values, "status", string(status), "view", "runs"), On: v.Status == string(status),
		})
	}
	if page.Next != "" {
		next := with(values, "view", "runs")
		v.Next = next + "&cursor=" + url.QueryEscape(page.Next)
	}
	names := s.columns(page.Runs, v.Project)
	v.Columns = columnViews(values, names, largerIsBetter(page.Runs))
	v.OnePerson = !slices.ContainsFunc(page.Runs, func(r trex.Run) bool { return r.Requester.Name != page.Runs[0].Requester.Name })
	if v.Choices, err = s.runChoices(ctx, values); err != nil {
		return v, err
	}
	star := starred(page.Runs)
	for i := range page.Runs {
		row := s.runRow(&page.Runs[i], names)
		row.Star = row.ID == star
		v.Runs = append(v.Runs, row)
	}
	return v, nil
}

// columns returns the parameters that differ between runs, or all of them if none
// differs.
func (s *Server) columns(runs []trex.Run, project string) []string {
	if project == "" && len(runs) > 0 {
		project = runs[0].Project
	}
	known, _ := s.project(project)
	names := paramNames(runs, known)
	if some := differing(runs, names); len(some) > 0 {
		names = some
	}
	return names[:min(len(names), mostColumns)]
}

func largerIsBetter(runs []trex.Run) bool {
	return slices.ContainsFunc(runs, func(r trex.Run) bool { return r.Objective.Goal == trex.Maximize })
}

// columnViews returns the heads of the columns. The first click on a head puts
// the newest or the best at the top, because people look for these.
func columnViews(values url.Values, params []string, larger bool) []columnView {
	columns := []columnView{
		{Key: "name", Name: "Run", Kind: "c-run"}, {Key: "status", Name: "Status", Kind: "c-status"},
		{Key: "best", Name: "Best", Kind: "c-best"}, {Key: "last", Name: "Last", Kind: "c-last"},
	}
	for _, name := range params {
		columns = append(columns, columnView{Key: "param:" + name, Name: name, Kind: "c-param"})
	}
	columns = append(columns, columnView{Key: "requester", Name: "By", Kind: "c-by"},
		columnView{Key: "duration", Name: "Time", Kind: "c-time"}, columnView{Key: "created", Name: "Created", Kind: "c-age"})
	by, desc := strings.CutPrefix(values.Get("sort"), "-")
	if by == "" {
		by, desc = "created", true
	}
	for i := range columns {
		c := &columns[i]
		c.Aria = "none"
		next := c.Key
		if c.Key == "created" || larger && c.Key == "last" {
			next = "-" + c.Key
		}
		if c.Key == by {
			next = "-" + c.Key
			if desc {
				next = c.Key
			}
			c.Aria, c.Arrow = "ascending", "▲"
			if falls := desc != (larger && c.Key == "best"); falls { // "best first" puts the largest first
				c.Aria, c.Arrow = "descending", "▼"
			}
		}
		c.URL = with(values, "sort", next, "view", "runs")
	}
	return columns
}

func (s *Server) runRow(run *trex.Run, params []string) runRow {
	row := runRow{
		ID: run.ID, Name: say.Visible(run.Name), Project: run.Project, Experiment: run.Experiment, Status: viewStatus(run.Status),
		Requester: say.Visible(run.Requester.Name), Created: s.timeView(run.CreatedAt), Final: run.Status.Final(),
		Last: say.ValueNow(run), Broken: run.Broken(),
	}
	if run.Best != nil && !run.Broken() {
		row.Best, row.BestExact = say.Number(run.Best.Value), run.Objective.Metric+" "+trex.FormatNumber(run.Best.Value)
	}
	if run.Last != nil && !run.Broken() {
		row.Last = say.Number(*run.Last)
	}
	for _, name := range params {
		row.Params = append(row.Params, say.Visible(run.Config[name].String()))
	}
	row.Progress = s.progress(run)
	row.Note = noteOf(run)
	row.Duration = s.lasted(run)
	return row
}

// noteOf adds to the status: the reason for it, and the verdict on the curve.
// web/client/src/runs/note.ts does the same.
func noteOf(run *trex.Run) string {
	var parts []string
	if run.Status != trex.Completed && run.Reason != "" {
		parts = append(parts, strings.TrimPrefix(run.Reason, "waiting: ")) // the status already says it
	}
	if judged := say.Judged(run); judged != "" {
		parts = append(parts, judged)
	}
	return say.Visible(strings.Join(parts, " · "))
}

func (s *Server) progress(run *trex.Run) *progressView {
	p := run.Progress
	if p.Done == 0 && p.Total == 0 || run.Status == trex.Completed {
		return nil
	}
	done := trex.FormatNumber(p.Done)
	v := &progressView{Value: done, Text: strings.TrimSpace(p.Unit + " " + done), Ended: run.Status.Final()}
	if p.Total > 0 {
		v.Max = trex.FormatNumber(p.Total)
		v.Text = done + "/" + v.Max
	}
	if left, ok := insight.Remaining(run, s.Now()); ok && !math.IsInf(left.Seconds(), 0) {
		v.ETA = "~" + say.Duration(left)
	}
	return v
}

// lasted returns how long a run has been running, or ran; "" before its start.
func (s *Server) lasted(run *trex.Run) string {
	switch {
	case run.StartedAt.IsZero():
		return ""
	case run.FinishedAt.IsZero():
		return say.Duration(s.Now().Sub(run.StartedAt))
	}
	return say.Duration(run.FinishedAt.Sub(run.StartedAt))
}
