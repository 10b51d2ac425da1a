package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/look"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/say"
)

// phoneRows is how many runs a status shows: as many as fit a phone's screen.
const phoneRows = 6

func (a *answers) status(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	if len(intent.Fields) > 0 {
		return a.show(ctx, event, intent)
	}
	limits, s := a.limits(event.Person.Platform), selected(intent)
	switch {
	case len(intent.Runs) == 1:
		m, err := a.runDetails(ctx, limits, intent.Runs[0])
		return reply{message: m}, err
	case whole(s) && len(s.Experiments) == 1 && (len(intent.Select.Experiments) > 0 || event.topic.picked != nil || !a.severalIn(ctx, event.Thread)):
		m, err := a.experimentStatus(ctx, limits, s.Experiments[0])
		return reply{message: m}, err
	case whole(s) && len(s.Experiments) > 1, len(s.Runs) > 0, a.scopeOf(intent).narrow():
		return a.list(ctx, event, intent)
	}
	m, err := a.overview(ctx, event.Person, intent)
	return reply{message: m}, err
}

// severalIn reports whether a thread is about several experiments, so that a
// question in it is not only about the newest.
func (a *answers) severalIn(ctx context.Context, thread trex.Thread) bool {
	proposals, err := a.store.ListProposals(ctx, trex.ProposalQuery{Thread: thread, Limit: 50})
	if err != nil {
		a.log.ErrorContext(ctx, "list proposals", "error", err)
	}
	launched := 0
	for _, p := range proposals {
		if p.Experiment != "" {
			launched++
		}
	}
	return launched > 1
}

// overview shows the active runs, and the person's last failure.
func (a *answers) overview(ctx context.Context, person trex.Person, intent agent.Intent) (chat.Message, error) {
	active, err := a.activeRuns(ctx, person, intent)
	if err != nil {
		return chat.Message{}, err
	}
	m := chat.Message{Headline: a.overviewHeadline(active)}
	running := slices.DeleteFunc(slices.Clone(active), func(r trex.Run) bool { return r.Status != trex.Running })
	if len(running) > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Runs: a.statusRows(running[:min(len(running), phoneRows)])})
	}
	if more := len(running) - phoneRows; more > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("and %d more running", more)})
	}
	missed, err := a.missed(ctx, person)
	if err != nil {
		return chat.Message{}, err
	}
	if missed != "" {
		m.Blocks = append(m.Blocks, chat.Block{Text: missed})
	}
	if url := a.reader.URL("/"); url != "" {
		m.Buttons = []chat.Button{card.OpenButton(url)}
	}
	return m, nil
}

func (a *answers) activeRuns(ctx context.Context, person trex.Person, intent agent.Intent) ([]trex.Run, error) {
	scope := trex.RunScope{All: true, Project: intent.Project}
	if intent.Scope == agent.ScopeMine {
		scope = trex.RunScope{Person: person, Project: intent.Project}
	}
	return a.store.ListActive(ctx, scope)
}

func (a *answers) overviewHeadline(active []trex.Run) string {
	s := &card.Standing{Runs: active}
	line := card.Counts(s)
	if line == "" {
		line = "nothing is running or waiting"
	}
	if c := a.reader.Capacity(); c.Slots > 0 {
		line += fmt.Sprintf(" · %d of %s busy", c.Busy, say.Count(c.Slots, "slot"))
		if c.GPUs > 0 {
			line += fmt.Sprintf(", %d of %s", c.GPUsBusy, say.Count(c.GPUs, "GPU"))
		}
	}
	return line
}

func (a *answers) statusRows(runs []trex.Run) []chat.Row {
	now := a.now()
	rows := make([]chat.Row, len(runs))
	for i := range runs {
		s := &card.Standing{Runs: runs[i : i+1], Now: now, RunURL: a.reader.RunURL}
		rows[i] = card.Row(s, &runs[i], nil)
		rows[i].Label = runs[i].Project
		if runs[i].Name != "" && runs[i].Name != "default" {
			rows[i].Label += " · " + runs[i].Name
		}
	}
	return rows
}

// missedSince is how old a failure may be to be mentioned again.
const missedSince = 12 * time.Hour

// missed returns a sentence about the person's last failure, "" when there is
// none that is recent.
func (a *answers) missed(ctx context.Context, person trex.Person) (string, error) {
	page, err := a.store.ListRuns(ctx, trex.RunQuery{
		Statuses: []trex.Status{trex.Failed}, Person: person,
		Sort: trex.SortKey{By: "finished", Desc: true}, Limit: 1,
	})
	if err != nil || len(page.Runs) == 0 {
		return "", err
	}
	run := page.Runs[0]
	if a.now().Sub(run.FinishedAt) > missedSince {
		return "", nil
	}
	return fmt.Sprintf("ⓘ your %s failed %s: %s", run.ID, say.Ago(run.FinishedAt, a.now()), say.Cause(&run)), nil
}

func (a *answers) experimentStatus(ctx context.Context, limits chat.Limits, id trex.ExperimentID) (chat.Message, error) {
	s, err := a.reader.Experiment(ctx, id)
	if err != nil {
		return chat.Message{}, err
	}
	picture, err := a.reader.Curve(ctx, limits, new(look.Drawn), s)
	if err != nil {
		a.log.ErrorContext(ctx, "draw curve", "experiment", id, "error", err)
	}
	m := card.Live(s, picture, chat.Limits{TableRows: phoneRows})
	return m, nil
}

// runDetails shows everything about one run.
func (a *answers) runDetails(ctx context.Context, limits chat.Limits, id trex.RunID) (chat.Message, error) {
	run, err := a.store.FindRun(ctx, id)
	if err != nil {
		return chat.Message{}, err
	}
	m := chat.Message{Headline: card.RunHeadline(&run, a.now())}
	project := a.reader.Project(run.Project, []trex.Run{run})
	m.Blocks = append(m.Blocks, chat.Block{Text: say.Summary(project, []trex.RunConfig{run.Config})})
	if text := card.Why(&run); text != "" {
		m.Blocks = append(m.Blocks, chat.Block{Text: text})
	}
	series, err := a.store.ListSeries(ctx, id)
	if err != nil {
		return chat.Message{}, err
	}
	if last := card.LastValues(series, run.Objective.Metric); last != "" {
		m.Blocks = append(m.Blocks, chat.Block{Text: last})
	}
	if times := card.Times(&run, a.now()); times != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: times})
	}
	if fixed := say.Defaults(project, []trex.RunConfig{run.Config}); fixed != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: "default: " + fixed})
	}
	m.Buttons = append(card.Buttons(lab.OfRun(&run)), chat.Button{Label: "Log", Action: chat.Action{Name: chat.ActLog, Subject: string(id)}})
	if url := a.reader.RunURL(id); url != "" {
		m.Buttons = append(m.Buttons, card.OpenButton(url))
	}
	s := &card.Standing{
		Experiment: trex.Experiment{ID: run.Experiment}, Project: project, Runs: []trex.Run{run}, Now: a.now(),
	}
	picture, err := a.reader.Curve(ctx, limits, new(look.Drawn), s)
	if err == nil && picture != nil {
		picture.Key = "curve:" + string(id)
		picture.URL = a.reader.URL("/run/" + string(id) + "/chart.png")
		m.Pictures = []chat.Picture{*picture}
	}
	return m, nil
}
