package watch

import (
	"fmt"
	"strconv"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// name returns a point's metric for use in a sentence: it comes from a log.
func name(p trex.Point) string { return say.Clip(p.Metric, 60) }

// rate writes a learning rate so that it does not look like a count: 1.0.
func rate(v trex.Value) string {
	text := v.String()
	if _, err := strconv.Atoi(text); err == nil {
		return text + ".0"
	}
	return text
}

// span writes a duration in the one unit that fits it.
func span(d time.Duration) string {
	switch {
	case d < 2*time.Second:
		return "second"
	case d < 2*time.Minute:
		return fmt.Sprintf("%d seconds", int(d.Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d minutes", int(d.Minutes()))
	}
	return fmt.Sprintf("%d hours", int(d.Hours()))
}
