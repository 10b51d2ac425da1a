package scaffold

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/google/shlex"
	"github.com/trex-ml/trex"
)

// MLproject reads an MLproject file: its entry point called main, else its first
// one.
func MLproject(data []byte) (Draft, error) {
	var file struct {
		Name        string        `yaml:"name"`
		EntryPoints yaml.MapSlice `yaml:"entry_points"`
	}
	if err := yaml.UnmarshalWithOptions(data, &file, yaml.UseOrderedMap()); err != nil {
		return Draft{}, trex.Invalid("the MLproject file is not valid YAML: %v", err)
	}
	entry, ok := mainEntry(file.EntryPoints)
	if !ok {
		return Draft{}, trex.Invalid("the MLproject file has no entry point with a command")
	}
	draft := Draft{Name: projectName(file.Name), Objective: trex.Objective{Metric: "val_loss", Goal: trex.Minimize}}
	for _, item := range entry {
		switch item.Key {
		case "command":
			argv, err := splitCommand(text(item.Value))
			if err != nil {
				return Draft{}, err
			}
			draft.Command = argv
		case "parameters":
			parameters, _ := item.Value.(yaml.MapSlice)
			draft.addParameters(parameters)
		}
	}
	return draft, nil
}

func mainEntry(entries yaml.MapSlice) (yaml.MapSlice, bool) {
	var first yaml.MapSlice
	for _, item := range entries {
		entry, ok := item.Value.(yaml.MapSlice)
		if !ok {
			continue
		}
		if item.Key == "main" {
			return entry, true
		}
		if first == nil {
			first = entry
		}
	}
	return first, first != nil
}

// splitCommand turns the shell line of an MLproject into arguments. It refuses
// shell syntax, because Trex runs commands without a shell.
func splitCommand(line string) ([]string, error) {
	argv, err := shlex.Split(line)
	if err != nil || len(argv) == 0 {
		return nil, trex.Invalid("the MLproject command cannot be split into arguments: %s", line)
	}
	for _, arg := range argv {
		if strings.ContainsAny(arg, "|&;<>`") || strings.Contains(arg, "$(") {
			return nil, trex.Invalid("the MLproject command needs a shell (%s); put it into a script and use the script as the command", arg)
		}
	}
	return argv, nil
}

func (d *Draft) addParameters(parameters yaml.MapSlice) {
	for _, item := range parameters {
		name := text(item.Key)
		value, kind, written := item.Value, "", false
		if spec, ok := item.Value.(yaml.MapSlice); ok {
			value, written = nil, false
			for _, field := range spec {
				switch field.Key {
				case "default":
					value, written = field.Value, true
				case "type":
					kind = text(field.Value)
				}
			}
		} else {
			kind = text(item.Value)
			written = !slices.Contains([]string{"float", "string", "path", "uri"}, kind)
		}
		if !written || value == nil {
			d.Remarks = append(d.Remarks, name+" has no default: give it one under params")
			d.Params = append(d.Params, placeholderParam(name, kind))
			continue
		}
		p := param(name, text(value), "")
		if kind == "float" && p.Type == trex.Int && !strings.Contains(name, "epoch") {
			p.Type = trex.Float
		}
		d.Params = append(d.Params, p)
	}
}

// placeholderParam stands for a parameter without a default. The command's
// placeholder needs a parameter, or the file does not load.
func placeholderParam(name, kind string) trex.Param {
	if kind == "float" {
		return trex.Param{Name: name, Type: trex.Float, Default: trex.Number(0), Scale: trex.Linear}
	}
	return trex.Param{Name: name, Type: trex.String, Default: trex.Text("none"), Scale: trex.Linear}
}

// text writes a scalar as a person would write it.
func text(value any) string {
	if f, ok := value.(float64); ok {
		return trex.FormatNumber(f)
	}
	return fmt.Sprint(value)
}
