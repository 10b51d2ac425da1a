package web

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/runner/runlog"
	"github.com/trex-ml/trex/say"
)

type runPage struct {
	page
	Run      runDetail
	Metrics  []seriesView
	Charts   chartData
	LogTail  string
	LogMore  bool // the log is longer than the tail
	HasChart bool
}

// runDetail is everything about a run that may change while the page is open.
type runDetail struct {
	ID         trex.RunID
	Name       string
	Project    string
	Experiment trex.ExperimentID
	Status     statusBadge
	Reason     string
	Verdict    string
	Broken     bool // Best is from before the values became NaN or infinite
	Final      bool
	Stopping   bool
	Progress   *progressView
	Objective  string
	Best       string
	BestExact  string
	BestStep   string
	Lead       []pair // parameters not at their default
	Rest       []pair // parameters at their default
	Requester  string
	Created    *timeView
	Started    *timeView
	Finished   *timeView
	Took       string
	Facts      []fact
	Thread     string // address of the thread that discusses the run
	Same       string // address of the chat, prefilled with this configuration
	Evidence   []string
	Hint       string
	Actions    []buttonView
}

type pair struct{ Name, Value string }

type fact struct {
	Name  string
	Value string
	Time  *timeView
}

// seriesView is one metric in the table of metrics.
type seriesView struct {
	Metric, Last, Min, Max string
	Steps                  string
	Objective              bool
}

// chartData is the data from which the page's script draws.
type chartData struct {
	Run        trex.RunID `json:"run"`
	Objective  string     `json:"objective"`
	Goal       trex.Goal  `json:"goal"`
	Unit       string     `json:"unit"`
	Quantities []quantity `json:"quantities"`
	Started    int64      `json:"started"` // Unix milliseconds, 0: not started
	Broken     bool       `json:"broken"`  // its best is from before its values broke
	Epochs     float64    `json:"epochs"`  // total of the progress when it counts epochs
	LastStep   int64      `json:"last_step"`
}

const tailLines = 200

func (s *Server) runPage(w http.ResponseWriter, r *http.Request) error {
	p := runPage{page: s.page(r, "")}
	p.Outcome = noticed(w, r)
	run, err := s.pathRun(r)
	if err != nil {
		return err
	}
	p.Title = string(run.ID) + " " + run.Name
	p.Script, p.Palette = "run.js", newPalette()
	p.Picture = s.linkBase(r) + "/run/" + string(run.ID) + "/chart.png"
	p.Description = describeRun(&run)
	if p.Run, err = s.runDetail(r.Context(), &run); err != nil {
		return err
	}
	series, err := s.Store.ListSeries(r.Context(), run.ID)
	if err != nil {
		return err
	}
	p.Metrics, p.Charts = seriesViews(series, &run), chartDataOf(series, &run)
	p.HasChart = len(series) > 0
	if p.Charted = p.HasChart; p.Charted {
		p.Fetches = []fetched{{URL: "/api/run/" + string(run.ID) + "/metrics?points=1000&time=1"}} // must match page/run_charts.ts
	}
	return s.showRun(w, r, p)
}

func (s *Server) showRun(w http.ResponseWriter, r *http.Request, p runPage) error {
	// A small tail: enough without scripts, and a small page with them.
	tail, err := runlog.Tail(s.logPath(p.Run.ID), tailLines, 64<<10)
	if err != nil {
		return err
	}
	p.LogTail = runlog.Redact(runlog.Clean(tail))
	p.LogMore = strings.Count(tail, "\n") >= tailLines
	return s.show(w, http.StatusOK, "run", p)
}

func describeRun(run *trex.Run) string {
	parts := []string{run.Project, say.Status(run.Status)}
	if run.Best != nil && !run.Broken() {
		parts = append(parts, "best "+run.Objective.Metric+" "+say.Number(run.Best.Value))
	}
	if run.Reason != "" {
		parts = append(parts, say.Clip(run.Reason, 200))
	}
	if judged := say.Judged(run); judged != "" {
		parts = append(parts, judged)
	}
	return strings.Join(parts, " · ")
}

func (s *Server) runDetail(ctx context.Context, run *trex.Run) (runDetail, error) {
	d := runDetail{
		ID: run.ID, Name: say.Visible(run.Name), Project: run.Project, Experiment: run.Experiment, Status: viewStatus(run.Status),
		Reason: say.Visible(run.Reason), Final: run.Status.Final(), Stopping: !run.StopAsked.IsZero() && !run.Status.Final(),
		Verdict: say.Verdict(run), Broken: run.Broken(), Progress: s.progress(run), Objective: run.Objective.Metric, Same: s.sameWith(run),
	}
	if run.Best != nil {
		d.Best, d.BestExact = say.Number(run.Best.Value), trex.FormatNumber(run.Best.Value)
		d.BestStep = say.StepUnit([]trex.Run{*run}) + " " + say.Group(run.Best.Step)
	}
	project, _ := s.project(run.Project)
	for _, name := range paramNames([]trex.Run{*run}, project) {
		one := pair{Name: name, Value: say.Visible(run.Config[name].String())}
		if param, ok := projectParam(project, name); ok && param.Default == run.Config[name] {
			d.Rest = append(d.Rest, one)
		} else {
			d.Lead = append(d.Lead, one)
		}
	}
	if run.Diagnosis != nil && run.Status == trex.Failed {
		d.Hint = run.Diagnosis.Hint
		for _, line := range run.Diagnosis.Evidence {
			d.Evidence = append(d.Evidence, runlog.Redact(runlog.Clean(line)))
		}
	}
	d.Actions = runActions(run, project)
	experiment, err := s.Store.FindExperiment(ctx, run.Experiment)
	if err != nil && trex.KindOf(err) != trex.KindNotFound {
		return d, err
	}
	if d.Thread, err = s.Bot.Discussion(ctx, &experiment); err != nil {
		return d, err
	}
	d.Requester = run.Requester.Name
	d.Created, d.Started, d.Finished = s.timeView(run.CreatedAt), s.timeView(run.StartedAt), s.timeView(run.FinishedAt)
	d.Took = s.lasted(run)
	d.Facts = s.facts(run)
	return d, nil
}

func projectParam(project *trex.Project, name string) (trex.Param, bool) {
	if project == nil {
		return trex.Param{}, false
	}
	return project.Param(name)
}

func (s *Server) facts(run *trex.Run) []fact {
	facts := []fact{
		{Name: "asked by", Value: run.Requester.Name}, {Name: "created", Time: s.timeView(run.CreatedAt)},
		{Name: "started", Time: s.timeView(run.StartedAt)}, {Name: "finished", Time: s.timeView(run.FinishedAt)},
	}
	if lasted := s.lasted(run); lasted != "" {
		facts = append(facts, fact{Name: "took", Value: lasted})
	}
	if !run.StartedAt.IsZero() && run.StartedAt.Sub(run.CreatedAt) > time.Second {
		facts = append(facts, fact{Name: "waited", Value: say.Duration(run.StartedAt.Sub(run.CreatedAt))})
	}
	if run.Exit != nil {
		facts = append(facts, exitFacts(run.Exit)...)
	}
	if len(run.GPUs) > 0 {
		texts := make([]string, len(run.GPUs))
		for i, gpu := range run.GPUs {
			texts[i] = strconv.Itoa(gpu)
		}
		facts = append(facts, fact{Name: "GPU", Value: strings.Join(texts, ", ")})
	}
	if !run.Local() {
		facts = append(facts, fact{Name: "executor", Value: run.Executor + " " + run.Ref})
	}
	kept := facts[:0]
	for _, f := range facts {
		if f.Value != "" || f.Time != nil {
			kept = append(kept, f)
		}
	}
	return kept
}

func exitFacts(exit *trex.Exit) []fact {
	text := "exit " + strconv.Itoa(exit.Code)
	if exit.Signal != "" {
		text = exit.Signal
	}
	facts := []fact{{Name: "ended with", Value: text}}
	if exit.CPUS > 0 {
		facts = append(facts, fact{Name: "CPU time", Value: say.Duration(time.Duration(exit.CPUS * float64(time.Second)))})
	}
	if exit.PeakBytes > 0 {
		facts = append(facts, fact{Name: "peak memory", Value: say.Bytes(exit.PeakBytes)})
	}
	return facts
}

// runActions returns the buttons for what can be done with a run now. project is
// nil when it is no longer configured.
func runActions(run *trex.Run, project *trex.Project) []buttonView {
	var actions []buttonView
	add := func(name chat.ActionName, label string, style chat.Style) {
		action := chat.Action{Name: name, Subject: string(run.ID)}
		actions = append(actions, buttonView{Label: label, Style: style, Value: action.Encode()})
	}
	if !run.Status.Final() {
		if run.StopAsked.IsZero() {
			add(chat.ActStop, "Stop", chat.Danger)
		}
		return actions
	}
	if project == nil {
		return nil
	}
	if run.Diagnosis != nil && len(run.Diagnosis.Fix) > 0 {
		add(chat.ActRetryFix, "Retry with "+configText(run.Diagnosis.Fix), chat.Primary)
	}
	add(chat.ActRetry, "Retry", chat.Default)
	return actions
}

func configText(config trex.RunConfig) string {
	var parts []string
	for _, name := range paramNames([]trex.Run{{Config: config}}, nil) {
		parts = append(parts, name+" "+config[name].String())
	}
	return strings.Join(parts, ", ")
}

// sameWith returns the address of the chat, with a request for this run's
// configuration in the box, ready to edit.
func (s *Server) sameWith(run *trex.Run) string {
	project, ok := s.project(run.Project)
	if !ok {
		return ""
	}
	changed := make(trex.RunConfig)
	for name, value := range run.Config {
		if param, known := project.Param(name); known && param.Default != value {
			changed[name] = value
		}
	}
	ask := "run " + run.Project
	if len(changed) > 0 {
		ask += " with " + configText(changed)
	}
	return "/?view=chat&say=" + url.QueryEscape(ask)
}

func seriesViews(series []trex.Series, run *trex.Run) []seriesView {
	views := make([]seriesView, len(series))
	for i := range series {
		one := &series[i]
		views[i] = seriesView{
			Metric: say.Visible(one.Metric), Last: formatMetric(one.Metric, one.Last), Min: extreme(one.Metric, one.Min, one.MinStep),
			Max:   extreme(one.Metric, one.Max, one.MaxStep),
			Steps: say.Group(one.Count), Objective: one.Metric == run.Objective.Metric,
		}
	}
	return views
}

func extreme(metric string, value float64, step int64) string {
	if math.IsNaN(value) {
		return "–"
	}
	return formatMetric(metric, value) + " at " + say.Group(step)
}

func chartDataOf(series []trex.Series, run *trex.Run) chartData {
	metrics := make([]string, len(series))
	d := chartData{Run: run.ID, Broken: run.Broken(), Objective: run.Objective.Metric, Goal: run.Objective.Goal, Unit: say.StepUnit([]trex.Run{*run})}
	for i := range series {
		metrics[i] = series[i].Metric
		d.LastStep = max(d.LastStep, series[i].LastStep)
	}
	d.Quantities = quantities(metrics, run.Objective.Metric)
	if !run.StartedAt.IsZero() {
		d.Started = run.StartedAt.UnixMilli()
	}
	if run.Progress.Unit == "epoch" {
		d.Epochs = run.Progress.Total
	}
	return d
}

// runPart answers with the head of a run's page as it is now, for scripts.
func (s *Server) runPart(w http.ResponseWriter, r *http.Request) error {
	run, err := s.pathRun(r)
	if err != nil {
		return err
	}
	detail, err := s.runDetail(r.Context(), &run)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, "run-part", detail)
}
