package trex

import (
	"regexp"
	"strings"
)

// AllParams is the placeholder that stands for every parameter at once.
const AllParams = "{params}"

var placeholder = regexp.MustCompile(`\{([A-Za-z_][A-Za-z0-9_.-]*)\}`)

// CheckCommand returns an invalid error when the command names no program, or
// uses a placeholder that is no parameter of the project.
func (p *Project) CheckCommand() error {
	if len(p.Command) == 0 || p.Command[0] == "" {
		return Invalid("command must name a program, such as [python, train.py, \"{params}\"]")
	}
	for _, arg := range p.Command {
		if arg == AllParams {
			continue
		}
		for _, match := range placeholder.FindAllStringSubmatch(arg, -1) {
			if _, ok := p.Param(match[1]); !ok {
				return Invalid("command uses {%s}, which is not a parameter of %s; it has: %s",
					match[1], p.Name, strings.Join(p.ParamNames(), ", "))
			}
		}
	}
	return nil
}

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
