package slurm

import (
	"fmt"
	"strings"

	"github.com/trex-ml/trex/runner"
)

// script is what sbatch gets for jobs that form an array, or for one. Every
// value in it is quoted; the command and its parameters are not in it at all,
// the supervisor reads them from job.json.
//
// The set-up file of the admin may change the environment, and so may Slurm
// (CUDA_VISIBLE_DEVICES), which is why the command gets this shell's instead of
// the one in job.json.
func script(trexPath string, jobs []runner.Job) string {
	var b strings.Builder
	b.WriteString("#!/bin/bash\nfolders=(\n")
	for _, job := range jobs {
		b.WriteString(quote(job.Dir) + "\n")
	}
	b.WriteString(opening)
	for _, pair := range jobs[0].Env {
		name, value, _ := strings.Cut(pair, "=")
		if !perRun[name] {
			fmt.Fprintf(&b, "export %s=%s\n", name, quote(value))
		}
	}
	b.WriteString("export TREX_RUN_ID=\"$(basename \"$dir\")\" TREX_RUN_DIR=\"$dir\" TREX_METRICS=\"$dir/" + runner.MetricsFile + "\"\n")
	if setup := settingsOf(jobs[0].Project).Setup; setup != "" {
		fmt.Fprintf(&b, setupWith, quote(setup))
	}
	measure := ""
	if every := jobs[0].Measure; every > 0 {
		measure = fmt.Sprintf(measurement, max(int(every.Seconds()), 1))
	}
	fmt.Fprintf(&b, supervision, quote(trexPath), measure)
	return b.String()
}

// opening finds the run's folder, which a network file system may show some
// seconds late. It writes there which job will start the command.
const opening = `)
dir=${folders[${SLURM_ARRAY_TASK_ID:-0}]}
for _ in {1..30}; do [ -e "$dir/job.json" ] && break; sleep 1; done
[ -e "$dir/job.json" ] || exit 78
exec >>"$dir/supervisor.log" 2>&1
if [ ! -e "$dir/started" ]; then
	echo "$SLURM_JOB_ID ${SLURM_ARRAY_JOB_ID:-$SLURM_JOB_ID} ${SLURM_RESTART_COUNT:-0}" >"$dir/slurm.arrived.tmp"
	mv "$dir/slurm.arrived.tmp" "$dir/slurm.arrived"
fi
`

// setupWith sources the admin's file, which may end the shell, make it strict,
// and use the names of our variables for its own.
const setupWith = `trap 'exit 79' EXIT
. %s
[ "$?" = 0 ] || exit 79
[ "$(trap -p EXIT)" != "trap -- 'exit 79' EXIT" ] || trap - EXIT
set +eu +o pipefail
dir=$TREX_RUN_DIR
`

// supervision keeps the shell running, so that it can end what a killed
// supervisor leaves behind. Slurm itself misses detached processes where it
// tracks processes by parent.
const supervision = `trex=%s
trap 'kill -TERM "$pid"' TERM
"$trex" supervise --environ "$dir" &
pid=$!
%swhile wait "$pid"; status=$?; kill -0 "$pid" 2>/dev/null; do :; done
[ -z "${meter:-}" ] || kill "$meter" 2>/dev/null
if [ ! -e "$dir/exit.json" ]; then "$trex" supervise --sweep "$dir"; fi
exit "$status"
`

// measurement begins when there is something to measure, so that very short
// runs cost nothing more. The read is a sleep without a process.
const measurement = `{ read -rt %[1]d <> <(:); kill -0 "$pid" && exec "$trex" supervise --measure="$pid" --every=%[1]ds "$dir"; } 2>/dev/null &
meter=$!
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

// quote returns text as one word of a shell, whatever is in it.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
