package diagnose

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/runner/runlog"
)

// Case is what is known of a run that did not complete.
type Case struct {
	Exit     trex.Exit
	Tail     []byte // the end of the log; of more than 64 KiB the last are read
	Project  trex.Project
	Config   trex.RunConfig
	GPUBytes int64 // memory of one of its GPUs, 0: unknown
	Memory   Bound // what its executor says when it ran out of memory
}

// Bound is a limit that a run exceeded. The zero Bound: none is known.
type Bound struct {
	Cause string // why the run ended
	Hint  string // where to raise the limit
}

// finding is a rule's answer.
type finding struct {
	kind, cause, hint string
	fix               remedy
	evidence          []string
}

// remedy is what may help on a retry.
type remedy int

const (
	noRemedy remedy = iota
	smallerBatch
	smallerRate
)

// Explain returns why a run failed. Kind and Cause are never empty, and equal
// for runs that failed alike.
func Explain(c Case) trex.Diagnosis {
	l := readLog(c.Tail)
	f := c.find(l)
	if f.kind == gpuMemory.kind {
		f.hint = c.gpuHint(l, f.hint)
	}
	d := trex.Diagnosis{Kind: f.kind, Cause: c.relative(f.cause), Hint: f.hint, Evidence: l.prove(f.evidence)}
	switch f.fix {
	case smallerBatch:
		d.Fix = insight.SmallerBatch(&c.Project, c.Config)
	case smallerRate:
		d.Fix = insight.SmallerRate(&c.Project, c.Config)
	case noRemedy:
	}
	return d
}

// relative names files below the project's folder from there.
func (c Case) relative(cause string) string {
	if dir := strings.TrimSuffix(c.Project.Dir, "/"); dir != "" {
		return strings.ReplaceAll(cause, dir+"/", "")
	}
	return cause
}

var allocation = runlog.NewPattern(`[Tt]ried to allocate ([\d.]+ [KMGT]i?B)`)

// gpuHint says how much memory there was, and how much was asked for: that
// differs between runs that failed alike, so it is no part of the cause.
func (c Case) gpuHint(l *runLog, hint string) string {
	if m := allocation.FindAllStringSubmatch(l.text, -1); m != nil {
		hint = "it asked for " + m[len(m)-1][1] + " more; " + hint
	}
	if c.GPUBytes > 0 {
		hint = fmt.Sprintf("the GPU has %.0f GiB; %s", float64(c.GPUBytes)/(1<<30), hint)
	}
	return hint
}

// find asks the best source first: Trex itself, then the exception that ended
// the script, the lines around its end, and the bare exit.
func (c Case) find(l *runLog) finding {
	if f, ok := c.byTrex(); ok {
		return f
	}
	sudden := c.Exit.Signal == "SIGKILL" || c.Exit.Signal == "SIGTERM" || c.Exit.Code == 128+9 || c.Exit.Code == 128+15
	if !sudden {
		if f, ok := c.byException(l); ok {
			return f
		}
	}
	if f, ok := c.byLines(l, sudden); ok {
		return f
	}
	if f, ok := c.bySignal(l); ok {
		return f
	}
	if f, ok := c.byPanic(l); ok {
		return f
	}
	return c.byCode(l)
}

// byCode has nothing but the exit code and the last lines.
func (c Case) byCode(l *runLog) finding {
	f := finding{kind: "exit_code", evidence: l.lastLines(3)}
	switch c.Exit.Code {
	case 0:
		f.kind, f.cause = "ended", "the command ended without saying that it failed"
	case 2:
		f.cause = "the command ended with exit code 2, which usually means that it was called wrongly"
		f.hint = "compare the project's command with what the script's --help says"
	case 126:
		return finding{kind: "not_executable", cause: "a program that the command calls is not executable",
			hint: "make it executable with chmod +x, or call it through its interpreter", evidence: l.lastLines(2)}
	case 127:
		return finding{kind: "command_not_found", cause: "a program that the command calls was not found",
			hint: "install it, or name it by its full path", evidence: l.lastLines(2)}
	default:
		f.cause = "the command ended with exit code " + strconv.Itoa(c.Exit.Code)
	}
	if len(f.evidence) == 0 {
		f.cause += " and printed nothing"
	}
	return f
}
