package store_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// costs collects the cost of operations. On a busy machine the clock also
// measures other processes; processor time, of this process and the database's,
// measures only Trex.
type costs struct {
	o           *opened
	wall, spent []time.Duration
}

// measure runs one operation.
func (c *costs) measure(b *testing.B, operation func() error) {
	b.Helper()
	b.StopTimer()
	backends := c.o.backends(b)
	before := processor(backends)
	b.StartTimer()
	start := time.Now()
	if err := operation(); err != nil {
		b.Fatal(err)
	}
	c.wall = append(c.wall, time.Since(start))
	b.StopTimer()
	c.spent = append(c.spent, processor(backends)-before)
	b.StartTimer()
}

func (c *costs) report(b *testing.B) {
	for unit, took := range map[string][]time.Duration{"ms": c.wall, "cpu-ms": c.spent} {
		slices.Sort(took)
		b.ReportMetric(milliseconds(took[len(took)/2]), "p50-"+unit)
		b.ReportMetric(milliseconds(took[len(took)*99/100]), "p99-"+unit)
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// processor returns the processor time used by this process and the others.
func processor(others []int64) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	busy := time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	for _, pid := range others {
		// The first number: nanoseconds on a processor.
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pid))
		if err != nil {
			continue // its connection was closed meanwhile
		}
		first, _, _ := strings.Cut(string(text), " ")
		if nanos, err := strconv.ParseInt(first, 10, 64); err == nil {
			busy += time.Duration(nanos)
		}
	}
	return busy
}
