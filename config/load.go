package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/trex-ml/trex"
)

// Load reads the file at path. Directories in it are relative to the file's
// own. An error of kind invalid names file and line.
func Load(path string) (Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Config{}, trex.NotFound("cannot read the configuration: %v", err)
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return Config{}, fmt.Errorf("find the folder of %s: %w", path, err)
	}
	return Parse(path, filepath.Dir(absolute), data)
}

// Parse reads data, calling it name in errors; dir is what relative
// directories in it are relative to.
func Parse(name, dir string, data []byte) (Config, error) {
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return Config{}, located(name, err)
	}
	var written file
	if err := yaml.UnmarshalWithOptions(data, &written, yaml.Strict()); err != nil {
		return Config{}, located(name, err)
	}
	r := reader{name: name, dir: dir, tree: tree}
	return r.config(&written)
}

// located gives a decoder's error as a sentence with file and line.
func located(name string, err error) error {
	if e, ok := errors.AsType[*nodeError](err); ok {
		return trex.Invalid("%s:%d: %s", name, e.line, e.message)
	}
	if e, ok := errors.AsType[yaml.Error](err); ok && e.GetToken() != nil {
		return trex.Invalid("%s:%d: %s", name, e.GetToken().Position.Line, e.GetMessage())
	}
	return trex.Invalid("%s: %v", name, err)
}

// reader turns what is written into what it means and knows where each key
// stands.
type reader struct {
	name string
	dir  string
	tree *ast.File
}

// refuse returns an error at the line of the deepest key of path that exists.
func (r *reader) refuse(path []string, format string, args ...any) error {
	return trex.Invalid("%s:%d: %s", r.name, r.line(path), fmt.Sprintf(format, args...))
}

func (r *reader) line(path []string) int {
	line := 1
	if len(r.tree.Docs) == 0 {
		return line
	}
	node := r.tree.Docs[0].Body
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

func (r *reader) config(written *file) (Config, error) {
	config := Default()
	if err := r.bounds(written, &config); err != nil {
		return Config{}, err
	}
	if err := r.chats(written, &config); err != nil {
		return Config{}, err
	}
	if defaults := r.slurm(slurmFile{}, &written.Runner.Slurm); defaults.Check() != nil {
		return Config{}, r.refuse([]string{"runner", "slurm"}, "%v", defaults.Check())
	}
	for _, e := range written.Projects {
		project, err := r.project(e.key, &e.value, &written.Runner.Slurm)
		if err != nil {
			return Config{}, err
		}
		config.Projects = append(config.Projects, project)
	}
	return config, nil
}
