package metrics

import (
	"bytes"

	"github.com/trex-ml/trex/runner/terminal"
)

// strip returns line without what a terminal would act on, in dst's memory when
// something was removed.
func strip(dst, line []byte) (clean, scratch []byte) {
	if bytes.IndexByte(line, terminal.Escape) < 0 && bytes.IndexByte(line, '\b') < 0 {
		return line, dst
	}
	dst = dst[:0]
	for i := 0; i < len(line); {
		switch c := line[i]; c {
		case terminal.Escape:
			i += terminal.EscapeLen(line[i:])
		case '\b':
			i++
		default:
			dst = append(dst, c)
			i++
		}
	}
	return dst, dst
}
