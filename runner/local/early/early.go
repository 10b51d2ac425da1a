// Package early makes a program that imports it a supervisor, where it is
// executed as one, before most of its other packages are initialized: those of
// trex take some times as long to be set up, and five times the memory, as a
// supervisor needs, and a machine may have hundreds of supervisors for weeks.
//
// Go initializes packages in the order of their import paths, as far as they
// do not depend on each other, so this one comes before whatever needs more
// than package supervise does. It is the one place where an init function does
// more than nothing; a program imports it for that alone.
package early

import (
	"os"
	"strings"

	"github.com/trex-ml/trex/runner/local/supervise"
)

func init() {
	// Other forms of the command, and mistakes, are for the command line.
	if len(os.Args) < 3 || os.Args[1] != "supervise" || !strings.HasPrefix(os.Args[len(os.Args)-1], "/") {
		return
	}
	dir := os.Args[len(os.Args)-1]
	switch options := os.Args[2 : len(os.Args)-1]; {
	case len(options) == 0:
		os.Exit(supervise.Run(dir))
	case len(options) == 1 && options[0] == "--environ": // in a job script of a cluster
		os.Exit(supervise.RunInherited(dir))
	}
}
