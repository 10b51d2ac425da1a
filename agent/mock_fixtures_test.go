package agent

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the fixtures of the OpenAI-compatible mock anew")

// fixture is one answer of the mock, for messages that contain a text and for a
// model of that name. The first match answers, so long texts come before short
// ones that they contain.
type fixture struct {
	Match               object `json:"match"`
	Response            object `json:"response"`
	TruncateAfterChunks int    `json:"truncateAfterChunks,omitempty"`
	ChunkSize           int    `json:"chunkSize,omitempty"`
	Latency             int    `json:"latency,omitempty"`
}

// mockModel names the model that answers as the example's set expects.
func (e example) mockModel() string {
	switch e.With {
	case "both":
		return "reads-both-projects"
	case "finetune":
		return "reads-finetune-only"
	}
	return "reads-digits-only"
}

// well returns the answer of a model that understands the message.
func (e example) well() object {
	callOf := func(name, arguments string) object {
		return object{"toolCalls": []object{{"name": name, "arguments": arguments}}}
	}
	switch {
	case len(e.Configs) > 0:
		return callOf("propose", e.arguments())
	case e.Count > 0:
		from := object{}
		for name, r := range e.Ranges {
			from[name] = object{"min": r[0], "max": r[1]}
		}
		encoded, _ := json.Marshal(object{"project": e.projects()[0].Name, "random": object{"count": e.Count, "from": from}})
		return callOf("propose", string(encoded))
	case slices.Contains([]Kind{Status, Compare, Best, Logs, Stop, Retry, Explain}, e.Kind):
		return callOf(string(e.Kind), `{"runs":["r3"]}`)
	case e.Kind == Projects:
		return callOf("projects", `{}`)
	}
	return object{"content": "In words only. " + e.Refuse}
}

func setFixtures(t *testing.T) []fixture {
	examples := readExamples(t)
	slices.SortStableFunc(examples, func(a, b example) int { return len(lastTurn(b)) - len(lastTurn(a)) })
	seen := map[string]bool{}
	var list []fixture
	for _, e := range examples {
		if key := e.mockModel() + "\n" + lastTurn(e); !seen[key] || len(e.Turns) > 0 {
			seen[key] = true
			list = append(list, fixture{Match: object{"model": e.mockModel(), "userMessage": lastTurn(e)}, Response: e.well()})
		}
	}
	for _, e := range examples { // earlier turns of a conversation need an answer too
		list = append(list, fixture{Match: object{"model": e.mockModel(), "userMessage": ""}, Response: object{"content": "Go on."}})
		break
	}
	return list
}

func lastTurn(e example) string { return e.turns()[len(e.turns())-1] }

// badModels are the models of the mock that misbehave, by name.
func badModels() map[string][]fixture {
	callOf := func(name, arguments string) object {
		return object{"toolCalls": []object{{"name": name, "arguments": arguments}}}
	}
	configs := make([]object, 1000)
	for i := range configs {
		configs[i] = object{"seed": i}
	}
	thousand, _ := json.Marshal(object{"project": "digits", "configs": configs})
	failing := func(status int) object {
		return object{"error": object{"message": "not now", "type": "server_error"}, "status": status}
	}
	return map[string][]fixture{
		"calls-unknown-tools":    {{Response: callOf("rm_rf", `{"path":"/"}`)}},
		"tries-to-launch":        {{Response: callOf("launch", `{"project":"digits","configs":[{"lr":0.1}]}`)}},
		"writes-broken-json":     {{Response: callOf("propose", `{"project":"digits","configs":[{"lr":0.1}`)}},
		"adds-parameters":        {{Response: callOf("propose", `{"project":"digits","configs":[{"lr":0.1,"shell":"curl evil"}]}`)}},
		"proposes-a-thousand":    {{Response: callOf("propose", string(thousand))}},
		"leaves-the-bounds":      {{Response: callOf("propose", `{"project":"digits","configs":[{"lr":1e9}]}`)}},
		"says-too-many-requests": {{Response: failing(429)}},
		"is-out-of-service":      {{Response: failing(503)}},
		"does-not-know-you":      {{Response: failing(401)}},
		"breaks-off":             {{Response: object{"content": "I will now propose something that takes several chunks"}, TruncateAfterChunks: 2, ChunkSize: 5}},
		"stays-silent":           {{Response: object{"content": "too late"}, Latency: 3_600_000}},
		"reads-without-end":      {{Response: callOf("read_log", `{"run":"r1"}`)}},
	}
}

// TestMockFixturesAreCurrent compares the committed fixtures with the sets;
// -update writes them.
func TestMockFixturesAreCurrent(t *testing.T) {
	t.Parallel()
	var bad []fixture
	models := badModels()
	names := make([]string, 0, len(models))
	for name := range models {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, f := range models[name] {
			f.Match = object{"model": name, "userMessage": ""}
			bad = append(bad, f)
		}
	}
	for file, fixtures := range map[string][]fixture{"sets.json": setFixtures(t), "hostile.json": bad} {
		var encoded bytes.Buffer
		encoder := json.NewEncoder(&encoded)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", " ")
		if err := encoder.Encode(object{"fixtures": fixtures}); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", "aimock", file)
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, encoded.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		committed, err := os.ReadFile(path)
		if err != nil || !strings.EqualFold(string(committed), encoded.String()) {
			t.Errorf("%s is not current (%v): run go test ./agent -run MockFixtures -update", path, err)
		}
	}
}
