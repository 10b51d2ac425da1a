package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
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
		m.Buttons = []chat.Button{card.OpenButton(url)}
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
	s := &card.Standing{Runs: active}
	line := card.Counts(s)
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
		s := &card.Standing{Runs: runs[i : i+1], Now: now}
		rows[i] = card.Row(s, &runs[i], nil, b.runURL)
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
	s := &card.Standing{Runs: runs}
	rows := b.statusRows(runs[:min(len(runs), card.LongList)])
	return chat.Message{Headline: card.Counts(s), Blocks: []chat.Block{{Runs: rows}}}
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
	m := card.Live(s, picture, chat.Limits{TableRows: phoneRows}, b.experimentURL(id), b.runURL)
	return m, nil
}

// runDetails is all about one run.
func (b *Bot) runDetails(ctx context.Context, o *outbox, id trex.RunID) (chat.Message, error) {
	run, err := b.store.FindRun(ctx, id)
	if err != nil {
		return chat.Message{}, err
	}
	m := chat.Message{Headline: card.RunHeadline(&run, b.now())}
	project := b.projectOf(run.Project, []trex.Run{run})
	m.Blocks = append(m.Blocks, chat.Block{Text: say.Summary(project, []trex.RunConfig{run.Config})})
	if text := card.Why(&run); text != "" {
		m.Blocks = append(m.Blocks, chat.Block{Text: text})
	}
	series, err := b.store.ListSeries(ctx, id)
	if err != nil {
		return chat.Message{}, err
	}
	if last := card.LastValues(series, run.Objective.Metric); last != "" {
		m.Blocks = append(m.Blocks, chat.Block{Text: last})
	}
	if times := card.Times(&run, b.now()); times != "" {
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
		m.Buttons = append(m.Buttons, card.OpenButton(url))
	}
	s := &card.Standing{
		Experiment: trex.Experiment{ID: run.Experiment}, Project: project, Runs: []trex.Run{run}, Now: b.now(),
	}
	picture, err := b.curve(ctx, o, new(drawn), s)
	if err == nil && picture != nil {
		picture.Key = "curve:" + string(id)
		picture.URL = b.url("/run/" + string(id) + "/chart.png")
		m.Pictures = []chat.Picture{*picture}
	}
	return m, nil
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
