package web

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/charts"
)

// eventsJSON has the data of each server-sent event.
type eventsJSON struct {
	Run        runJSON              `json:"run"`
	Experiment experimentChangeJSON `json:"experiment"`
	Message    messageJSON          `json:"message"`
	Points     changedJSON          `json:"points"`
	Proposal   changedJSON          `json:"proposal"`
	Warning    changedJSON          `json:"warning"`
	Draft      draftJSON            `json:"draft"`
	Reset      struct{}             `json:"reset"`
}

// clientTypes are the types that scripts read: answers, events, and the data in
// pages.
var clientTypes = []any{
	runJSON{}, map[string]columns{}, spark{}, option{}, serverStatusJSON{}, refusalJSON{}, piece{}, eventsJSON{}, outcomeJSON{},
	chartData{}, compareData{}, palette{}, charts.Meta{},
}

// typescriptOf has the types that reflection cannot map to JSON.
var typescriptOf = map[reflect.Type]string{
	reflect.TypeFor[trex.Status]():        oneOf(trex.Statuses[:]...),
	reflect.TypeFor[trex.VerdictKind]():   oneOf(trex.VerdictKinds[:]...),
	reflect.TypeFor[trex.Role]():          oneOf(trex.RoleUser, trex.RoleAssistant, trex.RoleSystem),
	reflect.TypeFor[trex.Goal]():          oneOf(trex.Minimize, trex.Maximize),
	reflect.TypeFor[trex.ProposalState](): oneOf(trex.ProposalOpen, trex.ProposalLaunched, trex.ProposalDismissed, trex.ProposalExpired),
	reflect.TypeFor[actName]():            oneOf(actNames[:]...),
	reflect.TypeFor[unit]():               oneOf(percent, bytesOf),
	reflect.TypeFor[trex.Value]():         "number | string | boolean",
}

func oneOf[T ~string](values ...T) string {
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = "'" + string(value) + "'"
	}
	return strings.Join(quoted, " | ")
}

// TestClientTypes checks that web/client/src/api.ts matches the structs of this
// package.
func TestClientTypes(t *testing.T) {
	t.Parallel()
	const path = "client/src/api.ts"
	got := typescript(clientTypes)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-is +should be), write it with make generate: %s", path, diff)
	}
}

// declarations are the named types of a TypeScript file, by name.
type declarations map[string]string

func typescript(roots []any) string {
	d := declarations{}
	for _, root := range roots {
		d.write(reflect.TypeOf(root))
	}
	var out strings.Builder
	out.WriteString("// The JSON of the server. Generated from the structs of package web, do not edit:\n// run make generate.\n")
	for _, name := range slices.Sorted(maps.Keys(d)) {
		out.WriteString("\n" + d[name])
	}
	return out.String()
}

// write returns how a type is written, and declares it when it has a name.
func (d declarations) write(t reflect.Type) string {
	if values, ok := typescriptOf[t]; ok {
		return d.alias(t, values)
	}
	switch t {
	case reflect.TypeFor[time.Time]():
		return "string"
	case reflect.TypeFor[number]():
		return "number | null" // null: NaN or infinite
	}
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Int64, reflect.Uint64, reflect.Float64:
		return "number"
	case reflect.Pointer:
		return d.write(t.Elem())
	case reflect.Slice:
		return array(d.write(t.Elem()))
	case reflect.Map:
		return fmt.Sprintf("Record<%s, %s>", d.write(t.Key()), d.write(t.Elem()))
	case reflect.Struct:
		return d.structure(t)
	default:
		panic("no TypeScript for " + t.String())
	}
}

func array(element string) string {
	if strings.Contains(element, " | ") {
		return "(" + element + ")[]"
	}
	return element + "[]"
}

func (d declarations) alias(t reflect.Type, values string) string {
	return d.declare(typeName(t), fmt.Sprintf("export type %s = %s;\n", typeName(t), values))
}

func (d declarations) declare(name, text string) string {
	if other, ok := d[name]; ok && other != text {
		panic("two types are called " + name)
	}
	d[name] = text
	return name
}

func (d declarations) structure(t reflect.Type) string {
	if t.NumField() == 0 {
		return "Record<string, never>"
	}
	var out strings.Builder
	fmt.Fprintf(&out, "export interface %s {\n", typeName(t))
	for _, field := range jsonFields(t) {
		fmt.Fprintf(&out, "  %s: %s;\n", field.name, d.field(field))
	}
	return d.declare(typeName(t), out.String()+"}\n")
}

// field is null where a pointer that is always written may be nil.
func (d declarations) field(f jsonField) string {
	text := d.write(f.typ)
	if f.typ.Kind() == reflect.Pointer && !strings.HasSuffix(f.name, "?") {
		text += " | null"
	}
	return text
}

type jsonField struct {
	name string // with ? where it may be absent
	typ  reflect.Type
}

// jsonFields are the fields as encoding/json sees them: those of an embedded
// struct too, unless the outer one has a field of that name.
func jsonFields(t reflect.Type) []jsonField {
	var own, embedded []jsonField
	for i := range t.NumField() {
		field := t.Field(i)
		if field.Anonymous {
			embedded = append(embedded, jsonFields(field.Type)...)
			continue
		}
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		if options == "omitempty" {
			name += "?"
		}
		own = append(own, jsonField{cmp.Or(name, field.Name), field.Type})
	}
	for _, field := range embedded {
		if !slices.ContainsFunc(own, func(f jsonField) bool { return f.name == field.name }) {
			own = append(own, field)
		}
	}
	return own
}

// typeName is runJSON as Run, charts.Meta as Meta.
func typeName(t reflect.Type) string {
	name := strings.TrimSuffix(t.Name(), "JSON")
	return strings.ToUpper(name[:1]) + name[1:]
}
