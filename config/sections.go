package config

import (
	"errors"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/trex-ml/trex/config/section"
)

// Sections are the parts of trex.yaml that are not config's own.
type Sections struct {
	Executors []Executor
	Chats     []Chat
}

// Executor is what a project may name as its executor. When it has options,
// they are written under its name: in a project, and in runner for all projects.
type Executor struct {
	Name      string
	Options   func() Options // a new one, a pointer to a struct with yaml tags; nil: it has none
	OfProject string         // what the schema says of them in a project,
	OfRunner  string         // and in runner
}

// Options are what an executor is asked for a project's runs. They are kept as
// JSON in trex.Project.
type Options interface {
	Resolve(dir string) // makes relative paths absolute
	Check() error       // an invalid error with a sentence, or nil
}

// Chat is the section of a chat service, by its name.
type Chat struct {
	Name        string
	Settings    Checker // a pointer to a struct with yaml tags, which gets what is written
	Description string  // for the schema
}

// Checker returns a section.KeyError about a key that cannot be as it is.
type Checker interface{ Check() error }

// executorNames lists what a project's executor may be, for a sentence.
func (s Sections) executorNames() string {
	names := make([]string, len(s.Executors))
	for i, e := range s.Executors {
		names[i] = e.Name
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

func (s Sections) hasExecutor(name string) bool {
	return slices.ContainsFunc(s.Executors, func(e Executor) bool { return e.Name == name })
}

// cuttings are the nodes of sections, cut out of what config decodes itself.
type cuttings struct {
	chats    map[string]ast.Node            // by service
	defaults map[string]ast.Node            // by executor
	options  map[string]map[string]ast.Node // by project and executor
}

// cut takes the sections out of the file.
func (s Sections) cut(root ast.Node) cuttings {
	w := cuttings{chats: map[string]ast.Node{}, options: map[string]map[string]ast.Node{}}
	for _, chat := range s.Chats {
		if node := take(root, chat.Name); node != nil {
			w.chats[chat.Name] = node
		}
	}
	w.defaults = s.cutOptions(child(root, "runner"))
	if projects, ok := child(root, "projects").(*ast.MappingNode); ok {
		for _, project := range projects.Values {
			w.options[project.Key.GetToken().Value] = s.cutOptions(project.Value)
		}
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

func child(node ast.Node, key string) ast.Node {
	if mapping, ok := node.(*ast.MappingNode); ok {
		for _, value := range mapping.Values {
			if value.Key.GetToken().Value == key {
				return value.Value
			}
		}
	}
	return nil
}

// take removes key from a mapping and returns its value, nil when nothing is
// written there.
func take(node ast.Node, key string) ast.Node {
	value := child(node, key)
	if mapping, ok := node.(*ast.MappingNode); ok {
		mapping.Values = slices.DeleteFunc(mapping.Values, func(v *ast.MappingValueNode) bool { return v.Key.GetToken().Value == key })
	}
	if value == nil || value.Type() == ast.NullType {
		return nil
	}
	return value
}

// chats reads the sections of chat services.
func (r *reader) chats(decoder *yaml.Decoder) error {
	for _, chat := range r.sections.Chats {
		node, ok := r.cut.chats[chat.Name]
		if !ok {
			continue
		}
		if err := decoder.DecodeFromNode(node, chat.Settings); err != nil {
			return located(r.name, err)
		}
		if err := chat.Settings.Check(); err != nil {
			path := []string{chat.Name}
			if at, ok := errors.AsType[*section.KeyError](err); ok {
				path = append(path, at.Key)
			}
			return r.refuse(path, "%s", err)
		}
	}
	return nil
}
