package insight

import (
	"github.com/trex-ml/trex"
)

// IsDefault reports whether config is the project's defaults, whatever its
// seed.
func IsDefault(project *trex.Project, config trex.RunConfig) bool {
	seed, _ := Seed(project)
	for _, param := range project.Params {
		if param.Name != seed.Name && config[param.Name] != param.Default {
			return false
		}
	}
	return len(project.Params) > 0
}
