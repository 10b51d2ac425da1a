package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// phoneRows is how many runs a status shows: what fits a phone's screen.
const phoneRows = 6

func (b *Bot) status(ctx context.Context, event chat.Event, intent agent.Intent) (reply, error) {
	o, _ := b.platformOf(event.Person.Platform)
	switch {
	case len(intent.Runs) == 1:
		m, err := b.runDetails(ctx, o, intent.Runs[0])
		return reply{message: m}, err
	case len(intent.Runs) > 1:
		runs, err := b.targets(ctx, event, intent)
		return reply{message: b.runsStatus(runs)}, err
	case intent.Experiment != "" && (namesTarget(event.Text, intent) || !b.severalIn(ctx, event.Thread)):
		m, err := b.experimentStatus(ctx, o, intent.Experiment)
		return reply{message: m}, err
	case len(intent.Statuses) > 0:
		m, err := b.listStatus(ctx, event.Person, intent)
		return reply{message: m}, err
	}
	m, err := b.overview(ctx, event.Person, intent)
	return reply{message: m}, err
}

// severalIn reports whether several experiments are discussed in a thread, so
// that a question there is not about the newest alone.
func (b *Bot) severalIn(ctx context.Context, thread trex.Thread) bool {
	proposals, err := b.store.ListProposals(ctx, thread, 50)
	if err != nil {
		b.log.ErrorContext(ctx, "list proposals", "error", err)
	}
	launched := 0
	for _, p := range proposals {
		if p.Experiment != "" {
			launched++
		}
	}
	return launched > 1
}

// overview is what runs and waits, and what the person may have missed.
func (b *Bot) overview(ctx context.Context, person trex.Person, intent agent.Intent) (chat.Message, error) {
	active, err := b.activeRuns(ctx, person, intent)
	if err != nil {
		return chat.Message{}, err
	}
	m := chat.Message{Headline: b.overviewHeadline(active)}
	running := slices.DeleteFunc(slices.Clone(active), func(r trex.Run) bool { return r.Status != trex.Running })
	if len(running) > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Runs: b.statusRows(running[:min(len(running), phoneRows)])})
	}
	if more := len(running) - phoneRows; more > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("and %d more running", more)})
	}
	missed, err := b.missed(ctx, person)
	if err != nil {
		return chat.Message{}, err
	}
	if missed != "" {
		m.Blocks = append(m.Blocks, chat.Block{Text: missed})
	}
	if url := b.url("/"); url != "" {
		m.Buttons = []chat.Button{openButton(url)}
	}
	return m, nil
}

func (b *Bot) activeRuns(ctx context.Context, person trex.Person, intent agent.Intent) ([]trex.Run, error) {
	if intent.Scope == agent.ScopeMine {
		return b.scopeRuns(ctx, person, intent)
	}
	return b.scopeRuns(ctx, person, agent.Intent{Project: intent.Project, Scope: agent.ScopeAll})
}

func (b *Bot) overviewHeadline(active []trex.Run) string {
	s := &experimentState{runs: active}
	line := countsText(s)
	if line == "" {
		line = "nothing is running or waiting"
	}
	if c := b.capacity(); c.Slots > 0 {
		line += fmt.Sprintf(" · %d of %s busy", c.Busy, say.Count(c.Slots, "slot"))
		if c.GPUs > 0 {
			line += fmt.Sprintf(", %d of %s", c.GPUsBusy, say.Count(c.GPUs, "GPU"))
		}
	}
	return line
}

func (b *Bot) statusRows(runs []trex.Run) []chat.Row {
	now := b.now()
	rows := make([]chat.Row, len(runs))
	for i := range runs {
		s := &experimentState{runs: runs[i : i+1], now: now}
		rows[i] = liveRow(s, &runs[i], nil, b.runURL)
		rows[i].Label = runs[i].Project
		if runs[i].Name != "" && runs[i].Name != "default" {
			rows[i].Label += " · " + runs[i].Name
		}
	}
	return rows
}

// missedSince is how long a failure is worth telling again.
const missedSince = 12 * time.Hour

// missed tells the person's last failure.
func (b *Bot) missed(ctx context.Context, person trex.Person) (string, error) {
	page, err := b.store.ListRuns(ctx, trex.RunQuery{
		Statuses: []trex.Status{trex.Failed}, Requester: person.ID,
		Sort: trex.SortKey{By: "finished", Desc: true}, Limit: 1,
	})
	if err != nil || len(page.Runs) == 0 {
		return "", err
	}
	run := page.Runs[0]
	since := b.now().Sub(run.FinishedAt)
	if run.Requester.Platform != person.Platform || since > missedSince {
		return "", nil
	}
	return fmt.Sprintf("ⓘ your %s failed %s: %s", run.ID, say.Ago(run.FinishedAt, b.now()), say.Cause(&run)), nil
}

func (b *Bot) runsStatus(runs []trex.Run) chat.Message {
	s := &experimentState{runs: runs}
	rows := b.statusRows(runs[:min(len(runs), longList)])
	return chat.Message{Headline: countsText(s), Blocks: []chat.Block{{Runs: rows}}}
}

// listStatus answers "which runs failed".
func (b *Bot) listStatus(ctx context.Context, person trex.Person, intent agent.Intent) (chat.Message, error) {
	query := trex.RunQuery{Project: intent.Project, Statuses: intent.Statuses, Limit: phoneRows + 1}
	if intent.Scope == agent.ScopeMine {
		query.Requester = person.ID
	}
	page, err := b.store.ListRuns(ctx, query)
	if err != nil {
		return chat.Message{}, err
	}
	words := make([]string, len(intent.Statuses))
	for i, status := range intent.Statuses {
		words[i] = say.Status(status)
	}
	if len(page.Runs) == 0 {
		return chat.Message{Headline: "no run is " + say.List(words, 5)}, nil
	}
	rows := b.statusRows(page.Runs[:min(len(page.Runs), phoneRows)])
	m := chat.Message{Headline: "newest " + strings.Join(words, ", ") + " runs", Blocks: []chat.Block{{Runs: rows}}}
	if len(page.Runs) > phoneRows {
		m.Blocks = append(m.Blocks, chat.Block{Note: "there are more"})
	}
	return m, nil
}

func (b *Bot) experimentStatus(ctx context.Context, o *outbox, id trex.ExperimentID) (chat.Message, error) {
	s, err := b.loadExperiment(ctx, id)
	if err != nil {
		return chat.Message{}, err
	}
	picture, err := b.curve(ctx, o, new(drawn), s)
	if err != nil {
		b.log.ErrorContext(ctx, "draw curve", "experiment", id, "error", err)
	}
	m := liveMessage(s, picture, chat.Limits{TableRows: phoneRows}, b.experimentURL(id), b.runURL)
	return m, nil
}

// runDetails is all about one run.
func (b *Bot) runDetails(ctx context.Context, o *outbox, id trex.RunID) (chat.Message, error) {
	run, err := b.store.FindRun(ctx, id)
	if err != nil {
		return chat.Message{}, err
	}
	m := chat.Message{Headline: runHeadline(&run, b.now())}
	project := b.projectOf(run.Project, []trex.Run{run})
	m.Blocks = append(m.Blocks, chat.Block{Text: say.Summary(project, []trex.RunConfig{run.Config})})
	if text := whyText(&run); text != "" {
		m.Blocks = append(m.Blocks, chat.Block{Text: text})
	}
	series, err := b.store.ListSeries(ctx, id)
	if err != nil {
		return chat.Message{}, err
	}
	if last := lastValues(series, run.Objective.Metric); last != "" {
		m.Blocks = append(m.Blocks, chat.Block{Text: last})
	}
	if times := timesText(&run, b.now()); times != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: times})
	}
	if fixed := say.Defaults(project, []trex.RunConfig{run.Config}); fixed != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: "default: " + fixed})
	}
	if !run.Status.Final() {
		m.Buttons = append(m.Buttons, chat.Button{Label: "Stop", Style: chat.Danger, Action: chat.Action{Name: chat.ActStop, Subject: string(id)}})
	}
	m.Buttons = append(m.Buttons, chat.Button{Label: "Log", Action: chat.Action{Name: chat.ActLog, Subject: string(id)}})
	if run.Status.Final() {
		m.Buttons = append(m.Buttons, chat.Button{Label: "Retry", Action: chat.Action{Name: chat.ActRetry, Subject: string(id)}})
	}
	if url := b.runURL(id); url != "" {
		m.Buttons = append(m.Buttons, openButton(url))
	}
	s := &experimentState{
		experiment: trex.Experiment{ID: run.Experiment}, project: project, runs: []trex.Run{run}, now: b.now(),
	}
	picture, err := b.curve(ctx, o, new(drawn), s)
	if err == nil && picture != nil {
		picture.Key = "curve:" + string(id)
		picture.URL = b.url("/run/" + string(id) + "/chart.png")
		m.Pictures = []chat.Picture{*picture}
	}
	return m, nil
}

func runHeadline(run *trex.Run, now time.Time) string {
	parts := []string{say.Mark(run.Status) + " " + string(run.ID), run.Project, say.Status(run.Status)}
	if _, ok := run.Progress.Fraction(); ok && !run.Status.Final() {
		parts = append(parts, fmt.Sprintf("%s %s/%s", run.Progress.Unit,
			trex.FormatNumber(run.Progress.Done), trex.FormatNumber(run.Progress.Total)))
	}
	if run.Best != nil {
		parts = append(parts, fmt.Sprintf("best %s %s", run.Objective.Metric, say.Number(run.Best.Value)))
	}
	if left, ok := insight.Remaining(run, now); ok {
		parts = append(parts, say.About(left)+" left")
	}
	return strings.Join(parts, " · ")
}

// whyText is the reason a run failed, was stopped or waits.
func whyText(run *trex.Run) string {
	if run.Status == trex.Failed {
		return say.Cause(run)
	}
	return say.Clip(run.Reason, 300)
}

// mostMetrics is how many metrics are told in a line; the page has them all.
const mostMetrics = 6

// lastValues says where a run's metrics stand, the objective first.
func lastValues(series []trex.Series, objective string) string {
	var parts []string
	for _, s := range series {
		switch {
		case strings.HasPrefix(s.Metric, trex.SystemPrefix):
		case s.Metric == objective:
			parts = append([]string{s.Metric + " " + say.Number(s.Last)}, parts...)
		default:
			parts = append(parts, s.Metric+" "+say.Number(s.Last))
		}
	}
	if len(parts) < 2 { // the first line tells the objective
		return ""
	}
	if more := len(parts) - mostMetrics; more > 0 {
		parts = append(parts[:mostMetrics], fmt.Sprintf("%d more", more))
	}
	return "last: " + say.Clip(strings.Join(parts, " · "), 300)
}

func timesText(run *trex.Run, now time.Time) string {
	parts := []string{string(run.Experiment), "asked by " + run.Requester.Name}
	if !run.StartedAt.IsZero() {
		parts = append(parts, "started "+say.Clock(run.StartedAt, now))
	}
	if !run.FinishedAt.IsZero() && !run.StartedAt.IsZero() {
		parts = append(parts, "took "+say.Duration(run.FinishedAt.Sub(run.StartedAt)))
	}
	if run.Executor != "" && run.Executor != "local" {
		parts = append(parts, "on "+run.Executor)
	}
	return strings.Join(parts, " · ")
}

func (b *Bot) clickDetails(ctx context.Context, o *outbox, event chat.Event) error {
	run, err := b.runSubject(ctx, event)
	if err != nil {
		return err
	}
	m, err := b.runDetails(ctx, o, run.ID)
	if err != nil {
		return err
	}
	return b.respond(ctx, o, event, m)
}
