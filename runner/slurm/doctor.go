package slurm

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

// clockSlack is by how much a node's clock may differ before times shown to
// people are wrong.
const clockSlack = 5 * time.Second

// Examine looks at everything an Executor needs of the cluster: commands,
// partitions, accounting, and, with a job of a second, that the folder of the
// runs and the program are seen from a compute node and that clocks agree.
func (e *Executor) Examine(ctx context.Context, folder string, projects []trex.Project) []trex.Finding {
	version, err := e.commands.run(ctx, "sbatch", "--version")
	if err != nil {
		return []trex.Finding{{
			Name: "Slurm commands", Detail: err.Error(),
			Fix: "install Slurm's client commands on this machine and put them on PATH",
		}}
	}
	findings := []trex.Finding{{Name: "Slurm commands", OK: true, Detail: firstLine(string(version))}}
	partitions, err := e.commands.run(ctx, "sinfo", "--noheader", "--format=%R %a")
	if err != nil {
		return append(findings, trex.Finding{
			Name: "Slurm controller", Detail: err.Error(), Fix: "check slurm.conf, munge and that slurmctld is up",
		})
	}
	findings = append(findings, partitionFindings(string(partitions), projects)...)
	findings = append(findings, e.accounting(ctx))
	return append(findings, e.probe(ctx, folder, projects))
}

func partitionFindings(text string, projects []trex.Project) []trex.Finding {
	up := map[string]bool{}
	for line := range strings.Lines(text) {
		name, state, _ := strings.Cut(strings.TrimSpace(line), " ")
		up[name] = up[name] || state == "up"
	}
	var findings []trex.Finding
	for _, project := range projects {
		for name := range strings.SplitSeq(project.Slurm.Partition, ",") {
			if project.Executor != Name || name == "" || up[name] {
				continue
			}
			findings = append(findings, trex.Finding{
				Name: "Slurm partition " + name, Detail: "of " + project.Name + ": it does not exist or is not up",
				Fix: "name another under slurm.partition; sinfo lists them",
			})
		}
	}
	if findings == nil {
		findings = []trex.Finding{{Name: "Slurm partitions", OK: true, Detail: fmt.Sprintf("%d, all named ones are up", len(up))}}
	}
	return findings
}

func (e *Executor) accounting(ctx context.Context) trex.Finding {
	for _, args := range [][]string{{"--noheader", "--allocations"}, {"--noheader", "--completion"}} {
		if _, err := e.commands.run(ctx, "sacct", args...); err == nil {
			return trex.Finding{Name: "Slurm accounting", OK: true, Detail: "sacct " + args[1] + " answers"}
		}
	}
	return trex.Finding{
		Name: "Slurm accounting", OK: true,
		Detail: "none; a job that vanishes without its own account is told as lost, without the reason",
	}
}

// probe has a compute node say what it sees.
func (e *Executor) probe(ctx context.Context, folder string, projects []trex.Project) trex.Finding {
	const name = "Slurm compute node"
	bad := func(detail, fix string) trex.Finding { return trex.Finding{Name: name, Detail: detail, Fix: fix} }
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return bad(err.Error(), "make the data directory writable")
	}
	dir, err := os.MkdirTemp(folder, "probe-")
	if err != nil {
		return bad(err.Error(), "make the data directory writable")
	}
	defer os.RemoveAll(dir)
	answer := filepath.Join(dir, "answer")
	lines := "#!/bin/bash\ncd " + quote(dir) + " || exit 78\n[ -x " + quote(e.trexPath) + " ] || exit 127\ndate +%s > answer\n"
	batch := filepath.Join(dir, "probe.sh")
	if err := os.WriteFile(batch, []byte(lines), 0o755); err != nil {
		return bad(err.Error(), "make the data directory writable")
	}
	args := []string{"--wait", "--parsable", "--job-name=" + namePrefix + "doctor", "--export=NIL", "--chdir=/", "--output=/dev/null", "--time=1"}
	for _, project := range projects {
		if project.Executor == Name && project.Slurm.Partition != "" {
			args = append(args, "--partition="+project.Slurm.Partition)
			break
		}
	}
	if _, err := e.commands.run(ctx, "sbatch", append(args, batch)...); err != nil {
		return bad("a job of a second did not succeed: "+err.Error(),
			"keep the data directory and the trex program on a file system that nodes share, under the same path")
	}
	said, err := os.ReadFile(answer)
	if err != nil {
		return bad("what a node wrote is not seen here", "keep the data directory on a file system that nodes share")
	}
	seconds, err := strconv.ParseInt(strings.TrimSpace(string(said)), 10, 64)
	if err != nil {
		return bad("the answer of a node cannot be read", "try again")
	}
	if ahead := time.Until(time.Unix(seconds, 0)); ahead.Abs() > clockSlack {
		return bad(fmt.Sprintf("the node's clock differs by %s", ahead.Round(time.Second)), "synchronise clocks (chrony, ntp)")
	}
	return trex.Finding{Name: name, OK: true, Detail: "sees the runs' folder and the trex program; clocks agree"}
}
