package slurm

import (
	"fmt"
	"strings"
	"time"
)

// States of a Slurm job that has not ended.
func active(state string) bool {
	switch state {
	case "PENDING", "CONFIGURING", "RUNNING", "COMPLETING", "SUSPENDED", "STOPPED", "STAGE_OUT", "SIGNALING",
		"RESIZING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "SPECIAL_EXIT", "RESV_DEL_HOLD":
		return true
	}
	return false
}

// executing says that the command may be at work.
func executing(state string) bool {
	switch state {
	case "RUNNING", "COMPLETING", "SUSPENDED", "STOPPED", "STAGE_OUT", "SIGNALING", "RESIZING":
		return true
	}
	return false
}

// waiting is what a pending job waits for, with Slurm's own reason.
func waiting(e entry) string {
	if e.State == "SUSPENDED" || e.State == "STOPPED" {
		return "suspended by Slurm"
	}
	said := "waiting in Slurm"
	if e.Reason != "" && e.Reason != "None" {
		said = "waiting: " + e.Reason
	}
	if strings.HasPrefix(string(e.State), "REQUEUE") {
		said = "requeued by Slurm"
	}
	if start := e.startsAt(); start.After(time.Now()) {
		said += ", starts ~" + start.Format("15:04")
	}
	return said
}

// ended is why a job is gone, in words; exit is its script's exit status.
func ended(state, nodes string, exit int) string {
	on := ""
	if nodes != "" && nodes != "None assigned" {
		on = " on " + nodes
	}
	switch state {
	case "TIMEOUT", "DEADLINE":
		return "Slurm ended it at its time limit"
	case "OUT_OF_MEMORY":
		return "Slurm ended it for using more memory than it asked for" + on
	case "PREEMPTED":
		return "Slurm preempted it for a job with higher priority"
	case "NODE_FAIL", "BOOT_FAIL":
		return "its compute node failed" + on
	case "CANCELLED", "REVOKED":
		return "its Slurm job was cancelled from outside Trex"
	}
	switch exit {
	case exitNoFolder:
		return "the run's folder cannot be seen on the compute node" + on + "; it must be on a shared file system"
	case exitNoSetup:
		return "the set-up file of the project failed on the compute node" + on
	case 126, 127:
		return "the trex program cannot be executed on the compute node" + on
	}
	if state == "COMPLETED" {
		return "its supervisor was ended while it ran, as when a node fails or Slurm requeues it" + on +
			"; Trex does not start a run twice"
	}
	if state == "" {
		return "Slurm no longer knows its job, and it left no account of its end"
	}
	return fmt.Sprintf("its Slurm job ended as %s%s before it could say how", state, on)
}
