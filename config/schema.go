package config

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/invopop/jsonschema"
)

// Schema returns the JSON Schema of trex.yaml for editors, made from the types
// that decode it.
func Schema() ([]byte, error) {
	reflector := jsonschema.Reflector{
		FieldNameTag:   "yaml",
		Anonymous:      true,
		DoNotReference: true,
	}
	reflector.Mapper = func(t reflect.Type) *jsonschema.Schema { return special(&reflector, t) }
	schema := reflector.Reflect(&file{})
	schema.Title = "trex.yaml"
	data, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the schema: %w", err)
	}
	return append(data, '\n'), nil
}

// special describes the types that decode themselves.
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
	case reflect.TypeFor[duration]():
		return &jsonschema.Schema{Type: "string", Pattern: `^(off|0|([0-9.]+(ns|us|ms|s|m|h|d))+)$`}
	case reflect.TypeFor[gpus]():
		schema := oneOf("integer", "string")
		schema.OneOf = append(schema.OneOf, &jsonschema.Schema{Type: "array", Items: &jsonschema.Schema{Type: "integer"}})
		return schema
	}
	return nil
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
