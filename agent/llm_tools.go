package agent

import (
	openai "github.com/sashabaranov/go-openai"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/sweep"
)

// object is a JSON object in a schema.
type object = map[string]any

// tools returns the tools that the model may call. None of them changes
// anything.
func tools(req *Request) []openai.Tool {
	arguments := argumentSchemas(req)
	var list []openai.Tool
	for _, entry := range Intents {
		if entry.tool == nil {
			continue
		}
		properties := schemasOf(arguments, entry.tool.takes)
		if entry.Kind == Propose {
			properties = proposeSchema(req)
		}
		list = append(list, function(string(entry.Kind), entry.tool.does, properties, entry.tool.needs...))
	}
	if req.Lookup == nil {
		return list
	}
	readRuns := schemasOf(arguments, []string{"project", "experiment"})
	readRuns["status"] = object{"type": "string", "enum": trex.Statuses}
	readRuns["sort"] = object{"type": "string", "enum": []string{"newest", "best"}}
	readRuns["limit"] = object{"type": "integer", "maximum": mostRows}
	run := object{"run": arguments["run"]}
	runLog := object{"run": arguments["run"], "lines": object{"type": "integer", "maximum": mostLogLines}}
	return append(list,
		function("read_runs", "Read the table of runs, newest or best first, to decide something.", readRuns),
		function("read_metrics", "Read a summary of every metric of a run.", run, "run"),
		function("read_log", "Read the end of a run's log.", runLog, "run"),
	)
}

func schemasOf(schemas map[string]object, names []string) object {
	picked := object{}
	for _, name := range names {
		picked[name] = schemas[name]
	}
	return picked
}

func function(name, description string, properties object, required ...string) openai.Tool {
	schema := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		schema["required"] = required
	}
	return openai.Tool{
		Type:     openai.ToolTypeFunction,
		Function: &openai.FunctionDefinition{Name: name, Description: description, Parameters: schema},
	}
}

func projectSchema(req *Request) object {
	return object{"type": "string", "enum": req.projectNames()}
}

// proposeSchema is generated from the projects' parameters.
func proposeSchema(req *Request) object {
	var config, grid, random object
	if len(req.Projects) == 1 {
		config, grid, random = projectSchemas(&req.Projects[0])
	} else {
		var configs, grids, randoms []object
		for i := range req.Projects {
			c, g, r := projectSchemas(&req.Projects[i])
			configs, grids, randoms = append(configs, c), append(grids, g), append(randoms, r)
		}
		config, grid, random = object{"anyOf": configs}, object{"anyOf": grids}, object{"anyOf": randoms}
	}
	return object{
		"project": projectSchema(req),
		"configs": object{"type": "array", "items": config, "description": "one object a run; what it leaves out is default"},
		"grid":    grid,
		"random": object{"type": "object", "additionalProperties": false, "required": []string{"count", "from"},
			"properties": object{"count": object{"type": "integer", "minimum": 1}, "from": random}},
		"seeds":   object{"type": "integer", "minimum": 1, "description": "repeat every run with so many seeds"},
		"replace": object{"type": "boolean", "description": "change the open proposal instead of making a new one"},
		"reason":  object{"type": "string", "description": "said to the person with the proposal; only when there is something to say"},
	}
}

// projectSchemas returns the schemas of one configuration, of a grid (a list
// for each parameter) and of a random search (a list or a range for each).
func projectSchemas(p *trex.Project) (config, grid, random object) {
	values, lists, sources := object{}, object{}, object{}
	for _, param := range p.Params {
		value := paramSchema(param)
		list := object{"type": "array", "items": value, "minItems": 1}
		values[param.Name], lists[param.Name] = value, list
		sources[param.Name] = list
		if param.Type == trex.Float || param.Type == trex.Int {
			span := object{"type": "object", "additionalProperties": false, "required": []string{"min", "max"},
				"properties": object{"min": value, "max": value}}
			sources[param.Name] = object{"anyOf": []object{list, span}}
		}
	}
	closed := func(properties object, description string) object {
		return object{"type": "object", "properties": properties, "additionalProperties": false, "description": description}
	}
	return closed(values, "a configuration of "+p.Name), closed(lists, "all combinations of these values of "+p.Name),
		closed(sources, "values or ranges of "+p.Name+" to draw from")
}

func paramSchema(param trex.Param) object {
	schema := object{"description": sweep.Wants(param) + "; default " + param.Default.String()}
	switch param.Type {
	case trex.Float:
		schema["type"] = "number"
	case trex.Int:
		schema["type"] = "integer"
	case trex.Boolean:
		schema["type"] = "boolean"
	default:
		schema["type"] = "string"
	}
	if len(param.Choices) > 0 {
		schema["enum"] = param.Choices
	}
	if param.Min != nil {
		schema["minimum"] = *param.Min
	}
	if param.Above != nil {
		schema["exclusiveMinimum"] = *param.Above
	}
	if param.Max != nil {
		schema["maximum"] = *param.Max
	}
	return schema
}
