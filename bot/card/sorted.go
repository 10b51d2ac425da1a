package card

import (
	"maps"
	"slices"
)

func SortedNames(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
