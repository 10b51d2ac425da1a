package runner_test

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
)

const (
	benchRuns  = 1000
	benchSlots = "8"
)

// BenchmarkThousandRuns runs true a thousand times on 8 slots: by Trex, with all
// its records, by xargs, which keeps none, and by task-spooler, where there is
// one. Ratios above 1 mean that Trex is slower.
func BenchmarkThousandRuns(b *testing.B) {
	for b.Loop() {
		before := cpuSpent(b)
		own := trexThousand(b)
		after := cpuSpent(b)
		b.ReportMetric(float64((after.own-before.own).Microseconds())/benchRuns/1000, "cpu-ms/run-server")
		b.ReportMetric(float64((after.children-before.children).Microseconds())/benchRuns/1000, "cpu-ms/run-supervisor")
		xargs := timed(b, exec.Command("sh", "-c", fmt.Sprintf("seq %d | xargs -P %s -n 1 true", benchRuns, benchSlots)))
		b.ReportMetric(own.Seconds(), "trex-s")
		b.ReportMetric(own.Seconds()/xargs.Seconds(), "x-xargs")
		if _, err := exec.LookPath("tsp"); err == nil {
			b.ReportMetric(own.Seconds()/spoolerThousand(b).Seconds(), "x-task-spooler")
		}
	}
}

// cpu is processor time spent by this process and by those it has waited for.
type cpu struct{ own, children time.Duration }

func cpuSpent(b *testing.B) cpu {
	b.Helper()
	spent := func(who int) time.Duration {
		var usage syscall.Rusage
		if err := syscall.Getrusage(who, &usage); err != nil {
			b.Fatal(err)
		}
		return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	}
	return cpu{own: spent(syscall.RUSAGE_SELF), children: spent(syscall.RUSAGE_CHILDREN)}
}

func timed(b *testing.B, cmd *exec.Cmd) time.Duration {
	b.Helper()
	begun := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%s: %v\n%s", cmd, err, out)
	}
	return time.Since(begun)
}

func trexThousand(b *testing.B) time.Duration {
	b.Helper()
	p := shell("true", "")
	p.Command = []string{"true"}
	bench := newBench(b, p)
	bench.params.Slots, bench.params.Pauses = 8, runner.Pauses{}
	bench.params.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	bench.launch("true", benchRuns)
	begun := time.Now()
	_, stop := bench.start()
	defer stop()
	look := time.NewTicker(20 * time.Millisecond) // notices of changes may be lost
	defer look.Stop()
	for counts := map[trex.Status]int(nil); counts[trex.Completed] < benchRuns; <-look.C {
		var err error
		if counts, err = bench.db.CountRuns(b.Context(), ""); err != nil || counts[trex.Failed] > 0 {
			b.Fatal(counts, err)
		}
	}
	return time.Since(begun)
}

func spoolerThousand(b *testing.B) time.Duration {
	b.Helper()
	dir := b.TempDir()
	env := append(os.Environ(), "TS_SOCKET="+filepath.Join(dir, "socket"), "TMPDIR="+dir, "TS_SLOTS="+benchSlots)
	script := exec.Command("sh", "-c", fmt.Sprintf("for i in $(seq %d); do tsp true >/dev/null; done; while tsp | grep -qE 'queued|running'; do sleep 0.02; done", benchRuns))
	script.Env = env
	took := timed(b, script)
	end := exec.Command("tsp", "-K")
	end.Env = env
	_ = timed(b, end)
	return took
}

const (
	largeMegabytes = 200
	largePairs     = 5
)

// BenchmarkLargeLog lets a run print 200 MB line by line, as scripts do. It
// compares the script's cost with printing to a plain file: processor time,
// which other programs disturb little, and wall time. The two take turns, and
// medians are compared. Trex's own memory is watched meanwhile.
func BenchmarkLargeLog(b *testing.B) {
	p := shell("large", "")
	p.Command = []string{os.Args[0], "chaos-print", fmt.Sprint(largeMegabytes << 20)}
	for b.Loop() {
		bench := newBench(b, p)
		bench.params.Pauses = runner.Pauses{}
		_, stop := bench.start()
		peak := heapPeak(b)
		var plain, own spent
		var toTheEnd []float64
		for pair := range largePairs {
			if pair%2 == 0 {
				plain.printPlain(b, p.Command)
			}
			begun := time.Now()
			run := bench.printed()
			toTheEnd = append(toTheEnd, time.Since(begun).Seconds())
			own.add(run.Exit.CPUS, run.Exit.WallS)
			if pair%2 != 0 {
				plain.printPlain(b, p.Command)
			}
		}
		stop()
		b.ReportMetric(median(own.cpu)/median(plain.cpu), "x-cpu-of-plain-file")
		b.ReportMetric(median(own.wall)/median(plain.wall), "x-wall-of-plain-file")
		b.ReportMetric(median(plain.cpu), "plain-cpu-s")
		b.ReportMetric(largeMegabytes/median(toTheEnd), "MB/s-to-the-end")
		b.ReportMetric(float64(peak()>>20), "MB-heap-peak")
	}
}

// spent is what the repetitions of one way to print have cost, in seconds.
type spent struct{ cpu, wall []float64 }

func (s *spent) add(cpu, wall float64) { s.cpu, s.wall = append(s.cpu, cpu), append(s.wall, wall) }

func (s *spent) printPlain(b *testing.B, argv []string) {
	b.Helper()
	log, err := os.Create(filepath.Join(b.TempDir(), "log"))
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Stdout, cmd.Stderr = log, log
	begun := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatal(err)
	}
	s.add((cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), time.Since(begun).Seconds())
}

// printed waits for the end of one run that prints a lot.
func (b *bench) printed() trex.Run {
	run := b.final(b.launch("large", 1)[0].ID)
	if run.Status != trex.Completed {
		b.t.Fatal(run.Reason)
	}
	if info, err := os.Stat(b.file(run.ID, runner.LogFile)); err != nil || info.Size() != largeMegabytes<<20 {
		b.t.Fatal(info, err)
	}
	return run
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// heapPeak watches the heap until the returned function is called.
func heapPeak(b *testing.B) func() uint64 {
	done, peak := make(chan struct{}), make(chan uint64)
	go func() {
		look := time.NewTicker(20 * time.Millisecond)
		defer look.Stop()
		most := uint64(0)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
			select {
			case <-done:
				peak <- most
				return
			case <-look.C:
			}
		}
	}()
	return func() uint64 { close(done); return <-peak }
}
