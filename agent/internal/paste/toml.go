package paste

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// toml reads a document of TOML.
func (r *reader) toml(source string) (space, bool) {
	var document map[string]any
	if deep(source) || toml.Unmarshal([]byte(source), &document) != nil {
		return space{}, false
	}
	s := r.config(fromTOML(document, source))
	return s, !s.empty()
}

// fromTOML converts a value. Keys are in the order of the source.
func fromTOML(value any, source string) node {
	switch v := value.(type) {
	case map[string]any:
		n := node{kind: dict}
		for _, key := range slices.SortedFunc(maps.Keys(v), func(a, b string) int {
			return cmp.Or(strings.Index(source, a)-strings.Index(source, b), strings.Compare(a, b))
		}) {
			n.put(key, fromTOML(v[key], source))
		}
		return n
	case []any:
		n := node{kind: list}
		for _, item := range v {
			n.items = append(n.items, fromTOML(item, source))
		}
		return n
	case string:
		return text(v)
	case float64:
		return numeral(v)
	}
	return node{text: fmt.Sprint(value)}
}
