package insight

import "github.com/trex-ml/trex"

// AtDefaults returns the conditions that select a project's runs at its default
// configuration, with any seed. Other runs are compared with these.
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
