package scaffold

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
)

// YAML writes the draft as a trex.yaml.
func (d *Draft) YAML() []byte {
	var b strings.Builder
	b.WriteString("# Written by trex init. Check types, bounds and the objective, then start Trex in this folder.\n")
	for _, remark := range d.Remarks {
		fmt.Fprintf(&b, "# %s\n", strings.Join(strings.Fields(remark), " "))
	}
	fmt.Fprintf(&b, "projects:\n  %s:\n", d.Name)
	if d.Description != "" {
		fmt.Fprintf(&b, "    description: %s\n", quoted(d.Description))
	}
	arguments := make([]string, len(d.Command))
	for i, arg := range d.Command {
		arguments[i] = quoted(arg)
	}
	fmt.Fprintf(&b, "    command: [%s]\n    dir: .\n", strings.Join(arguments, ", "))
	if len(d.Params) > 0 {
		b.WriteString("    params:\n")
	}
	for _, p := range d.Params {
		fmt.Fprintf(&b, "      %s: %s\n", p.Name, paramYAML(p))
	}
	fmt.Fprintf(&b, "    objective: {metric: %s, goal: %s}\n", quoted(d.Objective.Metric), d.Objective.Goal)
	b.WriteString("    resources: {gpus: 0}\n")
	return []byte(b.String())
}

func paramYAML(p trex.Param) string {
	fields := []string{"type: " + string(p.Type), "default: " + valueYAML(p.Default)}
	if p.Scale == trex.Log {
		fields = append(fields, "scale: log")
	}
	if len(p.Choices) > 0 {
		values := make([]string, len(p.Choices))
		for i, choice := range p.Choices {
			values[i] = valueYAML(choice)
		}
		fields = append(fields, "choices: ["+strings.Join(values, ", ")+"]")
	}
	if p.Description != "" {
		fields = append(fields, "description: "+quoted(p.Description))
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

func valueYAML(v trex.Value) string {
	if text, ok := v.Text(); ok {
		return quoted(text)
	}
	return v.String()
}

// quoted writes a double-quoted YAML scalar. It uses JSON, which is valid YAML.
func quoted(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		return `""`
	}
	return string(data)
}
