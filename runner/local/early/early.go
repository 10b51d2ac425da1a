// Package early runs a program that was executed as a supervisor before most of
// its other packages are initialized. The other packages of trex take several
// times as long to set up as a supervisor needs, and five times its memory, and
// a machine may have hundreds of supervisors for weeks.
//
// Go initializes packages in the order of their import paths, as far as they do
// not depend on each other, so this one comes before every package that needs
// more than package supervise does. Only here does an init function do any
// work; a program imports the package for that alone.
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
