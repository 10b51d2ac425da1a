package card

import (
	"github.com/trex-ml/trex"
)

// OnThisMachine reports whether capacity says anything about project.
func OnThisMachine(project *trex.Project) bool {
	return project.Executor == "" || project.Executor == "local"
}
