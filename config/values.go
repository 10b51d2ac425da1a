package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/trex-ml/trex"
)

// ordered is a mapping that remembers the order of its keys.
type ordered[T any] []entry[T]

type entry[T any] struct {
	key   string
	value T
}

func (o *ordered[T]) UnmarshalYAML(node ast.Node) error {
	mapping, ok := node.(ast.MapNode)
	if !ok {
		return wrong(node, "must be a mapping of names")
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
			return wrong(node, "must be a number")
		}
		s.Value = trex.Number(f)
	default:
		return wrong(node, "must be a number, a text, true or false")
	}
	return nil
}

// number accepts what YAML does not call a number but people do: 1e-6.
type number float64

func (n *number) UnmarshalYAML(node ast.Node) error {
	f, err := parseNumber(node.GetToken().Value)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return wrong(node, "must be a number")
	}
	*n = number(f)
	return nil
}

func (n *number) float() *float64 { return (*float64)(n) }

func parseNumber(text string) (float64, error) {
	return strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
}

// duration is what time.ParseDuration reads, days ("90d"), and off.
type duration time.Duration

func (d *duration) UnmarshalYAML(node ast.Node) error {
	text := node.GetToken().Value
	if text == "off" || text == "0" {
		return nil
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.ParseFloat(days, 64); err == nil && n >= 0 && n < 36500 {
			*d = duration(n * float64(24*time.Hour))
			return nil
		}
	}
	parsed, err := time.ParseDuration(text)
	if err != nil || parsed < 0 {
		return wrong(node, "must be a duration such as 10s, 2h or 90d")
	}
	*d = duration(parsed)
	return nil
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
			return wrong(node, "must be auto, none, a count or a list of device numbers")
		}
		for i := range n {
			g.IDs = append(g.IDs, i)
		}
	}
	return nil
}

// nodeError is a sentence about a place in the file.
type nodeError struct {
	line    int
	message string
}

func (e *nodeError) Error() string { return e.message }

func wrong(node ast.Node, format string, args ...any) error {
	return &nodeError{node.GetToken().Position.Line, fmt.Sprintf(format, args...)}
}
