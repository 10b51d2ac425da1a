package config

import (
	"encoding/json"
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/trex-ml/trex"
)

// checkDefaults rejects options in runner that would be wrong in every project.
func (r *reader) checkDefaults() error {
	for _, executor := range r.sections.Executors {
		if node, ok := r.cut.defaults[executor.Name]; ok {
			if _, err := r.options(executor, []string{"runner", executor.Name}, node); err != nil {
				return err
			}
		}
	}
	return nil
}

// readExecutor reads where a project's runs execute, and the options for every
// executor: a run may still wait for an executor that its project no longer
// names.
func (r *reader) readExecutor(path []string, _ *projectFile, project *trex.Project) error {
	if project.Executor != trex.ThisMachine && !r.sections.hasExecutor(project.Executor) {
		return r.refuse(under(path, "executor"), "executor must be %s, got %q", r.sections.executorNames(), project.Executor)
	}
	for _, executor := range r.sections.Executors {
		var nodes []ast.Node
		for _, node := range []ast.Node{r.cut.defaults[executor.Name], r.cut.options[project.Name][executor.Name]} {
			if node != nil {
				nodes = append(nodes, node)
			}
		}
		if len(nodes) == 0 {
			continue
		}
		options, err := r.options(executor, under(path, executor.Name), nodes...)
		if err != nil {
			return err
		}
		if project.Options == nil {
			project.Options = map[string]json.RawMessage{}
		}
		project.Options[executor.Name] = options
	}
	return nil
}

// options reads the options in nodes; later nodes override earlier ones.
func (r *reader) options(executor Executor, path []string, nodes ...ast.Node) (json.RawMessage, error) {
	options := executor.Options()
	for _, node := range nodes {
		if err := yaml.NodeToValue(node, options, yaml.Strict()); err != nil {
			return nil, located(r.name, err)
		}
	}
	options.Resolve(r.dir)
	if err := options.Check(); err != nil {
		return nil, r.refuse(path, "%s", err)
	}
	data, err := json.Marshal(options)
	if err != nil {
		return nil, fmt.Errorf("keep the options of %s: %w", executor.Name, err)
	}
	return data, nil
}
