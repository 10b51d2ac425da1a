package insight

import "github.com/trex-ml/trex"

// AtDefaults returns what holds for the runs of a project that have its default
// configuration, whatever their seed: those that others are compared with.
func AtDefaults(project *trex.Project) []trex.Condition {
	seed, _ := Seed(project)
	var where []trex.Condition
	for _, param := range project.Params {
		if param.Name != seed.Name {
			where = append(where, trex.Condition{Name: "param:" + param.Name, Op: trex.Equal, Value: param.Default})
		}
	}
	return where
}
