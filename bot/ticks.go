package bot

import (
	"sync"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
)

// ticks remembers which configurations are ticked on open cards, for people who launch
// by words what the card shows. Clicks need no memory: the buttons hold the choice.
type ticks struct {
	mu     sync.Mutex
	chosen map[trex.ProposalID]ticked
}

type ticked struct {
	version int
	chosen  []int // nil: all
}

func newTicks() *ticks { return &ticks{chosen: make(map[trex.ProposalID]ticked)} }

// mostTicked is how many cards are remembered at once.
const mostTicked = 1000

func (t *ticks) note(p trex.Proposal, chosen []bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.chosen) >= mostTicked {
		clear(t.chosen)
	}
	one := ticked{version: p.Version}
	if chosen != nil {
		one.chosen = card.Indices(chosen)
	}
	t.chosen[p.ID] = one
}

// of returns the ticked configurations of a card's current version, nil for all.
func (t *ticks) of(p trex.Proposal) []int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if one := t.chosen[p.ID]; one.version == p.Version {
		return one.chosen
	}
	return nil
}
