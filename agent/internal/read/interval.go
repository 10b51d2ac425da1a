package read

import (
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/word"
)

// interval returns the range of "[1e-4, 1e-1]" for random values. It returns nil
// unless the values are two numbers in round or square brackets.
func (p *parser) interval(pr pair, a Assign) *sweep.Spread {
	if chosen := p.skipBack(pr.values[0].at-1, word.Open); p.is(chosen, word.Choice) { // "choice([64, 128])"
		return nil
	}
	if pr.bracket != "[" && pr.bracket != "(" || len(a.Axis.Terms) != 2 || pr.values[0].kind != vNumber {
		return nil
	}
	return &sweep.Spread{From: a.Axis.Terms[0], To: a.Axis.Terms[1]}
}
