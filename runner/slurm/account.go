package slurm

import (
	"context"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
)

// final is how a job, or one of the starts of a job that was requeued, ended.
// The zero value is a job that Slurm does not know.
type final struct {
	State  string
	Nodes  string
	Exit   int // the script's exit status
	Signal int // what ended the script, 0: it exited
}

// neverStarted says that no supervisor came to start the command, so there is
// no record of its end to wait for.
func (f final) neverStarted() bool {
	switch f.Exit {
	case exitNoFolder, exitNoSetup, 126, 127:
		return true
	}
	return f.State == "CANCELLED" && on(f.Nodes) == ""
}

// account asks Slurm how the start of the job ended that reached the command;
// came is that arrival, zero if there was none. It asks the accounting, or
// without one the job completion log. A cluster may have neither.
func (c *commands) account(ctx context.Context, id jobID, came arrival) (final, error) {
	const columns = "--format=JobID%40,State%40,ExitCode%20,NodeList%200"
	output, err := c.run(ctx, "sacct", "--jobs="+id.String(), "--allocations", "--duplicates", "--noheader", "--parsable2", columns)
	if trex.KindOf(err) == trex.KindUnavailable {
		return final{}, err
	}
	if err == nil {
		if found := accounts(string(output), id.String()); len(found) > 0 {
			return start(found, came), nil
		}
	}
	// The completion log knows members of arrays by numbers of their own.
	own := strconv.FormatInt(id.number, 10)
	switch {
	case came.job != 0:
		own = strconv.FormatInt(came.job, 10)
	case id.member != noArray:
		return final{}, nil
	}
	output, err = c.run(ctx, "sacct", "--completion", "--jobs="+own, "--noheader", "--parsable2")
	if err != nil {
		return final{}, nil //nolint:nilerr // without a completion log the run's own account is all there is
	}
	return start(accounts(string(output), own), came), nil
}

// start returns the start of a job that reached the command; Slurm lists starts
// in order.
func start(all []final, came arrival) final {
	if len(all) == 0 {
		return final{}
	}
	return all[min(int(came.restarts), len(all)-1)]
}

// accounts reads lines of columns split by "|" about a job. The columns of the
// completion log are fixed: id, user, name, partition, nodes, node list, state,
// end.
func accounts(text, id string) []final {
	var all []final
	for line := range strings.Lines(text) {
		columns := strings.Split(strings.TrimSpace(line), "|")
		if columns[0] != id {
			continue
		}
		switch {
		case len(columns) == 4:
			exit, signal, _ := strings.Cut(columns[2], ":")
			one := final{State: firstWord(columns[1]), Nodes: columns[3]}
			one.Exit, _ = strconv.Atoi(exit)
			one.Signal, _ = strconv.Atoi(signal)
			all = append(all, one)
		case len(columns) >= 7:
			all = append(all, final{State: firstWord(columns[6]), Nodes: columns[5]})
		}
	}
	return all
}

// firstWord of "CANCELLED by 1000" is the state.
func firstWord(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}
