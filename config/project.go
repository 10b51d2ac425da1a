package config

import (
	"cmp"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/trex-ml/trex"
)

var (
	projectName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$`)
	paramName   = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]{0,63}$`)
	envName     = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

func (r *reader) project(name string, written *projectFile) (trex.Project, error) {
	path := []string{"projects", name}
	if !projectName.MatchString(name) {
		return trex.Project{}, r.refuse(path, "a project's name is letters, digits, '_', '-' and '.', got %q", name)
	}
	project := trex.Project{
		Name:        name,
		Description: written.Description,
		Command:     written.Command,
		Dir:         r.absolute(written.Dir),
		Resources:   trex.Resources{GPUs: written.Resources.GPUs},
		Timeout:     time.Duration(written.Timeout),
		Env:         written.Env,
		Patterns:    written.Metrics,
		Executor:    cmp.Or(written.Executor, trex.ThisMachine),
		Retention: trex.Retention{
			ThinPoints: time.Duration(written.Retention.ThinPoints),
			DeleteLogs: time.Duration(written.Retention.DeleteLogs),
		},
	}
	for _, e := range written.Params {
		param, err := r.param(under(path, "params", e.key), e.key, &e.value)
		if err != nil {
			return trex.Project{}, err
		}
		project.Params = append(project.Params, param)
	}
	for _, check := range []func([]string, *projectFile, *trex.Project) error{
		r.checkCommand, r.readObjective, r.readWatch, r.readExecutor, r.checkRest, r.checkAliases,
	} {
		if err := check(path, written, &project); err != nil {
			return trex.Project{}, err
		}
	}
	return project, nil
}

func (r *reader) checkCommand(path []string, _ *projectFile, project *trex.Project) error {
	if err := project.CheckCommand(); err != nil {
		return r.refuse(under(path, "command"), "%s", err)
	}
	return nil
}

func (r *reader) readObjective(path []string, written *projectFile, project *trex.Project) error {
	goal := trex.Goal(cmp.Or(written.Objective.Goal, string(trex.Minimize)))
	if goal != trex.Minimize && goal != trex.Maximize {
		return r.refuse(under(path, "objective", "goal"), "goal must be minimize or maximize, got %q", goal)
	}
	project.Objective = trex.Objective{Metric: cmp.Or(written.Objective.Metric, "val_loss"), Goal: goal}
	return nil
}

func (r *reader) readWatch(path []string, written *projectFile, project *trex.Project) error {
	w := written.Watch
	project.Watch = trex.Watch{
		Diverged: trex.WatchPolicy(w.Diverged), Stalled: trex.WatchPolicy(w.Stalled), IdleGPU: trex.WatchPolicy(w.IdleGPU),
		IdleAfter: time.Duration(w.IdleAfter),
	}
	legal := []string{"", "notify", "stop", "ask", "off"}
	for key, policy := range map[string]string{"diverged": w.Diverged, "stalled": w.Stalled, "idle_gpu": w.IdleGPU} {
		if !slices.Contains(legal, policy) {
			return r.refuse(under(path, "watch", key), "%s must be notify, stop, ask or off, got %q", key, policy)
		}
	}
	if w.IdleAfter != 0 && project.Watch.IdleAfter < 10*time.Second {
		return r.refuse(under(path, "watch", "idle_after"), "idle_after must be at least 10s, got %s", project.Watch.IdleAfter)
	}
	return nil
}

func (r *reader) checkRest(path []string, written *projectFile, project *trex.Project) error {
	if written.Resources.GPUs < 0 {
		return r.refuse(under(path, "resources", "gpus"), "gpus must be at least 0, got %d", written.Resources.GPUs)
	}
	for name, value := range written.Env {
		if !envName.MatchString(name) || strings.ContainsRune(value, 0) {
			return r.refuse(under(path, "env"), "%q is not the name of an environment variable", name)
		}
	}
	for _, pattern := range written.Metrics {
		compiled, err := regexp.Compile(pattern)
		if err != nil {
			return r.refuse(under(path, "metrics"), "%v", err)
		}
		if strings.Join(compiled.SubexpNames(), "") == "" {
			return r.refuse(under(path, "metrics"), "%q has no named group such as (?P<loss>…)", pattern)
		}
	}
	return nil
}

// checkAliases rejects a name that would mean two parameters.
func (r *reader) checkAliases(path []string, _ *projectFile, project *trex.Project) error {
	owner := map[string]string{}
	for _, param := range project.Params {
		for _, alias := range append([]string{param.Name}, param.Aliases...) {
			key := strings.ToLower(alias)
			if other, taken := owner[key]; taken && other != param.Name {
				return r.refuse(under(path, "params", param.Name, "aliases"), "%q already means %s", alias, other)
			}
			owner[key] = param.Name
		}
	}
	return nil
}

func (r *reader) absolute(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(r.dir, path)
}
