package agent

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// word is one conversation of testdata/words, whose keys tell more than those of
// the other sets.
type word struct {
	Family     string
	Project    string // what is configured
	Say        string
	Turns      []string
	Configs    []map[string]json.RawMessage
	Alt        [][]map[string]json.RawMessage
	AltConfigs [][]map[string]json.RawMessage `json:"alt_configs"`
	Mentioned  []string                       `json:"configs_if_mentioned"`
	Count      int
	Ranges     map[string][2]float64
	Distinct   string
	P          string // the project of the intent
	AskOK      bool   `json:"ask_ok"`
	Ask        []string
	Refuse     *string
	Talk       bool
	Mention    []string
	Tol        float64
}

// example returns the conversation as the other sets have it.
func (w word) example() example {
	e := example{
		Say: w.Say, Turns: w.Turns, Configs: w.Configs, Alt: slices.Concat(w.Alt, w.AltConfigs), Count: w.Count, Ranges: w.Ranges,
		Distinct: w.Distinct, Ask: w.Ask, AskOK: w.AskOK, Talk: w.Talk, Project: w.P, With: w.Project, Family: w.Family,
	}
	if e.With == "digits" {
		e.With = ""
	}
	if w.Refuse != nil {
		e.Refuse, e.Talk = *w.Refuse, true
	}
	e.anySeed = repeats(w.Configs)
	if e.Configs == nil && len(e.Alt) > 0 {
		e.Configs, e.Alt = e.Alt[0], e.Alt[1:]
	}
	return e
}

// repeats reports whether a configuration is in the list twice. Only their seeds
// can then differ.
func repeats(configs []map[string]json.RawMessage) bool {
	seen := map[string]bool{}
	for _, config := range configs {
		if seen[show(config)] {
			return true
		}
		seen[show(config)] = true
	}
	return false
}

func (w word) judge(t *testing.T, a Agent) string {
	e := w.example()
	intent := e.converse(t, a)
	said := strings.ToLower(intent.Reply + intent.Reading)
	named := func(words []string) bool {
		return slices.ContainsFunc(words, func(text string) bool { return strings.Contains(said, text) })
	}
	asked := len(intent.Configs) == 0 && len(w.Ask) > 0 && named(w.Ask)
	told := len(intent.Configs) > 0 && named(w.Mentioned)
	if asked || told {
		return ""
	}
	if len(w.AltConfigs) > 0 {
		e.Ask = nil
	}
	problem := e.judge(intent)
	if problem == "" && len(w.Mention) > 0 && !named(w.Mention) {
		problem = fmt.Sprintf("want one of %q", w.Mention)
	}
	if problem == "" {
		return ""
	}
	return fmt.Sprintf("%s\n\tgot %s %s %q %q", problem, intent.Kind, intent.Project, intent.Reading, intent.Reply)
}

func readWords(t *testing.T, name string) []word {
	t.Helper()
	file, err := os.Open("testdata/words/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var list []word
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var w word
		if err := json.Unmarshal(lines.Bytes(), &w); err != nil {
			t.Fatal(err)
		}
		list = append(list, w)
	}
	return list
}

// ours are the families that the grammar must understand wholly.
var ours = strings.Fields("budget conditional edit exclusion finetune hostile multi nonnative phone refusal relative rl seeds voice")

// TestWords reports, by family of wordings, how many conversations are
// understood.
func TestWords(t *testing.T) {
	t.Parallel()
	grammar := NewGrammar()
	all, right := map[string]int{}, map[string]int{}
	report := func(family, say, problem string) {
		all[family]++
		switch {
		case problem == "":
			right[family]++
		case slices.Contains(ours, family):
			t.Errorf("%s: %q: %s", family, say, problem)
		default:
			t.Logf("%s: %q: %s", family, say, problem)
		}
	}
	for _, w := range readWords(t, "dev.jsonl") {
		report(w.Family, strings.Join(w.example().turns(), " ⏎ "), w.judge(t, grammar))
	}
	for _, family := range slices.Sorted(maps.Keys(all)) {
		t.Logf("%-18s %d of %d", family, right[family], all[family])
	}
}
