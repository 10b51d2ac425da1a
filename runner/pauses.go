package runner

import (
	"cmp"
	"time"
)

// Pauses are how long a Runner waits between checks for changes that it gets no
// notice of. The zero Pauses are those of production. Tests set shorter ones.
type Pauses struct {
	Look   time.Duration // between reads of the store when no notice of a change came, which may be lost; 0 is 1 s
	Read   time.Duration // between looks at a run's files; 0 is 250 ms
	Commit time.Duration // between writes of what was read; 0 is 250 ms
	Report time.Duration // between looks at what a run's executor says; 0 is 1 s
	Retry  time.Duration // before a run whose follower met an error is taken up again; 0 is 1 s
}

func (p Pauses) orDefault() Pauses {
	return Pauses{
		Look:   cmp.Or(p.Look, time.Second),
		Read:   cmp.Or(p.Read, 250*time.Millisecond),
		Commit: cmp.Or(p.Commit, 250*time.Millisecond),
		Report: cmp.Or(p.Report, time.Second),
		Retry:  cmp.Or(p.Retry, time.Second),
	}
}
