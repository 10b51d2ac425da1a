package scaffold

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
)

// Draft is the part of a project that could be read.
type Draft struct {
	Name        string
	Description string
	Command     []string
	Params      []trex.Param
	Objective   trex.Objective
	Remarks     []string // what was left out and why, for comments in the file
}

var notName = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)

// projectName makes a valid project name from any text.
func projectName(text string) string {
	name := strings.Trim(notName.ReplaceAllString(strings.ToLower(text), "-"), "-._")
	if name == "" {
		return "project"
	}
	return name[:min(len(name), 64)]
}

// param guesses the type of a parameter from the text of its default.
func param(name, value, description string) trex.Param {
	p := trex.Param{Name: name, Description: description, Scale: trex.Linear}
	number, err := strconv.ParseFloat(value, 64)
	isNumber := err == nil && !math.IsNaN(number) && !math.IsInf(number, 0)
	switch {
	case isNumber && !strings.ContainsAny(value, ".eE"):
		p.Type, p.Default = trex.Int, trex.Number(number)
	case isNumber:
		p.Type, p.Default = trex.Float, trex.Number(number)
		if number > 0 && number < 1 && rateLike.MatchString(name) {
			p.Scale = trex.Log
		}
	case strings.EqualFold(value, "true"), strings.EqualFold(value, "false"):
		p.Type, p.Default = trex.Boolean, trex.Bool(strings.EqualFold(value, "true"))
	default:
		p.Type, p.Default = trex.String, trex.Text(value)
	}
	return p
}

// rateLike matches names of parameters that are varied over orders of magnitude.
var rateLike = regexp.MustCompile(`(?i)(^|[_-])(lr|rate|decay|wd|eps|epsilon|alpha|lambda)([_-]|$)`)
