package section

import (
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// Duration is a duration as time.ParseDuration reads it, in days ("90d"), or
// off.
type Duration time.Duration

// UnmarshalYAML returns a NodeError if the value is not a duration or is
// negative.
func (d *Duration) UnmarshalYAML(node ast.Node) error {
	text := node.GetToken().Value
	if text == "off" || text == "0" {
		*d = 0 // may override a default
		return nil
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.ParseFloat(days, 64); err == nil && n >= 0 && n < 36500 {
			*d = Duration(n * float64(24*time.Hour))
			return nil
		}
	}
	parsed, err := time.ParseDuration(text)
	if err != nil || parsed < 0 {
		return Wrong(node, "must be a duration such as 10s, 2h or 90d")
	}
	*d = Duration(parsed)
	return nil
}
