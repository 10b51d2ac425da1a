package config

import (
	"math"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config/section"
)

// ordered is a mapping that keeps the order of its keys.
type ordered[T any] []entry[T]

type entry[T any] struct {
	key   string
	value T
}

func (o *ordered[T]) UnmarshalYAML(node ast.Node) error {
	mapping, ok := node.(ast.MapNode)
	if !ok {
		return section.Wrong(node, "must be a mapping of names")
	}
	for items := mapping.MapRange(); items.Next(); {
		e := entry[T]{key: items.Key().GetToken().Value}
		if err := yaml.NodeToValue(items.Value(), &e.value, yaml.Strict()); err != nil {
			return err
		}
		*o = append(*o, e)
	}
	return nil
}

// scalar is a parameter's value as it is written.
type scalar struct{ trex.Value }

func (s *scalar) UnmarshalYAML(node ast.Node) error {
	switch n := node.(type) {
	case *ast.BoolNode:
		s.Value = trex.Bool(n.Value)
	case *ast.StringNode:
		s.Value = trex.Text(n.Value)
	case *ast.IntegerNode, *ast.FloatNode:
		f, err := parseNumber(n.GetToken().Value)
		if err != nil {
			return section.Wrong(node, "must be a number")
		}
		s.Value = trex.Number(f)
	default:
		return section.Wrong(node, "must be a number, a text, true or false")
	}
	return nil
}

// number also accepts numbers that YAML reads as text: 1e-6.
type number float64

func (n *number) UnmarshalYAML(node ast.Node) error {
	f, err := parseNumber(node.GetToken().Value)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return section.Wrong(node, "must be a number")
	}
	*n = number(f)
	return nil
}

func (n *number) float() *float64 { return (*float64)(n) }

func parseNumber(text string) (float64, error) {
	return strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
}

// gpus is auto, none, a count or a list of device numbers.
type gpus struct {
	set bool
	GPUs
}

func (g *gpus) UnmarshalYAML(node ast.Node) error {
	g.set = true
	if list, ok := node.(*ast.SequenceNode); ok {
		return yaml.NodeToValue(list, &g.IDs)
	}
	switch text := node.GetToken().Value; text {
	case "auto":
		g.Auto = true
	case "none":
	default:
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > 1024 {
			return section.Wrong(node, "must be auto, none, a count or a list of device numbers")
		}
		for i := range n {
			g.IDs = append(g.IDs, i)
		}
	}
	return nil
}
