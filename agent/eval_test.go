package agent

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config"
)

// example is one conversation of an evaluation set, with its expected result.
type example struct {
	Say      string
	Turns    []string
	Configs  []map[string]json.RawMessage
	Count    int
	Ranges   map[string][2]float64
	Distinct string
	Refuse   string
	Talk     bool
	Ask      []string                       // no configurations: the answer has one of these words
	AskOK    bool                           // a question is as good as the configurations
	Alt      [][]map[string]json.RawMessage // other configurations that are as good
	Kind     Kind                           // of the intent; "" is not judged
	Project  string                         // of the intent
	With     string                         // what is configured, a key of servers; "": digits
	Family   string                         // of the wording
	anySeed  bool                           // the seeds are not judged
	where    string
}

func (e example) turns() []string {
	if e.Say != "" {
		return []string{e.Say}
	}
	return e.Turns
}

// readExamples reads the evaluation sets that every agent is run on.
func readExamples(t testing.TB) []example { return readSets(t, "testdata/*.jsonl") }

// readWordings reads the evaluation sets and the many wordings of the same
// requests, which only a grammar needs.
func readWordings(t testing.TB) []example {
	return append(readExamples(t), readSets(t, "testdata/wordings/*.jsonl")...)
}

func readSets(t testing.TB, pattern string) []example {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no evaluation sets: %v", err)
	}
	var list []example
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(bytes.NewReader(data))
		for n := 1; lines.Scan(); n++ {
			if len(bytes.TrimSpace(lines.Bytes())) == 0 {
				continue
			}
			e := example{where: fmt.Sprintf("%s:%d", filepath.Base(file), n)}
			decoder := json.NewDecoder(bytes.NewReader(lines.Bytes()))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(&e); err != nil {
				t.Fatalf("%s: %v", e.where, err)
			}
			if e.With == "" && strings.HasPrefix(filepath.Base(file), "finetune") {
				e.With = "finetune"
			}
			list = append(list, e)
		}
	}
	return list
}

// servers are the projects of different servers, by the name that sets use. They
// are read once.
var servers = map[string][]trex.Project{
	"":         {digits()},
	"both":     {digits(), finetune()},
	"finetune": {finetune()},
	"ft":       configured("ft"),
	"rl":       configured("rl"),
	"all":      configured("all"),
}

// configured reads a configuration of testdata. Its projects are in the order
// of their names.
func configured(name string) []trex.Project {
	read, err := config.Load("testdata/projects/"+name+".yaml", config.Sections{})
	if err != nil {
		panic(err)
	}
	return read.Projects
}

func (e example) projects() []trex.Project { return servers[e.With] }

// converse plays the conversation as the bot does and returns the last answer.
func (e example) converse(t testing.TB, a Agent) Intent {
	req := Request{Projects: e.projects(), Person: trex.Person{Platform: "web", ID: "ada", Name: "ada"}}
	var intent Intent
	for _, text := range e.turns() {
		req.Text = text
		var err error
		intent, err = a.Understand(context.Background(), req)
		if err != nil {
			t.Fatalf("%s: %v", e.where, err)
		}
		req.Turns = append(req.Turns, Turn{Role: trex.RoleUser, Text: text})
		answer := Turn{Role: trex.RoleAssistant, Text: intent.Reply + intent.Reading}
		switch intent.Kind {
		case Propose:
			req.Open = &trex.Proposal{ID: "p1", Version: 1, State: trex.ProposalOpen, Project: intent.Project, Configs: intent.Configs}
			answer.Proposal = req.Open
		case Edit:
			edited := *req.Open
			edited.Version++
			edited.Configs = intent.Configs
			req.Open, answer.Proposal = &edited, &edited
		}
		req.Turns = append(req.Turns, answer)
	}
	return intent
}

// inParts checks the conversations in several parts at once. Each part has the
// name of its first conversation.
func inParts(t *testing.T, examples []example, judge func(t *testing.T, examples []example)) {
	t.Helper()
	const parts = 8
	for part := range slices.Chunk(examples, (len(examples)+parts-1)/parts) {
		t.Run(part[0].where, func(t *testing.T) {
			t.Parallel()
			judge(t, part)
		})
	}
}

func TestEvaluation(t *testing.T) {
	t.Parallel()
	grammar := NewGrammar()
	inParts(t, readWordings(t), func(t *testing.T, examples []example) {
		for _, e := range examples {
			intent := e.converse(t, grammar)
			if problem := e.judge(intent); problem != "" {
				t.Errorf("%s: %q: %s\n\tgot %s %s %q %q", e.where, strings.Join(e.turns(), " ⏎ "), problem, intent.Kind, intent.Project, intent.Reading, intent.Reply)
			}
		}
	})
}

// judge returns what is wrong with an answer, "" when nothing is.
func (e example) judge(intent Intent) string {
	projects := e.projects()
	switch {
	case e.Kind != "" && intent.Kind != e.Kind:
		return "want kind " + string(e.Kind)
	case e.Project != "" && intent.Project != e.Project:
		return "want project " + e.Project
	case e.AskOK && intent.Kind == Ask:
		return ""
	case len(e.Ask) > 0:
		reply := strings.ToLower(intent.Reply)
		if len(intent.Configs) > 0 || !slices.ContainsFunc(e.Ask, func(w string) bool { return strings.Contains(reply, strings.ToLower(w)) }) {
			return fmt.Sprintf("want a question with one of %q", e.Ask)
		}
		return ""
	case e.Talk || e.Refuse != "" || e.Kind != "" && e.Configs == nil && e.Count == 0:
		if len(intent.Configs) > 0 {
			return "want no configurations"
		}
		if !strings.Contains(strings.ToLower(intent.Reply), strings.ToLower(e.Refuse)) {
			return fmt.Sprintf("want a refusal with %q", e.Refuse)
		}
		return ""
	}
	i := slices.IndexFunc(projects, func(p trex.Project) bool { return p.Name == intent.Project })
	if i < 0 {
		return "want configurations"
	}
	for _, config := range intent.Configs {
		if complete, err := projects[i].Complete(config); err != nil || !complete.Equal(config) {
			return fmt.Sprintf("invalid configuration %v: %v", config, err)
		}
	}
	if intent.Reading == "" {
		return "no reading"
	}
	if e.Count > 0 {
		return e.judgeCount(intent)
	}
	problem := e.judgeConfigs(&projects[i], intent)
	for _, alt := range e.Alt {
		other := e
		if other.Configs = alt; problem != "" && other.judgeConfigs(&projects[i], intent) == "" {
			return ""
		}
	}
	return problem
}

func (e example) judgeCount(intent Intent) string {
	if len(intent.Configs) != e.Count {
		return fmt.Sprintf("want %d configurations, got %d", e.Count, len(intent.Configs))
	}
	seen := map[trex.Value]bool{}
	for _, config := range intent.Configs {
		for name, r := range e.Ranges {
			if f, _ := config[name].Float(); f < r[0] || f > r[1] {
				return fmt.Sprintf("%s %v is outside %v", name, f, r)
			}
		}
		if e.Distinct != "" && seen[config[e.Distinct]] {
			return "want distinct " + e.Distinct
		}
		seen[config[e.Distinct]] = true
	}
	return ""
}

func (e example) judgeConfigs(project *trex.Project, intent Intent) string {
	if len(intent.Configs) != len(e.Configs) {
		return fmt.Sprintf("want %d configurations, got %d", len(e.Configs), len(intent.Configs))
	}
	left := slices.Clone(intent.Configs)
	seen := map[trex.Value]bool{}
	for _, want := range e.Configs {
		k := slices.IndexFunc(left, func(c trex.RunConfig) bool { return e.same(project, want, c) })
		if k < 0 {
			return fmt.Sprintf("want %s", show(want))
		}
		if e.Distinct != "" && seen[left[k][e.Distinct]] {
			return "want distinct " + e.Distinct
		}
		seen[left[k][e.Distinct]] = true
		left = slices.Delete(left, k, k+1)
	}
	return ""
}

func (e example) same(project *trex.Project, want map[string]json.RawMessage, got trex.RunConfig) bool {
	for _, param := range project.Params {
		expected := param.Default
		if raw, ok := want[param.Name]; ok && string(raw) != `"default"` {
			var v trex.Value
			if err := json.Unmarshal(raw, &v); err != nil {
				return false
			}
			expected = v
		} else if !ok && (param.Name == e.Distinct || e.anySeed && param.Name == "seed") {
			continue
		}
		a, isNumber := expected.Float()
		b, _ := got[param.Name].Float()
		if isNumber && math.Abs(a-b) > 1e-6*math.Abs(a) || !isNumber && expected != got[param.Name] {
			return false
		}
	}
	return true
}

func show(want map[string]json.RawMessage) string {
	var parts []string
	for name, raw := range want {
		parts = append(parts, name+"="+string(raw))
	}
	slices.Sort(parts)
	return strings.Join(parts, " ")
}
