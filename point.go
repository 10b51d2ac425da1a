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

// What Trex measures of all processes of a run together; the step is the
// seconds since the run's start.
const (
	CPUMetric       = SystemPrefix + "cpu"        // percent of one core
	MemoryMetric    = SystemPrefix + "memory"     // resident bytes
	GPUMetric       = SystemPrefix + "gpu_util"   // percent, mean of the assigned GPUs
	GPUMemoryMetric = SystemPrefix + "gpu_memory" // bytes in use on the assigned GPUs
)
