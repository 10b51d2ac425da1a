package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// list shows the runs that a message selects; by experiment where it names several, asks
// for experiments, or asks what was tried in a time.
func (a *answers) list(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	p, err := a.pick(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	if len(p.runs) == 0 {
		return p.nothing(), nil
	}
	switch experiments := p.experiments(); {
	case whole(p.selected) && len(p.selected.Experiments) > 1:
		return reply{message: a.listExperiments(p)}, nil
	case slices.Contains(intent.Fields, "experiments"), !p.selected.Since.IsZero() && len(experiments) > 1:
		return reply{message: a.history(p, experiments)}, nil
	}
	return reply{message: a.listRuns(p)}, nil
}

// moreIDs is how many runs are named below the rows.
const moreIDs = 15

func (a *answers) listRuns(p picked) chat.Message {
	m := chat.Message{Headline: p.headline()}
	shown := p.runs[:min(len(p.runs), phoneRows)]
	m.Blocks = append(m.Blocks, chat.Block{Runs: a.statusRows(shown)})
	if rest := p.runs[len(shown):]; len(rest) > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Note: fmt.Sprintf("and %d more: %s", len(rest), say.Runs(rest, moreIDs))})
	}
	if link := a.listURL(p); link != "" {
		m.Buttons = []chat.Button{card.OpenButton(link)}
	}
	return m
}

// headline counts the runs, by status when they have several.
func (p picked) headline() string {
	line := fmt.Sprintf("%s: %s", p.scope, say.Count(len(p.runs), "run"))
	if counts := card.Counts(&card.Standing{Runs: p.runs}); strings.Contains(counts, ",") || len(p.selected.Statuses) == 0 {
		line += " · " + counts
	}
	return line
}
