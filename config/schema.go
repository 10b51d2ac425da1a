package config

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/invopop/jsonschema"
	"github.com/trex-ml/trex/config/section"
)

// Schema returns the JSON Schema of trex.yaml for editors. It is made from the
// types that decode the file.
func Schema(sections Sections) ([]byte, error) {
	reflector := jsonschema.Reflector{
		FieldNameTag:   "yaml",
		Anonymous:      true,
		DoNotReference: true,
	}
	reflector.Mapper = func(t reflect.Type) *jsonschema.Schema { return special(&reflector, t) }
	schema := reflector.Reflect(&file{})
	schema.Title = "trex.yaml"
	sections.describe(&reflector, schema)
	data, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the schema: %w", err)
	}
	return append(data, '\n'), nil
}

// special returns the schema of the types that decode themselves.
func special(reflector *jsonschema.Reflector, t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[ordered[projectFile]]():
		return mapping(reflector.Reflect(&projectFile{}))
	case reflect.TypeFor[ordered[paramFile]]():
		return mapping(reflector.Reflect(&paramFile{}))
	case reflect.TypeFor[scalar]():
		return oneOf("number", "string", "boolean")
	case reflect.TypeFor[number]():
		return oneOf("number", "string")
	case reflect.TypeFor[section.Duration]():
		return &jsonschema.Schema{Type: "string", Pattern: `^(off|0|([0-9.]+(ns|us|ms|s|m|h|d))+)$`}
	case reflect.TypeFor[gpus]():
		schema := oneOf("integer", "string")
		schema.OneOf = append(schema.OneOf, &jsonschema.Schema{Type: "array", Items: &jsonschema.Schema{Type: "integer"}})
		return schema
	}
	return nil
}

// describe puts the sections where people look for them: an executor's options
// at the end of a project and of runner, chat services after runner.
func (s Sections) describe(reflector *jsonschema.Reflector, schema *jsonschema.Schema) {
	projects, _ := schema.Properties.Get("projects")
	runner, _ := schema.Properties.Get("runner")
	project := projects.AdditionalProperties
	executors, _ := project.Properties.Get("executor")
	for _, executor := range s.Executors {
		executors.Enum = append(executors.Enum, executor.Name)
		if executor.Options != nil {
			project.Properties.Set(executor.Name, part(reflector, executor.Options(), executor.OfProject))
			runner.Properties.Set(executor.Name, part(reflector, executor.Options(), executor.OfRunner))
		}
	}
	before := "runner"
	for _, chat := range s.Chats {
		schema.Properties.Set(chat.Name, part(reflector, chat.Settings, chat.Description))
		schema.Properties.MoveAfter(chat.Name, before) //nolint:errcheck // both are there
		before = chat.Name
	}
}

func part(reflector *jsonschema.Reflector, of any, description string) *jsonschema.Schema {
	schema := reflector.Reflect(of)
	schema.Version, schema.Description = "", description
	return schema
}

func mapping(value *jsonschema.Schema) *jsonschema.Schema {
	value.Version = ""
	return &jsonschema.Schema{Type: "object", AdditionalProperties: value}
}

func oneOf(types ...string) *jsonschema.Schema {
	schema := &jsonschema.Schema{}
	for _, name := range types {
		schema.OneOf = append(schema.OneOf, &jsonschema.Schema{Type: name})
	}
	return schema
}
