package metrics

import (
	"encoding/json"
	"maps"

	"github.com/trex-ml/trex"
)

// State returns what the parser knows from the lines it has read, for Restore.
// The bytes of Pending are not in it.
func (p *Parser) State() []byte {
	p.track.Skipping = p.skipping
	state, err := json.Marshal(&p.track)
	if err != nil { // a NaN where marks refuse them
		return []byte("{}")
	}
	return state
}

// Restore continues from a State; an empty State is the beginning. The next
// bytes fed must be those that were pending when it was taken. A state that
// cannot be read is an invalid error and leaves the parser at the beginning.
func (p *Parser) Restore(state []byte) error {
	p.track.reset()
	p.held, p.skipping = nil, false
	if len(state) == 0 {
		return nil
	}
	if err := json.Unmarshal(state, &p.track); err != nil {
		p.track.reset()
		return trex.Invalid("the saved state of the metrics parser is damaged")
	}
	if p.track.Series == nil {
		p.track.Series = map[string]*tail{}
	}
	if p.track.Bars == nil {
		p.track.Bars = map[string]*bar{}
	}
	maps.DeleteFunc(p.track.Series, func(_ string, last *tail) bool { return last == nil })
	maps.DeleteFunc(p.track.Bars, func(_ string, b *bar) bool { return b == nil })
	p.skipping = p.track.Skipping
	return nil
}
