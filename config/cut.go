package config

import (
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// cuttings are the nodes of sections, cut out of the part that config decodes.
type cuttings struct {
	chats    map[string]ast.Node            // by service
	defaults map[string]ast.Node            // by executor
	options  map[string]map[string]ast.Node // by project and executor
}

// cut removes the sections from the file and returns them.
func (s Sections) cut(root ast.Node) cuttings {
	w := cuttings{chats: map[string]ast.Node{}, options: map[string]map[string]ast.Node{}}
	for _, chat := range s.Chats {
		if node := take(root, chat.Name); node != nil {
			w.chats[chat.Name] = node
		}
	}
	w.defaults = s.cutOptions(child(root, "runner"))
	for _, project := range keysOf(child(root, "projects")) {
		w.options[project.Key.GetToken().Value] = s.cutOptions(project.Value)
	}
	return w
}

func (s Sections) cutOptions(from ast.Node) map[string]ast.Node {
	options := map[string]ast.Node{}
	for _, executor := range s.Executors {
		if executor.Options == nil {
			continue
		}
		if node := take(from, executor.Name); node != nil {
			options[executor.Name] = node
		}
	}
	return options
}

// mappingOf returns a mapping, also one with an anchor. It returns nil for
// anything else.
func mappingOf(node ast.Node) *ast.MappingNode {
	if anchor, ok := node.(*ast.AnchorNode); ok {
		node = anchor.Value
	}
	mapping, _ := node.(*ast.MappingNode)
	return mapping
}

func keysOf(node ast.Node) []*ast.MappingValueNode {
	if mapping := mappingOf(node); mapping != nil {
		return mapping.Values
	}
	return nil
}

func child(node ast.Node, key string) ast.Node {
	for _, value := range keysOf(node) {
		if value.Key.GetToken().Value == key {
			return value.Value
		}
	}
	return nil
}

// take removes key from a mapping and returns its value, nil when it has none.
func take(node ast.Node, key string) ast.Node {
	value := child(node, key)
	if mapping := mappingOf(node); mapping != nil {
		mapping.Values = slices.DeleteFunc(mapping.Values, func(v *ast.MappingValueNode) bool { return v.Key.GetToken().Value == key })
	}
	if value == nil || value.Type() == ast.NullType {
		return nil
	}
	return value
}
