package local

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/local/process"
	"github.com/trex-ml/trex/runner/local/supervise"
)

// Measure regularly appends to runner.UsageFile in the run folder dir what the
// processes below the supervisor pid use, and the GPUs that
// CUDA_VISIBLE_DEVICES names, until the supervisor ends. It is for a machine
// without Trex itself. It returns the exit status of its own process: it must
// not delay the supervisor, nor be one of the children whose use that records.
func Measure(pid int, every time.Duration, dir string) int {
	if err := measure(pid, every, dir); err != nil {
		fmt.Fprintln(os.Stderr, "trex supervise:", err)
		return 1
	}
	return 0
}

func measure(pid int, every time.Duration, dir string) error {
	supervisor, err := openPID(pid)
	if errors.Is(err, unix.ESRCH) || every <= 0 {
		return nil
	}
	if err != nil {
		return err
	}
	defer supervisor.Close()
	m := meter{pid: pid, begun: time.Now()}
	if mark, started, err := supervise.ReadMarker(dir); err == nil && started && !mark.At.IsZero() {
		m.begun = mark.At
	}
	m.listGPUs()
	for {
		pause, cancel := context.WithTimeout(context.Background(), runner.SamplePause(every, time.Since(m.begun)))
		err := supervisor.wait(pause)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			return err // nil: it has ended
		}
		if err := m.append(filepath.Join(dir, runner.UsageFile)); err != nil {
			return err
		}
	}
}

// meter remembers its last measurement.
type meter struct {
	pid   int
	begun time.Time
	gpus  []int
	last  runner.Measured // zero before the first
}

// listGPUs finds the devices the job was given. Without nvidia-smi there are
// none to measure.
func (m *meter) listGPUs() {
	visible, given := os.LookupEnv("CUDA_VISIBLE_DEVICES")
	if !given || visible == "" {
		return
	}
	gpus, err := runner.VisibleGPUs(runner.DetectGPUs(""), visible)(context.Background())
	if err != nil {
		return
	}
	for _, gpu := range gpus {
		m.gpus = append(m.gpus, gpu.Index)
	}
}

// append measures and writes a line as a script would write it. A line is
// written in one call, so that none is cut off.
func (m *meter) append(path string) error {
	all, err := process.All()
	if err != nil {
		return err
	}
	points := m.points(all, time.Now())
	if len(points) == 0 {
		return nil
	}
	line := map[string]float64{"step": float64(points[0].Step)}
	for _, point := range points {
		line[point.Metric] = point.Value
	}
	data, err := json.Marshal(line)
	if err != nil {
		return fmt.Errorf("write usage: %w", err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return fmt.Errorf("write usage: %w", err)
	}
	_, err = file.Write(append(data, '\n'))
	if err = errors.Join(err, file.Close()); err != nil && !errors.Is(err, unix.ENOSPC) && !errors.Is(err, unix.EDQUOT) {
		return fmt.Errorf("write usage: %w", err)
	}
	return nil // room on a full disk may come back
}

// points returns what all the processes below the supervisor use together.
func (m *meter) points(all []process.Process, now time.Time) []trex.Point {
	sample := use(m.pid, all)
	if sample.Memory == 0 {
		return nil // nothing has begun, or everything has ended
	}
	step := int64(now.Sub(m.begun).Seconds())
	measured := runner.Measured{Sample: sample, Step: step, Time: now}
	points := runner.SystemPoints(m.last, measured)
	m.last = measured
	if len(m.gpus) == 0 {
		return points
	}
	uses, err := runner.SampleGPUs("")(context.Background())
	if err != nil {
		return points // the next query may be answered
	}
	return append(points, runner.GPUPoints(m.gpus, uses, step, now)...)
}
