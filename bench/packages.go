package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// call is one go test -bench.
type call struct {
	pkg, bench, time string
}

var calls = map[string][]call{
	"store": {
		{"./store", "Append|Trickle", "1s"},
		{"./store", "Read", "20x"},
		{"./store", "Scale/Points=10000000$", "1x"},
		{"./store", "List/Runs=10000$", "100x"},
		{"./store", "List/Runs=100000$", "200x"},
		{"./store/postgres", "TakeOver", "10x"},
	},
	"scale": {{"./store", "Scale/Points=100000000$", "1x"}},
	"parts": {
		{"./store/chunk", ".", "300ms"},
		{"./charts", ".", "10x"},
		{"./runner/metrics", ".", "500ms"},
		{"./agent", ".", "300ms"},
	},
	"web": {{"./web", ".", "100x"}},
	"chat": {
		{"./bot/slack", "Acknowledge|Render", "300ms"},
		{"./bot/slack", "Load", "1x"},
	},
	"runner": {{"./runner", ".", "1x"}},
	"slurm":  {{"./e2e/slurm", ".", "1x"}},
}

// measurePackages adds the results of a part's benchmarks. It names benchmarks
// that fail and still measures the others.
func (r *Report) measurePackages(ctx context.Context, text io.Writer, part string, long bool) error {
	for _, c := range calls[part] {
		args := []string{"test", "-run", "^$", "-bench", c.bench, "-benchtime", c.time, "-timeout", "30m"}
		if strings.HasPrefix(c.pkg, "./e2e/") {
			args = append(args, "-tags", "e2e")
		}
		if long {
			args = append(args, "-count", "6")
		}
		cmd := exec.CommandContext(ctx, "go", append(args, c.pkg)...)
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "the benchmarks of %s failed (%v):\n%s\n", c.pkg, err, out)
		}
		if _, err := text.Write(out); err != nil {
			return err
		}
		for _, f := range parseBench(strings.TrimPrefix(c.pkg, "./"), string(out)) {
			r.add(f.Name, f.Value, f.Unit)
		}
	}
	return nil
}

// result matches a benchmark's output line: its name without the number of
// processors, and how often it ran.
var result = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)$`)

// parseBench reads the output of go test -bench. For a repeated benchmark it
// takes the median of each unit. It omits the time per operation when a
// benchmark reports figures of its own, because that time means little there.
func parseBench(pkg, out string) []Figure {
	var figures []Figure
	samples := map[string][]float64{}
	lines := bufio.NewScanner(strings.NewReader(out))
	for lines.Scan() {
		match := result.FindStringSubmatch(lines.Text())
		if match == nil {
			continue
		}
		fields := strings.Fields(match[2])
		for i := 0; i+1 < len(fields); i += 2 {
			value, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				break
			}
			value, unit := readable(value, fields[i+1])
			if unit == "B/op" || unit == "allocs/op" || strings.HasSuffix(unit, "/op") && hasOwn(fields) {
				continue
			}
			f := Figure{Name: pkg + " " + match[1], Unit: unit}
			key := f.Name + " " + unit
			if samples[key] == nil {
				figures = append(figures, f)
			}
			samples[key] = append(samples[key], value)
		}
	}
	for i, f := range figures {
		all := samples[f.Name+" "+f.Unit]
		slices.Sort(all)
		figures[i].Value = all[len(all)/2]
	}
	return figures
}

func hasOwn(fields []string) bool {
	return slices.ContainsFunc(fields, func(field string) bool {
		_, err := strconv.ParseFloat(field, 64)
		return err != nil && field != "ns/op" && field != "B/op" && field != "allocs/op"
	})
}

// readable converts nanoseconds into a unit that people read.
func readable(value float64, unit string) (float64, string) {
	if unit != "ns/op" {
		return value, unit
	}
	switch {
	case value >= 1e9:
		return value / 1e9, "s/op"
	case value >= 1e6:
		return value / 1e6, "ms/op"
	}
	return value / 1e3, "µs/op"
}
