package watch

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

// name is a metric as it is named in a sentence: it comes from a log.
func name(metric string) string {
	const most = 60
	if r := []rune(metric); len(r) > most {
		metric = string(r[:most]) + "…"
	}
	return metric
}

// count writes a step with its thousands apart: 1,240.
func count(n int64) string {
	text := strconv.FormatInt(n, 10)
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return sign + text
}

func short(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }

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
