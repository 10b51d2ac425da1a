package web

import (
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// A unit is the unit of a metric that Trex measures itself.
type unit string

const (
	noUnit  unit = ""
	percent unit = "%"
	bytesOf unit = "B"
)

var measured = map[string]struct {
	name string
	unit unit
}{
	trex.CPUMetric: {"CPU, of one core", percent}, trex.MemoryMetric: {"memory", bytesOf},
	trex.GPUMetric: {"GPU", percent}, trex.GPUMemoryMetric: {"GPU memory", bytesOf},
}

func unitOf(metric string) unit { return measured[metric].unit }

// formatMetric returns a value of a metric in its unit.
func formatMetric(metric string, value float64) string {
	switch unitOf(metric) {
	case bytesOf:
		return say.Bytes(int64(value))
	case percent:
		return say.Number(value) + " %"
	case noUnit:
	}
	return say.Number(value)
}

// systemName returns the readable name of a metric that Trex measures.
func systemName(metric string) string {
	if known, ok := measured[metric]; ok {
		return known.name
	}
	return strings.TrimPrefix(metric, trex.SystemPrefix)
}
