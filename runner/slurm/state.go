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

// executing reports that the command may be running.
func executing(state string) bool {
	switch state {
	case "RUNNING", "COMPLETING", "STAGE_OUT", "SIGNALING", "RESIZING":
		return true
	}
	return false
}

func suspended(state string) bool { return state == "SUSPENDED" || state == "STOPPED" }

// waiting returns what a job waits for before its command starts, with Slurm's
// own reason.
func waiting(e entry, id jobID) string {
	reason := strings.ReplaceAll(e.Reason, "_", " ")
	said := "waiting in Slurm"
	switch {
	case suspended(string(e.State)):
		return "suspended by Slurm before it started"
	case e.State == "CONFIGURING":
		said = "waiting for its node to be ready"
	case executing(string(e.State)):
		return "starting" + on(e.Nodes)
	case !active(string(e.State)):
		return "its job has ended in Slurm" // Slurm will be asked how
	case reason != "" && reason != "None":
		said = "waiting: " + reason
	}
	if e.Restarts.value > 0 {
		said += ", requeued by Slurm"
	}
	if start := e.startsAt(); start.After(time.Now()) {
		said += ", starts ~" + clock(start)
	}
	if cure := cureOf(e, id); cure != "" {
		said += "; " + cure
	}
	return said
}

// cureOf returns what to do about a job that does not start by waiting.
func cureOf(e entry, id jobID) string {
	reason := strings.ToLower(strings.NewReplacer("_", "", " ", "").Replace(e.Reason))
	switch {
	case strings.Contains(reason, "held"), strings.Contains(reason, "hold"):
		return "held until somebody says scontrol release " + id.String()
	case reason == "partitiontimelimit":
		return "slurm.time is above what the partition allows"
	case reason == "partitionnodelimit", reason == "badconstraints":
		return "no node of the partition is as slurm in trex.yaml asks for"
	case strings.HasSuffix(reason, "perjoblimit"), strings.HasSuffix(reason, "perjob"):
		return "it asks for more than its account or QOS allows one job"
	}
	return ""
}

// clock returns a time of day, with the day if it is a later one than today.
func clock(at time.Time) string {
	if y, m, d := time.Now().Date(); at.After(time.Date(y, m, d+1, 0, 0, 0, 0, time.Local)) {
		return at.Format("Mon 2 Jan 15:04")
	}
	return at.Format("15:04")
}

// requeued stands for the state of a start that ended with a requeue of its job,
// which is in the queue again.
const requeued = "ENDED BY REQUEUE"

// vanished is the reason for a member of an array that left the queue before it
// started; without accounting, Slurm does not say why.
const vanished = "its job left Slurm's queue before it started; most likely it was cancelled from outside Trex"

// on is where a job executes, as the end of a sentence.
func on(nodes string) string {
	if nodes == "" || nodes == "None assigned" || nodes == "(null)" {
		return ""
	}
	return " on " + nodes
}

// ended returns why a job is gone, in words.
func ended(last final) string {
	where := on(last.Nodes)
	switch last.State {
	case "TIMEOUT", "DEADLINE":
		return "Slurm ended it at its time limit"
	case "OUT_OF_MEMORY":
		return "Slurm ended it for using more memory than it asked for" + where
	case "PREEMPTED":
		return "Slurm preempted it for a job with higher priority"
	case "NODE_FAIL", "BOOT_FAIL":
		return "its compute node failed" + where
	case "CANCELLED", "REVOKED":
		return "its Slurm job was cancelled from outside Trex"
	case requeued:
		return "Slurm requeued it while it ran; Trex does not start a run twice"
	}
	switch last.Exit {
	case exitNoFolder:
		return "the run's folder cannot be seen on the compute node" + where + "; it must be on a shared file system"
	case exitNoSetup:
		return "the set-up file of the project failed on the compute node" + where
	case 126, 127:
		return "the trex program cannot be executed on the compute node" + where
	}
	switch {
	case last.Signal == 9:
		return "all of it was killed" + where + ", most likely by Slurm for using more memory than it asked for"
	case last.Exit > 128:
		return "its supervisor was killed" + where
	case last.State == "COMPLETED":
		return "its supervisor was ended while it ran, as when a node fails or Slurm requeues it" + where +
			"; Trex does not start a run twice"
	case last.State == "":
		return "Slurm no longer knows its job, and it left no record of its end"
	}
	return fmt.Sprintf("its Slurm job ended as %s%s before it could say how", last.State, where)
}
