package paste

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// yaml reads a document of YAML, and so of JSON.
func (r *reader) yaml(source string) (space, bool) {
	if deep(source) {
		return space{}, false
	}
	file, err := parser.ParseBytes([]byte(strings.ReplaceAll(source, "\t", "  ")), 0)
	if err != nil {
		return space{}, false
	}
	var s space
	for _, doc := range file.Docs {
		t := tree{most: r.nodes, anchors: make(map[string]node)}
		n, ok := t.node(doc.Body)
		switch {
		case !ok:
			return space{}, false
		case n.kind == dict:
			s.addCase(r.config(n))
		case n.dicts():
			r.dictionaries(&s, n, nil)
		default:
			return space{}, false
		}
	}
	return s, !s.empty()
}

// deep reports whether brackets or indentation are deeper than people write.
func deep(source string) bool {
	depth := 0
	for line := range strings.Lines(source) {
		if len(line)-len(strings.TrimLeft(line, " \t-")) > 8*deepest {
			return true
		}
		depth += strings.Count(line, "[") + strings.Count(line, "{")
		if depth > 8*deepest && strings.ContainsAny(line, "[{") {
			if depth -= strings.Count(line, "]") + strings.Count(line, "}"); depth > deepest {
				return true
			}
			continue
		}
		depth = max(0, depth-strings.Count(line, "]")-strings.Count(line, "}"))
	}
	return false
}

// tree converts the syntax tree of YAML. Aliases are repeated, so it counts.
type tree struct {
	most    int
	anchors map[string]node
}

func (t *tree) node(n ast.Node) (node, bool) {
	if t.most--; t.most < 0 {
		return node{}, false
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		return t.mapping(n.Values)
	case *ast.MappingValueNode:
		return t.mapping([]*ast.MappingValueNode{n})
	case *ast.SequenceNode:
		return t.sequence(n.Values)
	case *ast.StringNode:
		return node{text: n.Value, quoted: n.Token.Type == token.SingleQuoteType || n.Token.Type == token.DoubleQuoteType}, true
	case *ast.LiteralNode:
		return text(n.Value.Value), true
	case *ast.NullNode:
		return node{null: true}, true
	case *ast.AnchorNode:
		value, ok := t.node(n.Value)
		t.anchors[n.Name.String()] = value
		return value, ok
	case *ast.AliasNode:
		value, ok := t.anchors[n.Value.String()]
		t.most -= value.size()
		return value, ok && t.most > 0
	case *ast.TagNode:
		return t.node(n.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return node{text: n.GetToken().Value}, true
	}
	return node{}, false
}

func (t *tree) mapping(values []*ast.MappingValueNode) (node, bool) {
	m := node{kind: dict}
	for _, pair := range values {
		value, ok := t.node(pair.Value)
		if !ok {
			return node{}, false
		}
		if _, merges := pair.Key.(*ast.MergeKeyNode); merges {
			for i, key := range value.keys {
				if !m.has(key) {
					m.put(key, value.items[i])
				}
			}
			continue
		}
		m.put(pair.Key.GetToken().Value, value)
	}
	return m, true
}

func (t *tree) sequence(values []ast.Node) (node, bool) {
	l := node{kind: list}
	for _, item := range values {
		value, ok := t.node(item)
		if !ok {
			return node{}, false
		}
		l.items = append(l.items, value)
	}
	return l, true
}

// size counts the nodes of a tree.
func (n node) size() int {
	size := 1
	for _, item := range n.items {
		size += item.size()
	}
	return size
}
