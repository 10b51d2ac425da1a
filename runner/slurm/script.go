package slurm

import (
	"fmt"
	"strings"

	"github.com/trex-ml/trex/runner"
)

// script is what sbatch gets. Every value in it is quoted; the command and its
// parameters are not in it at all, the supervisor reads them from job.json.
//
// A member of an array finds its folder in the list by its number. The set-up
// file of the admin may change the environment, and so may Slurm
// (CUDA_VISIBLE_DEVICES), which is why the command gets this shell's instead of
// the one in job.json.
func script(trexPath, list string, job runner.Job) string {
	var b strings.Builder
	b.WriteString("#!/bin/bash\n")
	fmt.Fprintf(&b, "dir=$(sed -n \"$((${SLURM_ARRAY_TASK_ID:-0} + 1))p\" %s)\n", quote(list))
	b.WriteString("if [ ! -d \"$dir\" ]; then exit 78; fi\n")
	b.WriteString("exec >>\"$dir/supervisor.log\" 2>&1\n")
	for _, pair := range job.Env {
		name, value, _ := strings.Cut(pair, "=")
		if !perRun[name] {
			fmt.Fprintf(&b, "export %s=%s\n", name, quote(value))
		}
	}
	b.WriteString("export TREX_RUN_ID=\"$(basename \"$dir\")\" TREX_RUN_DIR=\"$dir\" TREX_METRICS=\"$dir/" + runner.MetricsFile + "\"\n")
	if setup := job.Project.Slurm.Setup; setup != "" {
		fmt.Fprintf(&b, ". %s || exit 79\n", quote(setup))
	}
	fmt.Fprintf(&b, supervision, quote(trexPath))
	return b.String()
}

// supervision keeps the shell, so that it can end what a supervisor that was
// killed leaves behind; Slurm itself misses processes that detached where it
// tracks them by parent.
const supervision = `trex=%s
trap 'kill -TERM "$pid"' TERM
"$trex" supervise --environ "$dir" &
pid=$!
while kill -0 "$pid" 2>/dev/null; do wait "$pid"; status=$?; done
if [ ! -e "$dir/exit.json" ]; then "$trex" supervise --sweep "$dir"; fi
exit "$status"
`

// perRun are the variables that differ between the members of an array, or
// that Slurm sets itself.
var perRun = map[string]bool{
	"TREX_RUN_ID": true, "TREX_RUN_DIR": true, "TREX_METRICS": true,
	"CUDA_VISIBLE_DEVICES": true, "CUDA_DEVICE_ORDER": true,
}

// Exit statuses of the script itself, before a supervisor is there to say more.
const (
	exitNoFolder = 78
	exitNoSetup  = 79
)

// quote makes text one word of a shell, whatever is in it.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
