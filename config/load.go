package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config/section"
)

// Load reads the file at path. Directories in it are relative to the file's
// own. An error of kind invalid has file and line.
func Load(path string, sections Sections) (Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Config{}, trex.NotFound("cannot read the configuration: %v", err)
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return Config{}, fmt.Errorf("find the folder of %s: %w", path, err)
	}
	return Parse(Source{Name: path, Dir: filepath.Dir(absolute), Data: data}, sections)
}

// Source is a trex.yaml.
type Source struct {
	Name string // its name in errors
	Dir  string // the base of relative directories in it
	Data []byte
}

// Parse reads source, and the sections of chat services into their settings. An
// error of kind invalid has file and line.
func Parse(source Source, sections Sections) (Config, error) {
	whole, err := parser.ParseBytes(source.Data, 0)
	if err != nil {
		return Config{}, located(source.Name, err)
	}
	r := reader{name: source.Name, dir: source.Dir, tree: whole, sections: sections}
	rest, err := parser.ParseBytes(source.Data, 0) // sections are cut out of rest; whole is kept to look up lines
	if err != nil {
		return Config{}, located(source.Name, err)
	}
	var own file
	decoder := yaml.NewDecoder(strings.NewReader(""), yaml.Strict())
	if body := body(rest); body != nil {
		r.cut = sections.cut(body)
		if err := decoder.DecodeFromNode(body, &own); err != nil {
			return Config{}, located(source.Name, err)
		}
	}
	if err := r.chats(decoder); err != nil {
		return Config{}, err
	}
	return r.config(&own)
}

func body(tree *ast.File) ast.Node {
	if len(tree.Docs) == 0 {
		return nil
	}
	return tree.Docs[0].Body
}

// located turns a decoder's error into a sentence with file and line.
func located(name string, err error) error {
	if e, ok := errors.AsType[*section.NodeError](err); ok {
		return trex.Invalid("%s:%d: %s", name, e.Line, e.Message)
	}
	if e, ok := errors.AsType[yaml.Error](err); ok && e.GetToken() != nil {
		return trex.Invalid("%s:%d: %s", name, e.GetToken().Position.Line, e.GetMessage())
	}
	return trex.Invalid("%s: %v", name, err)
}

// reader turns the file's types into Trex's, and knows the line of each key.
type reader struct {
	name     string
	dir      string
	tree     *ast.File // the whole file
	sections Sections
	cut      cuttings
}

// refuse returns an error at the line of the deepest key of path that exists.
func (r *reader) refuse(path []string, format string, args ...any) error {
	return trex.Invalid("%s:%d: %s", r.name, r.line(path), fmt.Sprintf(format, args...))
}

func (r *reader) line(path []string) int {
	line := 1
	node := body(r.tree)
	for _, key := range path {
		mapping, ok := node.(ast.MapNode)
		if !ok {
			return line
		}
		found := false
		for items := mapping.MapRange(); items.Next(); {
			if items.Key().GetToken().Value == key {
				line, node, found = items.Key().GetToken().Position.Line, items.Value(), true
				break
			}
		}
		if !found {
			return line
		}
	}
	return line
}

func under(path []string, keys ...string) []string { return slices.Concat(path, keys) }

func (r *reader) config(own *file) (Config, error) {
	config := Default()
	if err := r.bounds(own, &config); err != nil {
		return Config{}, err
	}
	if err := r.checkDefaults(); err != nil {
		return Config{}, err
	}
	for _, e := range own.Projects {
		project, err := r.project(e.key, &e.value)
		if err != nil {
			return Config{}, err
		}
		config.Projects = append(config.Projects, project)
	}
	return config, nil
}
