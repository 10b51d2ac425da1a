package slurm

import (
	"context"
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
)

// Look says what Check looks at.
type Look struct {
	Params   Params
	Folder   string // where the runs' folders are, absolute
	Projects []trex.Project
}

// Check looks at everything an Executor needs of the cluster: commands,
// partitions and accounting. Jobs of a second show whether compute nodes see
// what runs need and whether their clocks agree.
func Check(ctx context.Context, look Look) []trex.Finding {
	e, err := New(look.Params)
	if err != nil {
		return []trex.Finding{{Name: "Slurm", Detail: err.Error(), Fix: "start Trex from a path that nodes share"}}
	}
	return e.check(ctx, look.Folder, look.Projects)
}

func (e *Executor) check(ctx context.Context, folder string, projects []trex.Project) []trex.Finding {
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
	return append(findings, e.probeAll(ctx, folder, projects)...)
}

func partitionFindings(text string, projects []trex.Project) []trex.Finding {
	up := map[string]bool{}
	for line := range strings.Lines(text) {
		name, state, _ := strings.Cut(strings.TrimSpace(line), " ")
		up[name] = up[name] || state == "up"
	}
	var findings []trex.Finding
	for _, project := range projects {
		for name := range strings.SplitSeq(settingsOf(project).Partition, ",") {
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
		Detail: "none; a job that vanishes without a record of its end is reported as lost, without the reason",
	}
}
