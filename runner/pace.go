package runner

import "time"

// maxBehind is how much of what a run has written may be left to read: some
// seconds of work, which its end, its last points and its diagnosis wait for.
const maxBehind = 256 << 20

// pace keeps reading from slowing down what is read: two hardware threads often
// share a core, so that a reader at work takes a good part of a writer's speed
// although it runs on another processor.
type pace struct {
	left int64 // after the last look
}

// pause says how long to wait before more is read than a look at a time, when
// left bytes are left by a read that took so long. While a run writes faster
// than looks read, they are all it gets; that is one or two hundredths of a
// processor, and a megabyte a second, more than any sane log. What is left when
// it writes less, or too much, is read with a quarter of a processor.
func (p *pace) pause(left int64, took time.Duration) (pause time.Duration, more bool) {
	grows := left > p.left
	p.left = left
	return 3 * took, left > 0 && (!grows || left > maxBehind)
}
