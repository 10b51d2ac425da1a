// Command bench measures the figures of docs/performance.md. It runs the
// benchmarks of the packages and times a real server. It prints one table and
// writes it as JSON, so that two commits can be compared. The packages decide
// what their benchmarks measure.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const outDir = "bench/out"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	long := flag.Bool("long", false, "six times as many samples")
	only := flag.String("only", "", "measure one part: store, parts, web, chat, runner, slurm, system, browser or scale")
	compare := flag.Bool("compare", false, "compare two commits measured before: -compare A B")
	flag.Parse()
	if *compare {
		if flag.NArg() != 2 {
			return errors.New("name two commits: -compare A B")
		}
		return compareReports(os.Stdout, flag.Arg(0), flag.Arg(1))
	}
	if err := os.MkdirAll(outDir, 0o755); err != nil {
		return err
	}
	r, err := newReport(ctx)
	if err != nil {
		return err
	}
	name := r.Commit
	if *only != "" {
		if !slices.Contains(append(everything, "scale"), *only) {
			return fmt.Errorf("there is no part %q; there are %s and scale", *only, strings.Join(everything, ", "))
		}
		name += "-" + *only
	}
	text, err := os.Create(filepath.Join(outDir, name+".txt"))
	if err != nil {
		return err
	}
	defer text.Close()
	parts := everything
	if *only != "" {
		parts = []string{*only}
	}
	begun := time.Now()
	for _, part := range parts {
		fmt.Fprintf(os.Stderr, "%4.0fs  %s\n", time.Since(begun).Seconds(), part)
		switch part {
		case "system":
			err = r.measureSystem(ctx)
		case "browser":
			err = r.measureBrowser(ctx)
		default:
			err = r.measurePackages(ctx, text, part, *long)
		}
		if err != nil {
			return err
		}
	}
	r.print(os.Stdout)
	fmt.Fprintf(os.Stderr, "\nmeasured in %.0f s\n", time.Since(begun).Seconds())
	return r.write()
}

// everything lists the parts of a full measurement. The part scale is not in it,
// because it takes minutes.
var everything = []string{"store", "parts", "web", "chat", "runner", "slurm", "system", "browser"}

// commit returns the commit that is measured.
func commit(ctx context.Context) string {
	name, err := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(name))
}
