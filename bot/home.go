package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/live"
	"github.com/trex-ml/trex/say"
)

const (
	homeMine   = 8 // runs of the person
	homeOthers = 6
	homeRecent = 8 // finished experiments
)

// showHome shows a person the active runs, their own first, and recent results.
func (b *Bot) showHome(ctx context.Context, o *live.Outbox, event chat.Event) error {
	shower, ok := o.Platform().(chat.HomeShower)
	if !ok {
		return nil
	}
	if err := b.permits.use(event); err != nil {
		return shower.ShowHome(ctx, event.Person, chat.Clean(card.Refusal(b.sentence(ctx, err))))
	}
	m, err := b.answers.home(ctx, event.Person)
	if err != nil {
		m = card.Refusal(b.sentence(ctx, err))
	}
	return shower.ShowHome(ctx, event.Person, chat.Clean(m))
}

func (a *answers) home(ctx context.Context, person trex.Person) (chat.Message, error) {
	active, err := a.store.ListActive(ctx, trex.RunScope{All: true})
	if err != nil {
		return chat.Message{}, err
	}
	m := chat.Message{Headline: a.overviewHeadline(active)}
	var mine, others []trex.Run
	for _, run := range active {
		if run.Requester.Same(person) {
			mine = append(mine, run)
		} else {
			others = append(others, run)
		}
	}
	m.Blocks = append(m.Blocks, a.homeRuns("Yours", mine, homeMine)...)
	m.Blocks = append(m.Blocks, a.homeRuns("Others'", others, homeOthers)...)
	missed, err := a.missed(ctx, person)
	if err != nil {
		return chat.Message{}, err
	}
	if missed != "" {
		m.Blocks = append(m.Blocks, chat.Block{Text: missed})
	}
	recent, err := a.recentResults(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	if recent != nil {
		m.Blocks = append(m.Blocks, chat.Block{Text: "Recent results"}, chat.Block{Table: recent})
	}
	sortByID(mine)
	if subject, ok := card.RunsSubject(mine, a.limits(person.Platform).ActionSubject()); ok {
		m.Buttons = append(m.Buttons, chat.Button{
			Label: "Stop all of mine", Style: chat.Danger, Action: chat.Action{Name: chat.ActStop, Subject: subject},
			Confirm: fmt.Sprintf("Stop %s of yours?", say.Count(len(mine), "run")),
		})
	}
	if url := a.reader.URL("/"); url != "" {
		m.Buttons = append(m.Buttons, card.OpenButton(url))
	}
	return m, nil
}

func (a *answers) homeRuns(title string, runs []trex.Run, most int) []chat.Block {
	if len(runs) == 0 {
		return nil
	}
	blocks := []chat.Block{{Text: title}, {Runs: a.statusRows(runs[:min(len(runs), most)])}}
	if more := len(runs) - most; more > 0 {
		blocks = append(blocks, chat.Block{Note: fmt.Sprintf("and %d more", more)})
	}
	return blocks
}

// recentResults returns the best run of each recently finished experiment, nil
// when there are none.
func (a *answers) recentResults(ctx context.Context) (*chat.Table, error) {
	experiments, err := a.store.ListExperiments(ctx, trex.ExperimentQuery{Limit: 3 * homeRecent})
	if err != nil {
		return nil, err
	}
	table := &chat.Table{Columns: []string{"", "project", "best", "value", "asked by"}}
	for _, experiment := range experiments {
		runs, err := a.store.ListExperimentRuns(ctx, experiment.ID)
		if err != nil {
			return nil, err
		}
		s := &card.Standing{Runs: runs}
		if !s.Settled() || len(table.Rows) == homeRecent {
			continue
		}
		row := []string{string(experiment.ID), experiment.Project, card.Counts(s), "–", experiment.Requester.Name}
		if best := s.Best(); best != nil {
			row[2] = fmt.Sprintf("%s %s", best.ID, best.Name)
			row[3] = best.Objective.Metric + " " + say.Number(best.Best.Value)
		}
		table.Rows = append(table.Rows, row)
	}
	if len(table.Rows) == 0 {
		return nil, nil
	}
	return table, nil
}
