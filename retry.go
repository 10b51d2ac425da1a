package trex

import (
	"math"
	"slices"
	"strings"
)

// SmallerBatch returns config's batch size halved, for a retry after a run ran
// out of memory, or the next smaller value that the project allows; nil when
// the project has no such parameter or no smaller value. Only what changes is
// in it.
func (p *Project) SmallerBatch(config RunConfig) RunConfig {
	param, ok := p.paramNamed(Int, isBatchName)
	if !ok {
		return nil
	}
	return param.halve(config, math.Floor)
}

// SmallerRate is SmallerBatch for the learning rate, for a retry after the loss
// became NaN.
func (p *Project) SmallerRate(config RunConfig) RunConfig {
	param, ok := p.RateParam()
	if !ok {
		return nil
	}
	return param.halve(config, func(f float64) float64 { return f })
}

// RateParam returns the parameter that is the learning rate.
func (p *Project) RateParam() (Param, bool) { return p.paramNamed(Float, isRateName) }

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

// paramNamed returns the parameter whose name fits, else the first of which an
// alias does. Names are compared in lower case with underscores.
func (p *Project) paramNamed(kind ParamType, fits func(string) bool) (Param, bool) {
	normal := func(name string) string {
		return strings.NewReplacer(" ", "_", "-", "_", ".", "_").Replace(strings.ToLower(strings.TrimSpace(name)))
	}
	for _, param := range p.Params {
		if param.Type == kind && fits(normal(param.Name)) {
			return param, true
		}
	}
	for _, param := range p.Params {
		if param.Type == kind && slices.ContainsFunc(param.Aliases, func(a string) bool { return fits(normal(a)) }) {
			return param, true
		}
	}
	return Param{}, false
}

func (p Param) halve(config RunConfig, round func(float64) float64) RunConfig {
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
		next = p.choiceBelow(now)
	} else if p.Min != nil && next < *p.Min {
		next = *p.Min
	}
	if next <= 0 || next >= now {
		return nil
	}
	checked, err := p.Check(Number(next))
	if err != nil {
		return nil
	}
	return RunConfig{p.Name: checked}
}

// choiceBelow returns the largest choice up to half of now, else the largest
// below now, else 0.
func (p Param) choiceBelow(now float64) float64 {
	upToHalf, below := 0.0, 0.0
	for _, choice := range p.Choices {
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
