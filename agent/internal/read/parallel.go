package read

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/sweep"
)

// fillParallel gives a value without a parameter the parameter in the same
// position of the clause before: "lr 0.1 for 20 epochs and 0.01 for 40 epochs",
// "adam with lr 0.001 and sgd with 0.1". It leaves a clause alone that would
// stay incomplete.
func (p *parser) fillParallel() {
	assigns := p.s.Assigns
	if slices.ContainsFunc(assigns, func(a Assign) bool { return a.Op != Set || len(a.Old) > 0 }) {
		return
	}
	frame := p.frame(assigns)
	if len(frame) < 2 {
		return
	}
	filled := slices.Clone(assigns)
	for at := len(frame); at < len(filled); at += len(frame) {
		if !p.fillRow(filled[at:], frame) {
			return
		}
	}
	p.s.Assigns = filled
}

// frame returns the parameters of the first clause, which ends before the first
// value without a parameter or the first repeated parameter.
func (p *parser) frame(assigns []Assign) []string {
	var frame []string
	for _, a := range assigns {
		if a.Param == "" || slices.Contains(frame, a.Param) {
			return frame
		}
		frame = append(frame, a.Param)
	}
	return nil
}

// fillRow fills one clause in place. ok is false when it is not parallel to the
// frame.
func (p *parser) fillRow(row []Assign, frame []string) bool {
	if len(row) < len(frame) {
		return false
	}
	for i, name := range frame {
		a := &row[i]
		if a.Param == name {
			continue
		}
		param, _ := p.project.Param(name)
		if a.Param != "" || !fits(a.values, param) || len(a.values) == 0 {
			return false
		}
		a.Param = name
		a.Axis = sweep.Axis{Param: name, Terms: p.terms(name, a.values)}
	}
	return true
}
