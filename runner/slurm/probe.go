package slurm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config/section"
	"github.com/trex-ml/trex/internal/wait"
)

const (
	// clockSlack is how far a node's clock may differ before times shown to people
	// are wrong.
	clockSlack = 5 * time.Second
	// probePatience is how long a probe may wait for its turn.
	probePatience = 30 * time.Second
)

// probeAll asks a compute node what it sees, one for each kind of node that
// projects ask for.
func (e *Executor) probeAll(ctx context.Context, folder string, projects []trex.Project) []trex.Finding {
	var findings []trex.Finding
	seen := map[string]bool{}
	for _, project := range projects {
		if project.Executor != Name {
			continue
		}
		// Resources that a probe does not need, such as GPUs, only make it wait.
		s := settingsOf(project)
		s.CPUs, s.Memory, s.GRES, s.Time, s.Extra = 0, "", "", section.Duration(time.Minute), nil
		place := requests(s, trex.Resources{})
		if key := strings.Join(append(place, s.Setup, project.Dir), "\x00"); !seen[key] {
			seen[key] = true
			findings = append(findings, e.probe(ctx, folder, project, place))
		}
	}
	return findings
}

// probe submits a job that does what a run's job does, up to the command.
func (e *Executor) probe(ctx context.Context, folder string, project trex.Project, place []string) trex.Finding {
	finding := trex.Finding{Name: "Slurm job for " + project.Name}
	bad := func(detail, fix string) trex.Finding {
		finding.Detail, finding.Fix = detail, fix
		return finding
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return bad(err.Error(), "make the data directory writable")
	}
	dir, err := os.MkdirTemp(folder, "probe-")
	if err != nil {
		return bad(err.Error(), "make the data directory writable")
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a node may still write; it is a folder of a few bytes
	batch := filepath.Join(dir, "probe.sh")
	if err := os.WriteFile(batch, []byte(probeScript(dir, e.trexPath, project)), 0o755); err != nil {
		return bad(err.Error(), "make the data directory writable")
	}
	args := append([]string{
		"--parsable", "--job-name=" + namePrefix + "doctor", "--export=ALL", "--chdir=/", "--output=/dev/null", "--error=/dev/null",
	}, place...)
	submitted := time.Now()
	number, err := e.commands.sbatch(ctx, append(args, batch))
	if errors.Is(err, errFull) || errors.Is(err, errMaybeFull) || errors.Is(err, errClosed) {
		finding.OK, finding.Detail = true, "not checked: "+sentence(err)
		return finding
	}
	if err != nil {
		return bad("a job of a second was not taken: "+err.Error(), "correct slurm in trex.yaml; sbatch says what it does not like")
	}
	job := jobID{number, noArray}
	said, last, err := e.answer(ctx, filepath.Join(dir, "answer"), job)
	switch {
	case err != nil:
		return bad(err.Error(), "check that slurmctld is up")
	case said == "" && active(last.State):
		_, _ = e.commands.run(ctx, "scancel", job.String()) // otherwise it ends after a minute
		finding.OK, finding.Detail = true, fmt.Sprintf("not checked: a job of a second still waits after %s", probePatience)
		return finding
	case said == "":
		return bad("a job of a second ended as "+last.State+" and what it wrote is not seen here",
			"keep the data directory on a file system that nodes share, under the same path")
	}
	return judge(finding, said, submitted, time.Now())
}

func sentence(err error) string {
	said, _ := trex.Sentence(err)
	return said
}

// probeScript says line by line what is missing on the node, and last the time.
func probeScript(dir, trexPath string, project trex.Project) string {
	lines := []string{"#!/bin/bash", "cd " + quote(dir) + " || exit 78", "{"}
	if setup := settingsOf(project).Setup; setup != "" {
		lines = append(lines, ". "+quote(setup)+" >/dev/null || echo 'setup'")
	}
	if project.Dir != "" {
		lines = append(lines, "[ -d "+quote(project.Dir)+" ] || echo 'dir'")
	}
	return strings.Join(append(lines,
		quote(trexPath)+" supervise --help >/dev/null || echo 'trex'",
		"date +%s", "} >answer.tmp 2>/dev/null", "mv answer.tmp answer"), "\n") + "\n"
}

// answer waits for what a probe wrote, until its job is over or has waited for
// long.
func (e *Executor) answer(ctx context.Context, path string, job jobID) (said string, last final, err error) {
	submitted := time.Now()
	var over time.Time
	for {
		if text, err := os.ReadFile(path); err == nil {
			return string(text), last, nil
		}
		known, err := e.queue.look(ctx)
		if err != nil {
			return "", last, err
		}
		if entry, ok := known.find(job); ok {
			last = final{State: string(entry.State)}
		}
		switch {
		case known.at.After(submitted) && !active(last.State):
			if over.IsZero() {
				over = time.Now()
			}
			if time.Since(over) > e.patience {
				return "", last, nil
			}
		case time.Since(submitted) > probePatience:
			return "", last, nil
		}
		if err := wait.For(ctx, time.Second); err != nil {
			return "", last, err
		}
	}
}

// judge reads an answer that a node wrote between two moments of our clock.
func judge(finding trex.Finding, said string, earliest, latest time.Time) trex.Finding {
	lines := strings.Fields(said)
	bad := func(detail, fix string) trex.Finding {
		finding.Detail, finding.Fix = detail, fix
		return finding
	}
	switch {
	case slices.Contains(lines, "setup"):
		return bad("the set-up file failed on the node", "try it in a shell on a compute node; it must end with status 0")
	case slices.Contains(lines, "dir"):
		return bad("the project's folder does not exist on the node", "keep it on a file system that nodes share, under the same path")
	case slices.Contains(lines, "trex"):
		return bad("the trex program cannot be executed on the node", "start Trex from a path that nodes share, built for their processors")
	}
	seconds, err := strconv.ParseInt(lines[len(lines)-1], 10, 64)
	if err != nil {
		return bad("the answer of the node cannot be read", "try again")
	}
	told := time.Unix(seconds, 0)
	if told.Before(earliest.Add(-clockSlack)) || told.After(latest.Add(clockSlack)) {
		off := told.Sub(latest)
		if told.Before(earliest) {
			off = told.Sub(earliest)
		}
		return bad(fmt.Sprintf("the node's clock differs by about %s", off.Round(time.Second)), "synchronise clocks (chrony, ntp)")
	}
	finding.OK, finding.Detail = true, "a node sees the runs' folder, the project's and the trex program; clocks agree"
	return finding
}
