package slurm

import (
	"context"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
)

// final is what Slurm says of a job that is no longer in its queue. The zero
// value is a job it does not know.
type final struct {
	State string
	Nodes string
	Exit  int // the script's exit status
}

// account asks Slurm's accounting, or its job completion log where there is no
// accounting. A cluster may have neither.
func (c *commands) account(ctx context.Context, id jobID) (final, error) {
	const columns = "--format=JobID%40,State%40,ExitCode%20,NodeList%200"
	output, err := c.run(ctx, "sacct", "--jobs="+id.String(), "--allocations", "--noheader", "--parsable2", columns)
	if err == nil {
		if found, ok := parseAccount(string(output), id); ok {
			return found, nil
		}
	}
	if trex.KindOf(err) == trex.KindUnavailable {
		return final{}, err
	}
	output, err = c.run(ctx, "sacct", "--completion", "--jobs="+strconv.FormatInt(id.number, 10), "--noheader", "--parsable2")
	if err != nil {
		return final{}, nil //nolint:nilerr // without a completion log the run's own account is all there is
	}
	found, _ := parseAccount(string(output), id)
	return found, nil
}

// parseAccount reads lines of columns split by "|". Of the completion log the
// columns are fixed: id, user, name, partition, nodes, node list, state, end.
func parseAccount(text string, id jobID) (final, bool) {
	for line := range strings.Lines(text) {
		columns := strings.Split(strings.TrimSpace(line), "|")
		if columns[0] != id.String() {
			continue
		}
		switch {
		case len(columns) == 4:
			status, _, _ := strings.Cut(columns[2], ":")
			exit, _ := strconv.Atoi(status)
			return final{State: firstWord(columns[1]), Nodes: columns[3], Exit: exit}, true
		case len(columns) >= 7:
			return final{State: firstWord(columns[6]), Nodes: columns[5]}, true
		}
	}
	return final{}, false
}

// firstWord of "CANCELLED by 1000" is the state.
func firstWord(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}
