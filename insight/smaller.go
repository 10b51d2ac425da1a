package insight

import (
	"math"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
)

// SmallerBatch returns half of config's batch size, or the next smaller value
// that the project allows. It serves a retry after a run ran out of memory. The
// result holds only the parameter that changes. It is nil when the project has
// no batch size or no smaller value.
func SmallerBatch(project *trex.Project, config trex.RunConfig) trex.RunConfig {
	param, ok := paramNamed(project, trex.Int, isBatchName)
	if !ok {
		return nil
	}
	return halve(param, config, math.Floor)
}

// SmallerRate is SmallerBatch for the learning rate, for a retry after the loss
// became NaN.
func SmallerRate(project *trex.Project, config trex.RunConfig) trex.RunConfig {
	param, ok := LearningRate(project)
	if !ok {
		return nil
	}
	return halve(param, config, func(f float64) float64 { return f })
}

// LearningRate returns the project's learning rate parameter.
func LearningRate(project *trex.Project) (rate trex.Param, ok bool) {
	return paramNamed(project, trex.Float, isRateName)
}

func isBatchName(name string) bool {
	return name == "bs" || strings.Contains(name, "batch") && !strings.Contains(name, "batches") &&
		!strings.Contains(name, "norm")
}

func isRateName(name string) bool {
	switch name {
	case "lr", "eta", "eta0", "lr0", "step_size", "learningrate", "base_lr", "init_lr", "max_lr", "peak_lr":
		return true
	}
	return strings.Contains(name, "learning_rate") && !strings.Contains(name, "decay")
}

// paramNamed returns the parameter whose name fits, else the first with an alias
// that fits. Names are compared in lower case with underscores.
func paramNamed(project *trex.Project, kind trex.ParamType, fits func(string) bool) (trex.Param, bool) {
	normal := func(name string) string {
		return strings.NewReplacer(" ", "_", "-", "_", ".", "_").Replace(strings.ToLower(strings.TrimSpace(name)))
	}
	for _, param := range project.Params {
		if param.Type == kind && fits(normal(param.Name)) {
			return param, true
		}
	}
	for _, param := range project.Params {
		if param.Type == kind && slices.ContainsFunc(param.Aliases, func(a string) bool { return fits(normal(a)) }) {
			return param, true
		}
	}
	return trex.Param{}, false
}

func halve(p trex.Param, config trex.RunConfig, round func(float64) float64) trex.RunConfig {
	value, given := config[p.Name]
	if !given {
		value = p.Default
	}
	now, isNumber := value.Float()
	if !isNumber || now <= 0 {
		return nil
	}
	next := round(now / 2)
	if len(p.Choices) > 0 {
		next = choiceBelow(p.Choices, now)
	} else if p.Min != nil && next < *p.Min {
		next = *p.Min
	}
	if next <= 0 || next >= now {
		return nil
	}
	checked, err := p.Check(trex.Number(next))
	if err != nil {
		return nil
	}
	return trex.RunConfig{p.Name: checked}
}

// choiceBelow returns the largest choice that is at most half of now. If there
// is none, it returns the largest choice below now, else 0.
func choiceBelow(choices []trex.Value, now float64) float64 {
	upToHalf, below := 0.0, 0.0
	for _, choice := range choices {
		f, ok := choice.Float()
		if !ok || f >= now {
			continue
		}
		below = max(below, f)
		if f <= now/2 {
			upToHalf = max(upToHalf, f)
		}
	}
	if upToHalf > 0 {
		return upToHalf
	}
	return below
}
