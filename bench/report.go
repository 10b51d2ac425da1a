package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"
)

// Report is the content of bench/out/COMMIT.json.
type Report struct {
	Commit  string    `json:"commit"`
	Date    time.Time `json:"date"`
	Machine Machine   `json:"machine"`
	Figures []Figure  `json:"figures"`
}

// Machine describes where the figures were measured.
type Machine struct {
	Processor string  `json:"processor"`
	Cores     int     `json:"cores"`
	MemoryGB  float64 `json:"memory_gb"`
	Go        string  `json:"go"`
	System    string  `json:"system"`
	Load      string  `json:"load"` // at the start, from /proc/loadavg
}

// Figure is one line of the table. Aim is its target, "" for none.
type Figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Aim   string  `json:"aim,omitempty"`
}

func newReport(ctx context.Context) (*Report, error) {
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return nil, err
	}
	return &Report{
		Commit: commit(ctx), Date: time.Now().UTC().Truncate(time.Second),
		Machine: Machine{
			Processor: procField("/proc/cpuinfo", "model name"), Cores: runtime.NumCPU(),
			MemoryGB: kilobytes(procField("/proc/meminfo", "MemTotal")) / (1 << 20),
			Go:       runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH,
			Load: strings.Join(strings.Fields(string(load))[:3], " "),
		},
	}, nil
}

func (r *Report) add(name string, value float64, unit string) {
	r.Figures = append(r.Figures, Figure{Name: name, Value: value, Unit: unit, Aim: aim(name, unit)})
}

func (r *Report) print(w io.Writer) {
	fmt.Fprintf(w, "%s on %s, %d cores, %.0f GB, %s, load %s\n\n",
		r.Commit, r.Machine.Processor, r.Machine.Cores, r.Machine.MemoryGB, r.Machine.Go, r.Machine.Load)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, f := range r.Figures {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", f.Name, short(f.Value), f.Unit, f.Aim)
	}
	_ = table.Flush() // a table that cannot be printed is still in the file
}

// write keeps earlier measurements of the same commit, so that parts can be
// measured one by one.
func (r *Report) write() error {
	before, err := readReport(r.Commit)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fresh := map[string]bool{}
	for _, f := range r.Figures {
		fresh[f.Name+" "+f.Unit] = true
	}
	for _, f := range before.Figures {
		if !fresh[f.Name+" "+f.Unit] {
			r.Figures = append(r.Figures, f)
		}
	}
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(outDir, r.Commit+".json"), append(data, '\n'), 0o644)
}

// compareReports prints each figure of both commits and how much it changed.
func compareReports(w io.Writer, before, after string) error {
	old, err := readReport(before)
	if err != nil {
		return err
	}
	fresh, err := readReport(after)
	if err != nil {
		return err
	}
	was := map[string]float64{}
	for _, f := range old.Figures {
		was[f.Name+" "+f.Unit] = f.Value
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "\t\t%s\t%s\t\n", before, after)
	for _, f := range fresh.Figures {
		if value, ok := was[f.Name+" "+f.Unit]; ok && value != 0 {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%+.0f %%\n", f.Name, f.Unit, short(value), short(f.Value), 100*(f.Value/value-1))
		}
	}
	return table.Flush()
}

func readReport(commit string) (r Report, err error) {
	data, err := os.ReadFile(filepath.Join(outDir, commit+".json"))
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(data, &r)
}

// short writes a number with three significant digits.
func short(f float64) string {
	switch {
	case f >= 100:
		return fmt.Sprintf("%.0f", f)
	case f >= 10:
		return fmt.Sprintf("%.1f", f)
	}
	return fmt.Sprintf("%.3g", f)
}

// procField returns the first value of a field in a file of /proc, "" when there
// is none.
func procField(path, name string) string {
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if field, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(field) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// kilobytes reads "1234 kB".
func kilobytes(text string) (kb float64) {
	if _, err := fmt.Sscanf(text, "%f kB", &kb); err != nil {
		return 0
	}
	return kb
}
