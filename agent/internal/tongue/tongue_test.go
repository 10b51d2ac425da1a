package tongue

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/word"
)

func inEnglishWords(text string) string {
	var texts []string
	for _, t := range Scan(text) {
		texts = append(texts, t.Text)
	}
	return strings.Join(texts, " ")
}

// TestScan reads lines of "text -> English words" from testdata.
func TestScan(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/messages.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		text, want, ok := strings.Cut(strings.TrimSpace(line), " -> ")
		if got := inEnglishWords(text); !ok || got != want {
			t.Errorf("%s\n  got  %s\n  want %s", text, got, want)
		}
	}
}

// TestEveryLanguageHasWhatPeopleSayMost: a language that is added has a form for each
// of these, or its own grammar for them.
func TestEveryLanguageHasWhatPeopleSayMost(t *testing.T) {
	t.Parallel()
	needed := []string{"try", "run", "train", "compare", "stop", "everything", "the rest", "and", "or", "to", "only", "not", "both", "learning rate", "epochs", "batch size", "best", "status", "help", "thanks", "hello", "what", "which", "why", "how long", "the best", "running", "failed", "last", "show", "ten", "twenty"}
	if len(languages) < 13 {
		t.Fatalf("%d languages", len(languages))
	}
	for _, l := range languages {
		has := make(map[word.Concept]bool)
		for _, p := range l.forms {
			has[p.english] = true
		}
		for _, english := range needed {
			if !has[word.Concept(english)] && !(english == "best" && has["the best"]) {
				t.Errorf("%s has no form for “%s”", l.name, english)
			}
		}
		if !has["except"] && !has[exceptAfter] {
			t.Errorf("%s has no exceptions", l.name)
		}
	}
}

// TestNoFormIsShadowed: what one line says, no earlier line says otherwise.
func TestNoFormIsShadowed(t *testing.T) {
	t.Parallel()
	entries, err := files.ReadDir("languages")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		text, err := files.ReadFile("languages/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		seen := make(map[string]word.Concept)
		table := word.Parse(string(text))
		for _, c := range slices.DeleteFunc(table.Concepts, func(c word.Concept) bool { return c == suffixes || c == strong }) {
			for _, form := range table.Forms(c) {
				if before, twice := seen[form]; twice {
					t.Errorf("%s: %q is “%s” and “%s”", entry.Name(), form, before, c)
				}
				seen[form] = c
			}
		}
	}
}

// TestEnglishStays: no English sentence is taken for another language.
func TestEnglishStays(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"was lr 0.1 better than 0.01", "die learning rate is too high", "stop the war on epochs", "no, only r12", "es is my name", "kill r12 a.s.a.p.",
		"try lr 0.1 per epoch", "ein stein would try lr 0.3", "the mal run", "met a problem with r12", "compare adam et al with sgd", "run to the hill",
		"try the san francisco data", "pour more epochs in", "son of a run died", "do it", "ho ho ho", "main has lr 0.1", "list r12", "the plus side of lr 0.1",
	} {
		if got, want := inEnglishWords(text), scanned(text); got != want {
			t.Errorf("%s\n  got  %s\n  want %s", text, got, want)
		}
	}
}

func scanned(text string) string {
	var texts []string
	for _, t := range lex.Scan(text) {
		texts = append(texts, t.Text)
	}
	return strings.Join(texts, " ")
}

// FuzzScan: each token stands for a part of the text.
func FuzzScan(f *testing.F) {
	data, err := os.ReadFile("testdata/messages.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		text, _, _ := strings.Cut(line, " -> ")
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens := Scan(strings.ToValidUTF8(text, "\uFFFD"))
		for _, token := range tokens {
			if token.Start < 0 || token.End > len(text)*3 || strings.Contains(token.Text, marked) {
				t.Fatalf("%+v", token)
			}
		}
		lex.Quote(strings.ToValidUTF8(text, "\uFFFD"), tokens)
	})
}
