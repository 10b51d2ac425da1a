package look

import (
	"sync"

	"github.com/trex-ml/trex"
)

// readings remembers how the words of an edit were understood, for the card of
// the version they made. The first version's reading is stored with the
// proposal; an edit's is worth no more than the card it is first shown on.
type readings struct {
	mu   sync.Mutex
	last map[trex.ProposalID]versionReading
}

type versionReading struct {
	version int
	text    string
}

const mostReadings = 1000

func (r *readings) note(id trex.ProposalID, version int, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last == nil || len(r.last) > mostReadings {
		r.last = make(map[trex.ProposalID]versionReading)
	}
	r.last[id] = versionReading{version, text}
}

func (r *readings) of(p trex.Proposal) string {
	if p.Version == 1 {
		return p.Reading
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if last := r.last[p.ID]; last.version == p.Version {
		return last.text
	}
	return ""
}

// NoteReading remembers how the words that made a version of a proposal were
// understood.
func (r *Reader) NoteReading(id trex.ProposalID, version int, text string) {
	r.readings.note(id, version, text)
}
