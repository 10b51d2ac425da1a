package chunk

import "math"

// MaxSamples is how many points one chunk holds. Larger chunks take less disk
// and are cheaper to summarise; smaller ones are cheaper to append to, because
// an append rewrites the last one.
const MaxSamples = 1024

// Sample is a point without its metric.
type Sample struct {
	Step  int64
	Milli int64 // Unix time in milliseconds
	Value float64
}

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }
