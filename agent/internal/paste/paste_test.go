package paste

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// known are the parameters of the project in these tests.
func known(name string) bool {
	return slices.Contains([]string{"lr", "learning_rate", "epochs", "max_epochs", "batch_size", "batch-size", "bs", "hidden", "optimizer", "dropout", "seed", "fp16"}, strings.ToLower(name))
}

var names = Names{Param: known, Choice: func(name string) bool { return name == "adam" || name == "sgd" }}

// TestPlain reads pairs of what is pasted and its words, both cut by "->", from
// testdata. "⏎" ends a line of words.
func TestPlain(t *testing.T) {
	data, err := os.ReadFile("testdata/pasted.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases := strings.Split(strings.TrimSpace(string(data)), "\n====\n")
	for _, c := range cases {
		source, want, ok := strings.Cut(c, "\n->\n")
		if !ok {
			t.Fatalf("no “->” in %q", c)
		}
		if got := tidy(Plain(source, names)); got != tidy(strings.ReplaceAll(want, "⏎", "\n")) {
			t.Errorf("%s\n  got  %q\n  want %q", source, got, want)
		}
	}
}

// tidy joins blanks, and drops empty lines.
func tidy(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if words := strings.Join(strings.Fields(line), " "); words != "" {
			lines = append(lines, words)
		}
	}
	return strings.Join(lines, "\n")
}

// TestHuge pastes what costs a careless parser its time or its stack: it fails only
// when one does not end, or makes more of it than Trex reads.
func TestHuge(t *testing.T) {
	for name, source := range huge() {
		t.Run(name, func(t *testing.T) {
			if words := Plain(source, names); len(words) > 4*len(source)+1000 {
				t.Errorf("%d bytes became %d", len(source), len(words))
			}
		})
	}
}

func BenchmarkHuge(b *testing.B) {
	for name, source := range huge() {
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			for b.Loop() {
				Plain(source, names)
			}
		})
	}
}

func huge() map[string]string {
	many := func(s string) string { return strings.Repeat(s, longest/len(s)) }
	bomb := "a: &a [1,1,1,1,1,1,1,1,1]\n"
	for c := 'b'; c < 'z'; c++ {
		before := string(c - 1)
		bomb += string(c) + ": &" + string(c) + " [" + strings.TrimSuffix(strings.Repeat("*"+before+",", 9), ",") + "]\n"
	}
	cases := map[string]string{
		"yaml bomb": bomb + "lr: *y", "brackets": many("["), "braces": many("{"), "pairs": many("{}"), "calls": many("choice("), "nested calls": many("choice([") + many("])"),
		"lines": many("lr: 0.1\n"), "program": many("lr = 0.1\n"), "commands": many("python train.py --lr 0.1\n"), "one command": "python train.py " + many("--lr 0.1 "),
		"table": "lr,hidden\n" + many("0.1,32\n"), "indents": strings.Repeat(" ", longest/2) + "lr: 0.1", "tabs": many("\t"), "fences": many("```\nlr: 0.1\nhidden: 3\n```\n"),
		"ticks": many("`lr=0.1` "), "loops": many("for lr in 0.1 0.2; do "), "deep yaml": deepYAML(5000), "braces of a shell": "python t.py --lr " + many("{1,2}"),
		"values": "{'lr': [" + many("0.1,") + "]}", "words": many("lr and hidden: so (what) "), "quotes": many(`"`), "a range": "lr = range(0, 1000000000)", "products": strings.Repeat("for lr, bs in zip(range(99), range(99)):\n", 20) + "train(lr=lr)",
		"substitutions": "python t.py " + many("$("), "toml": "[a]\n" + many("lr = 0.1\n"), "toml arrays": "[a]\nlr = " + many("["), "midway": many("then python train.py --lr 0.1 "),
	}
	for name, source := range cases {
		cases[name] = source[:min(len(source), longest)]
	}
	return cases
}

func deepYAML(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i%200) + "a:\n")
	}
	return b.String() + "lr: 0.1"
}

// FuzzPlain looks for a panic, and for text that grows without an end.
func FuzzPlain(f *testing.F) {
	data, err := os.ReadFile("testdata/pasted.txt")
	if err != nil {
		f.Fatal(err)
	}
	for c := range strings.SplitSeq(string(data), "\n====\n") {
		source, _, _ := strings.Cut(c, "\n->\n")
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		r := reader{Names: names, nodes: mostNodes}
		for _, parse := range []func(string) (space, bool){r.structure, r.shell, r.table, r.yaml, r.toml, r.program} {
			r.nodes = mostNodes
			s, _ := parse(source)
			_ = s.String()
		}
		Plain(source, names)
	})
}
