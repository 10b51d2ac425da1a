package store

import (
	"iter"
	"strings"
)

// inSizes bounds the number of different statements with IN: the number of
// values is rounded up to one of these.
var inSizes = [...]int{1, 4, 16, 64, 256}

// inLists cuts values into lists for IN, each with its "(?, …)". It fills a list
// up by repeating its last value.
func inLists[T any](values []T) iter.Seq2[string, []any] {
	return func(yield func(marks string, args []any) bool) {
		for len(values) > 0 {
			size := inSizes[len(inSizes)-1]
			for _, enough := range inSizes {
				if enough >= len(values) {
					size = enough
					break
				}
			}
			piece := values[:min(size, len(values))]
			values = values[len(piece):]
			args := make([]any, size)
			for i := range args {
				args[i] = piece[min(i, len(piece)-1)]
			}
			if !yield("(?"+strings.Repeat(", ?", size-1)+")", args) {
				return
			}
		}
	}
}
