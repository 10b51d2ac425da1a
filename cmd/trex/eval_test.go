package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// request is one line of a request file, in the format of agent/testdata,
// whose tests explain it.
type request struct {
	Say      string                `json:"say"`
	Turns    []string              `json:"turns"`
	Configs  []map[string]any      `json:"configs"`
	Count    int                   `json:"count"`
	Ranges   map[string][2]float64 `json:"ranges"`
	Distinct string                `json:"distinct"`
	Refuse   string                `json:"refuse"`
	Talk     bool                  `json:"talk"`
}

// reply is the part of a message's answer that a client reads.
type reply struct {
	Content    string           `json:"content"`
	RunConfigs []map[string]any `json:"runConfigs"`
}

// TestRequests posts every request to a fresh server, as a person would type
// it, and judges the answer to the last message.
func TestRequests(t *testing.T) {
	file, err := os.Open(filepath.Join("..", "..", "agent", "testdata", "digits.dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for number := 1; lines.Scan(); number++ {
		var r request
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		t.Run(strconv.Itoa(number), func(t *testing.T) {
			t.Parallel()
			turns := r.Turns
			if r.Say != "" {
				turns = []string{r.Say}
			}
			server := startServer(t)
			var answer reply
			for _, turn := range turns {
				answer = reply{}
				server.do(t, post("/api/messages", map[string]string{"content": turn}, 201), &answer)
			}
			if problem := r.judge(answer); problem != "" {
				t.Errorf("%q: %s\nanswer: %s", turns, problem, answer.Content)
			}
		})
	}
	if lines.Err() != nil {
		t.Fatal(lines.Err())
	}
}

// defaults are the built-in project's defaults, as its users read them.
var defaults = map[string]any{
	"lr": 0.1, "epochs": 10.0, "batch_size": 32.0, "hidden": 64.0, "optimizer": "sgd",
	"weight_decay": 0.0, "dropout": 0.0, "seed": 0.0,
}

// judge says what is wrong with an answer, "" for nothing.
func (r *request) judge(answer reply) string {
	got := answer.RunConfigs
	switch {
	case r.Talk && len(got) > 0:
		return fmt.Sprintf("%d configurations for small talk", len(got))
	case r.Talk && answer.Content == "":
		return "no answer"
	case r.Refuse != "" && len(got) > 0:
		return fmt.Sprintf("%d configurations instead of a refusal", len(got))
	case r.Refuse != "" && !strings.Contains(strings.ToLower(answer.Content), strings.ToLower(r.Refuse)):
		return fmt.Sprintf("the refusal does not name %q", r.Refuse)
	case r.Count > 0 && len(got) != r.Count:
		return fmt.Sprintf("%d configurations, want %d", len(got), r.Count)
	case r.Configs != nil && len(got) != len(r.Configs):
		return fmt.Sprintf("%d configurations, want %d", len(got), len(r.Configs))
	}
	for name, bounds := range r.Ranges {
		for _, config := range got {
			if v, ok := config[name].(float64); !ok || v < bounds[0] || v > bounds[1] {
				return fmt.Sprintf("%s is %v, want it in %v", name, config[name], bounds)
			}
		}
	}
	if r.Distinct != "" && !distinct(got, r.Distinct) {
		return fmt.Sprintf("%s is not different in all", r.Distinct)
	}
	return r.unmatched(got)
}

func (r *request) unmatched(got []map[string]any) string {
	used := make([]bool, len(got))
	for _, want := range r.Configs {
		found := false
		for i, config := range got {
			if !used[i] && r.matches(want, config) {
				used[i], found = true, true
				break
			}
		}
		if !found {
			return fmt.Sprintf("no configuration is %v among %v", want, got)
		}
	}
	return ""
}

func (r *request) matches(want, got map[string]any) bool {
	if len(got) != len(defaults) {
		return false
	}
	for name, standard := range defaults {
		value, named := want[name]
		if !named && name == r.Distinct {
			continue
		}
		if !named || value == "default" {
			value = standard
		}
		if !same(value, got[name]) {
			return false
		}
	}
	return true
}

func same(want, got any) bool {
	a, isNumber := want.(float64)
	b, alsoNumber := got.(float64)
	if isNumber && alsoNumber {
		return math.Abs(a-b) <= 1e-6*max(math.Abs(a), math.Abs(b))
	}
	return want == got
}

func distinct(configs []map[string]any, name string) bool {
	seen := map[any]bool{}
	for _, config := range configs {
		seen[config[name]] = true
	}
	return len(seen) == len(configs)
}
