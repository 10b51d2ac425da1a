package runner

import "time"

// maxBehind is how many bytes of a run's output may be left to read. Reading
// them takes some seconds, which the run's end, its last points and its
// diagnosis wait for.
const maxBehind = 256 << 20

// pace keeps reading from slowing down the run. Two hardware threads often
// share a core, so a busy reader takes a good part of a writer's speed although
// it runs on another processor.
type pace struct {
	left int64 // after the last look
}

// pause returns whether to read more before the next look, and how long to wait
// first, when a read took so long and left bytes remain. While a run writes
// faster than looks read, it gets one read a look: one or two hundredths of a
// processor, and a megabyte a second, more than any sane log. When it writes
// less, or too much is left, a quarter of a processor reads the rest.
func (p *pace) pause(left int64, took time.Duration) (pause time.Duration, more bool) {
	grows := left > p.left
	p.left = left
	return 3 * took, left > 0 && (!grows || left > maxBehind)
}
