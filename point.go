package trex

import "time"

// Point is one value of one metric of one run. NaN and Inf are values.
type Point struct {
	Metric string
	Step   int64
	Value  float64
	Time   time.Time // millisecond precision survives storage
}

// Series summarises one metric of one run, so that its points need not be read.
// Min and Max ignore NaN and Inf, and are NaN when there was no other value.
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

// The metrics that Trex measures for all processes of a run together; the step
// is the seconds since the run's start.
const (
	CPUMetric       = SystemPrefix + "cpu"        // percent of one core
	MemoryMetric    = SystemPrefix + "memory"     // resident bytes
	GPUMetric       = SystemPrefix + "gpu_util"   // percent, mean of the assigned GPUs
	GPUMemoryMetric = SystemPrefix + "gpu_memory" // bytes in use on the assigned GPUs
)
