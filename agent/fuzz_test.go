package agent

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/trex-ml/trex"
)

// FuzzGrammar holds what must be true of every message: it is answered, and
// whatever is proposed is complete, valid, not too much and described.
func FuzzGrammar(f *testing.F) {
	for _, e := range readExamples(f) {
		f.Add(strings.Join(e.turns(), "\n"))
	}
	for _, text := range []string{"lr \xff\xfe 0.1", "١٢٣ epochs", "lr １２", "((((((", "lr 1e999999999", "r99999999999999999999", strings.Repeat("a", 300), "lr 0.1 " + strings.Repeat("and 0.1 ", 50)} {
		f.Add(text)
	}
	grammar := NewGrammar()
	project, other := digits(), finetune()
	open := trex.Proposal{ID: "p1", Project: "digits", Configs: []trex.RunConfig{project.Defaults()}}
	f.Fuzz(func(t *testing.T, text string) {
		for _, req := range []Request{
			{Text: text, Projects: []trex.Project{project}},
			{Text: text, Projects: []trex.Project{project, other}, Open: &open, Runs: someRuns(), Turns: []Turn{{Role: trex.RoleUser, Text: text, Proposal: &open}}},
		} {
			intent, err := grammar.Understand(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			checkIntent(t, &req, intent)
		}
	})
}

func checkIntent(t *testing.T, req *Request, intent Intent) {
	t.Helper()
	proposes := intent.Kind == Propose || intent.Kind == Edit
	if proposes != (len(intent.Configs) > 0) {
		t.Fatalf("%s with %d configurations", intent.Kind, len(intent.Configs))
	}
	if !proposes {
		if (intent.Kind == Ask || intent.Kind == Talk || intent.Kind == Help) && intent.Reply == "" {
			t.Fatalf("%s says nothing", intent.Kind)
		}
		return
	}
	project := req.project(intent.Project)
	if project == nil || len(intent.Configs) > req.maxRuns() || intent.Reading == "" || !utf8.ValidString(intent.Reading) {
		t.Fatalf("project %q, %d configurations, reading %q", intent.Project, len(intent.Configs), intent.Reading)
	}
	for i, config := range intent.Configs {
		complete, err := project.Complete(config)
		if err != nil || !complete.Equal(config) {
			t.Fatalf("configuration %v: %v", config, err)
		}
		for _, earlier := range intent.Configs[:i] {
			if earlier.Equal(config) {
				t.Fatalf("%v twice", config)
			}
		}
	}
}

func TestGrammarIsLinear(t *testing.T) {
	grammar := NewGrammar()
	project := digits()
	for _, unit := range []string{
		"lr 0.1 ", "0.1, ", "a", "foo ", "lr 0.1 and ", "with ", "((", "10 to the ", "1/", "one hundred ", "half the ", "lr and bs ", "not ", "\n- lr 0.1", "lr from 1 to ", "sgd with momentum ", "5 values of ", "r12 ", "字", "🚀", "warmpu 100 ", "stop * ", "in 4 steps ", "what is ",
	} {
		for _, size := range []int{mostTokens, longestText, 1 << 20} {
			text := strings.Repeat(unit, size/len(unit))
			start := time.Now()
			if _, err := grammar.Understand(t.Context(), Request{Text: text, Projects: []trex.Project{project}}); err != nil {
				t.Fatal(err)
			}
			if d := time.Since(start); d > time.Second {
				t.Errorf("%q repeated to %d bytes took %v", unit, size, d)
			}
		}
	}
}
