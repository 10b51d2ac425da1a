package trex

import "strings"

// AllParams is the placeholder that stands for every parameter at once.
const AllParams = "{params}"

// Argv returns the command line for a complete config. A placeholder is
// replaced inside its argument, so a value is always one argument or a part of
// one, whatever it contains; no shell reads it.
func (p *Project) Argv(config RunConfig) []string {
	pairs := make([]string, 0, 2*len(p.Params))
	for _, param := range p.Params {
		pairs = append(pairs, "{"+param.Name+"}", config[param.Name].String())
	}
	replacer := strings.NewReplacer(pairs...)
	argv := make([]string, 0, len(p.Command)+2*len(p.Params))
	for _, arg := range p.Command {
		if arg != AllParams {
			argv = append(argv, replacer.Replace(arg))
			continue
		}
		for _, param := range p.Params {
			argv = append(argv, "--"+param.Name, config[param.Name].String())
		}
	}
	return argv
}
