package bot

import (
	"context"
	"fmt"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// bestSoFar answers which runs are best, or worst, of those that a message selects,
// by the objective or another metric.
func (a *answers) bestSoFar(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	p, err := a.candidates(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	if len(p.runs) == 0 {
		return p.nothing(), nil
	}
	if len(p.selected.Runs) > 0 {
		if err := oneProject(p.runs); err != nil {
			return reply{}, err
		}
	}
	var messages []chat.Message
	for _, runs := range byProject(p.runs) {
		part := picked{scope: p.scope, runs: runs}
		if len(byProject(p.runs)) > 1 {
			part.project = runs[0].Project // objectives of different projects are not compared
		}
		m, ok, err := a.bestOf(ctx, part, ask(intent))
		if err != nil {
			return reply{}, err
		}
		if ok {
			messages = append(messages, m)
		}
	}
	if len(messages) == 0 {
		return a.noResult(ctx, p, intent)
	}
	return reply{message: joinBest(messages)}, nil
}

// bestOf ranks runs of one project; ok is false when none has a value.
func (a *answers) bestOf(ctx context.Context, p picked, r ranking) (m chat.Message, ok bool, err error) {
	scores, both, err := a.scores(ctx, p.runs, r.metric)
	if err != nil || len(scores) == 0 {
		return m, false, err
	}
	project := a.reader.Project(p.runs[0].Project, p.runs)
	if both {
		return bothEnds(p, scores), true, nil
	}
	if r.worst() {
		slices.Reverse(scores)
	}
	n := r.shown(len(scores))
	m.Headline = bestHeadline(p, scores, r, n)
	shown := min(n, card.LongList)
	if n == 1 { // what it is best of
		shown = min(card.ShortList, len(scores))
	}
	names := card.Named(project, mapped(scores[:shown], func(s card.Score) trex.Run { return s.Run }))
	for i := range names {
		scores[i].Run.Name = names[i].Name
	}
	if n == 1 {
		m.Blocks = append(m.Blocks, chat.Block{Text: say.Summary(project, []trex.RunConfig{scores[0].Run.Config})})
	}
	if len(scores) > 1 {
		m.Blocks = append(m.Blocks, chat.Block{Table: card.Scores(scores[:shown])})
	}
	if n > shown {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("the first %d of %d", shown, n)})
	}
	if len(p.runs) > mostScored && r.metric != "" {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("of the newest %d runs; name an experiment to rank older ones", mostScored)})
	}
	if going := running(scores[:n]); len(going) > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: "still running: " + say.Runs(going, moreIDs)})
	}
	m.Buttons, err = a.bestButtons(ctx, &scores[0].Run, r)
	return m, true, err
}

func running(scores []card.Score) []trex.Run {
	var going []trex.Run
	for _, s := range scores {
		if s.Run.Status == trex.Running {
			going = append(going, s.Run)
		}
	}
	return going
}

func bestHeadline(p picked, scores []card.Score, r ranking, n int) string {
	number := say.Among(mapped(scores, func(s card.Score) float64 { return s.Value }))
	metric := scores[0].Metric
	if n == 1 {
		mark, word := "★ ", "best"
		if r.worst() {
			mark, word = "", "worst"
		}
		return fmt.Sprintf("%s%s is %s of %s: %s %s", mark, scores[0].Run.ID, word, p.scope, metric, number(scores[0].Value))
	}
	word := "best"
	if r.worst() {
		word = "worst"
	}
	items := mapped(scores[:n], func(s card.Score) string { return fmt.Sprintf("%s %s", s.Run.ID, number(s.Value)) })
	line := fmt.Sprintf("the %s %d of %s by %s: %s", word, n, p.scope, metric, say.List(items, 5))
	if r.shown(r.limit) > n {
		line += fmt.Sprintf(" (only %s a result)", have(n))
	}
	return line
}

func have(n int) string {
	if n == 1 {
		return "1 has"
	}
	return fmt.Sprintf("%d have", n)
}

// bestButtons offers to go around the best run, when it is the best of its
// experiment: the button goes around that one.
func (a *answers) bestButtons(ctx context.Context, best *trex.Run, r ranking) ([]chat.Button, error) {
	var buttons []chat.Button
	siblings, err := a.store.ListExperimentRuns(ctx, best.Experiment)
	if err != nil {
		return nil, err
	}
	if first := insight.Best(siblings); first != nil && first.ID == best.ID && !r.worst() && r.metric == "" {
		buttons = append(buttons, chat.Button{
			Label: "Try around it", Action: chat.Action{Name: chat.ActAround, Subject: string(best.Experiment)},
		})
	}
	if url := a.reader.RunURL(best.ID); url != "" {
		buttons = append(buttons, card.OpenButton(url))
	}
	return buttons, nil
}

// joinBest makes one answer of those of several projects.
func joinBest(messages []chat.Message) chat.Message {
	m := messages[0]
	if len(messages) > 1 {
		m.Blocks, m.Buttons = nil, nil
	}
	for _, other := range messages[1:] {
		m.Blocks = append(m.Blocks, chat.Block{Text: other.Headline})
	}
	return m
}
