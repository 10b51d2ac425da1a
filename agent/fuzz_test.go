package agent

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
)

// FuzzGrammar checks what must be true of every message: it is answered, and
// every proposal is complete, valid, not too large and described.
func FuzzGrammar(f *testing.F) {
	for _, e := range readExamples(f) {
		f.Add(strings.Join(e.turns(), "\n"))
	}
	for _, text := range []string{"lr \xff\xfe 0.1", "twiCe t'Y C\xffC", "١٢٣ epochs", "lr １２", "((((((", "lr 1e999999999", "r99999999999999999999", strings.Repeat("a", 300), "lr 0.1 " + strings.Repeat("and 0.1 ", 50)} {
		f.Add(text)
	}
	grammar := NewGrammar()
	project, other := digits(), finetune()
	open := trex.Proposal{ID: "p1", Project: "digits", Configs: []trex.RunConfig{project.Defaults()}}
	f.Fuzz(func(t *testing.T, text string) {
		for _, req := range []Request{
			{Text: text, Projects: []trex.Project{project}},
			{Text: text, Projects: []trex.Project{project, other}, Open: &open, Runs: someRuns(), Turns: []Turn{{Role: trex.RoleUser, Text: text, Proposal: &open}}},
			{Text: text, Projects: []trex.Project{project}, Open: &open, Runs: someRuns(), Experiment: "e4", Overheard: true, Owner: true},
			{Text: text, Projects: []trex.Project{project}, Question: askedBack(t, grammar, project)},
			{Text: "0.1", Projects: []trex.Project{project}, Question: text}, // as a damaged store would give it
		} {
			intent, err := grammar.Understand(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			checkIntent(t, &req, intent)
		}
	})
}

// askedBack is a question that waits for an answer.
func askedBack(t *testing.T, grammar *Grammar, project trex.Project) string {
	intent, err := grammar.Understand(t.Context(), Request{Text: "try 0.1 and 0.01 with 4 layers", Projects: []trex.Project{project}})
	if err != nil || intent.Question == "" {
		t.Fatalf("%+v, %v", intent, err)
	}
	return intent.Question
}

// TestALostWord leaves out each word of every conversation in turn. Whatever is
// left is answered, and a proposal has only values that its parameters accept.
func TestALostWord(t *testing.T) {
	t.Parallel()
	grammar := NewGrammar()
	inParts(t, readWordings(t), func(t *testing.T, examples []example) {
		for _, e := range examples {
			turns := e.turns()
			words := strings.Fields(turns[len(turns)-1])
			for i := range words[:min(len(words), mostLost)] {
				lost := e
				lost.Say, lost.Turns = "", append(slices.Clone(turns[:len(turns)-1]), strings.Join(slices.Delete(slices.Clone(words), i, i+1), " "))
				intent := lost.converse(t, grammar)
				req := Request{Projects: e.projects()}
				checkIntent(t, &req, intent)
			}
		}
	})
}

// mostLost is how many words of a message are left out in turn.
const mostLost = 12

func checkIntent(t *testing.T, req *Request, intent Intent) {
	t.Helper()
	proposes := intent.Kind == Propose || intent.Kind == Edit
	if proposes != (len(intent.Configs) > 0) {
		t.Fatalf("%s with %d configurations", intent.Kind, len(intent.Configs))
	}
	if intent.Kind == Unheard && !req.Overheard {
		t.Fatal("no answer")
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
		if err != nil || !complete.Equal(config) { // a value is missing or outside its bounds
			t.Fatalf("configuration %v: %v", config, err)
		}
		for _, earlier := range intent.Configs[:i] {
			if earlier.Equal(config) {
				t.Fatalf("%v twice", config)
			}
		}
	}
}

// repetitive are messages that repeat one text. They are slow for a parser that
// is not linear.
var repetitive = []string{
	"lr 0.1 ", "0.1, ", "a", "foo ", "lr 0.1 and ", "with ", "((", "10 to the ", "1/", "one hundred ", "half the ", "lr and bs ", "not ", "\n- lr 0.1", "lr from 1 to ", "sgd with momentum ", "5 values of ", "r12 ", "字", "🚀", "warmpu 100 ", "stop * ", "in 4 steps ", "what is ",
	"*", "*a", "0.1.2 ", "y ", "statt ", "three times ten ", "(0.1, 32) ", "batch siez ", "for the paper we need error bars ", "```json\n", "0.1 ... ", "every 2 from ",
	"nicht ", "außer ", "stoppen ", "以外", "止めて", "r12以外全部止めて。", "l'", "ke alawa ", "n'arrête pas ", "不要停",
}

// longest are the repetitive messages at the lengths of the limits: for parsing,
// for scanning, and a megabyte.
func longest() map[string]string {
	texts := make(map[string]string)
	for _, unit := range repetitive {
		for _, size := range []int{mostTokens, longestText, 1 << 20} {
			texts[fmt.Sprintf("%q to %d bytes", unit, size)] = strings.Repeat(unit, size/len(unit))
		}
	}
	return texts
}

// TestLongMessagesEnd fails only when a message takes far too long.
// BenchmarkLongMessages measures the time.
func TestLongMessagesEnd(t *testing.T) {
	t.Parallel()
	grammar := NewGrammar()
	project := digits()
	for name, text := range longest() {
		read := make(chan Intent, 1)
		go func() {
			intent, _ := grammar.Understand(t.Context(), Request{Text: text, Projects: []trex.Project{project}})
			read <- intent
		}()
		if intent := await.Value(t, "the end of "+name, read); intent.Kind == "" {
			t.Fatalf("%s was not read", name)
		}
	}
}
