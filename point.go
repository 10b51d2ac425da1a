package trex

import "time"

// Point is one value of one metric of one run. NaN and Inf are values.
type Point struct {
	Metric string
	Step   int64
	Value  float64
	Time   time.Time // millisecond precision survives storage
}

// Series is what is known of one metric of one run without reading its points.
// Min and Max leave NaN and Inf out, and are NaN when nothing else was seen.
type Series struct {
	Metric           string
	Count            int64
	FirstStep        int64
	LastStep         int64
	Last             float64
	Min, Max         float64
	MinStep, MaxStep int64
}

// SystemPrefix begins the names of metrics Trex measures itself.
const SystemPrefix = "sys/"
