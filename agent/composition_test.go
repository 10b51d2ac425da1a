package agent

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
)

// phrase is one way to give a parameter its values, and the values.
type phrase struct {
	param  string
	text   string
	values []trex.Value
}

// parts are the names and values that people write for each parameter.
var parts = []struct {
	param  string
	names  []string
	units  []string // may come after one value
	values map[string]float64
	texts  []string // choices
}{
	{"lr", []string{"lr", "learning rate", "learning_rate", "step size", "LR"}, nil, map[string]float64{"0.1": .1, "1e-3": 1e-3, ".02": .02, "3e-2": .03, "5·10⁻³": 5e-3, "2x10^-3": 2e-3, "1/50": .02, "0.25": .25}, nil},
	{"epochs", []string{"epochs", "num_epochs", "ep"}, []string{"epochs", "ep"}, map[string]float64{"5": 5, "20": 20, "fifty": 50, "12": 12, "30": 30}, nil},
	{"batch_size", []string{"batch size", "bs", "batch_size", "batch"}, nil, map[string]float64{"16": 16, "64": 64, "128": 128, "256": 256, "2^5": 32}, nil},
	{"hidden", []string{"hidden", "hidden size", "hidden units", "width"}, []string{"hidden units", "neurons"}, map[string]float64{"48": 48, "96": 96, "512": 512, "1024": 1024, "17": 17}, nil},
	{"optimizer", []string{"optimizer", "opt", "optimiser"}, nil, nil, []string{"sgd", "adam", "momentum"}},
	{"weight_decay", []string{"weight decay", "wd", "l2", "weight_decay"}, nil, map[string]float64{"1e-4": 1e-4, "0.003": .003, "5e-5": 5e-5, "1e-2": .01}, nil},
	{"dropout", []string{"dropout", "dropout rate", "drop out"}, []string{"dropout"}, map[string]float64{"0.2": .2, "30%": .3, ".45": .45, "0.5": .5, "15 %": .15}, nil},
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// values draws n different values of a part, as typed and as meant.
func drawValues(r *rand.Rand, part, n int) (typed []string, meant []trex.Value) {
	p := parts[part]
	all := slices.Clone(p.texts)
	for text := range p.values {
		all = append(all, text)
	}
	slices.Sort(all)
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, text := range all {
		value := trex.Text(text)
		if p.texts == nil {
			value = trex.Number(p.values[text])
		}
		if len(typed) < n && !slices.Contains(meant, value) {
			typed, meant = append(typed, text), append(meant, value)
		}
	}
	return typed, meant
}

func drawPhrase(r *rand.Rand, part int) phrase {
	p := parts[part]
	name := pick(r, p.names)
	if r.IntN(2) == 0 {
		typed, meant := drawValues(r, part, 1)
		forms := []string{name + " " + typed[0], name + "=" + typed[0], name + ": " + typed[0], name + " = " + typed[0]}
		if len(p.units) > 0 {
			forms = append(forms, typed[0]+" "+pick(r, p.units))
		}
		if p.texts == nil {
			forms = append(forms, name+" of "+typed[0])
		}
		return phrase{p.param, pick(r, forms), meant}
	}
	typed, meant := drawValues(r, part, 2+r.IntN(2))
	n := len(typed)
	forms := []string{
		name + " " + strings.Join(typed, ", "), name + " in [" + strings.Join(typed, ", ") + "]", name + " " + strings.Join(typed[:n-1], ", ") + " and " + typed[n-1],
		name + " " + strings.Join(typed[:n-1], ", ") + " or " + typed[n-1], name + " {" + strings.Join(typed, ", ") + "}", name + "=[" + strings.Join(typed, ",") + "]",
		name + ": " + strings.Join(typed, "; "), name + " " + strings.Join(typed, " vs "), "the " + name + " over " + strings.Join(typed, ", "),
	}
	if s, ok := spreads[p.param]; ok && r.IntN(3) == 0 {
		spread := pick(r, s)
		return phrase{p.param, name + " " + spread.text, spread.values}
	}
	return phrase{p.param, pick(r, forms), meant}
}

func numbers(values ...float64) []trex.Value {
	list := make([]trex.Value, len(values))
	for i, f := range values {
		list[i] = trex.Number(f)
	}
	return list
}

// spreads are ranges of a parameter and the values they stand for.
var spreads = map[string][]phrase{
	"lr": {
		{text: "from 1e-4 to 1e-1 in 4 steps", values: numbers(1e-4, 1e-3, 1e-2, 1e-1)}, {text: "between 0.001 and 0.1 (3 values)", values: numbers(1e-3, 1e-2, 1e-1)},
		{text: "1e-3..1e-1", values: numbers(1e-3, 1e-2, 1e-1)}, {text: "from 0.2 down to 0.02 in 2 steps", values: numbers(.2, .02)},
	},
	"epochs":     {{text: "from 10 to 30 in steps of 10", values: numbers(10, 20, 30)}, {text: "10, 20, ..., 40", values: numbers(10, 20, 30, 40)}},
	"batch_size": {{text: "in powers of two from 16 to 64", values: numbers(16, 32, 64)}, {text: "16–64 doubling", values: numbers(16, 32, 64)}},
	"hidden":     {{text: "from 32 to 128 doubling", values: numbers(32, 64, 128)}, {text: "100 to 300 by 100", values: numbers(100, 200, 300)}},
	"dropout":    {{text: "0 to 0.4 step 0.2", values: numbers(0, .2, .4)}, {text: "evenly spaced from 0.1 to 0.3, 3 values", values: numbers(.1, .2, .3)}},
}

// TestComposition combines phrases that are clear by themselves, in the ways
// people do. The configurations must be their grid, whatever words are around
// them.
func TestComposition(t *testing.T) {
	t.Parallel()
	grammar := NewGrammar()
	project := digits()
	starts := []string{"", "", "try ", "please run ", "sweep ", "can you train with ", "hey trex, let's try ", "I'd like ", "run ", "could we please try "}
	joints := []string{", ", ", ", " with ", "; ", ", with ", " | ", "\n", ". ", " using ", "\n- "}
	ends := []string{"", "", " please", ".", "!", ", thanks!", " 🙏", "\n"}
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 7))
		order := r.Perm(len(parts))[:1+r.IntN(3)]
		text := pick(r, starts)
		want := []trex.RunConfig{project.Defaults()}
		joint := pick(r, joints)
		for i, part := range order {
			ph := drawPhrase(r, part)
			if i > 0 {
				text += joint
			}
			text += ph.text
			var next []trex.RunConfig
			for _, config := range want {
				for _, value := range ph.values {
					c := maps.Clone(config)
					c[ph.param] = value
					next = append(next, c)
				}
			}
			want = next
		}
		if r.IntN(4) == 0 {
			text += pick(r, []string{", 3 seeds each", " with 3 seeds", "; three seeds each", ", 3 different seeds", " for 3 seeds each", ", repeat 3 times"})
			var next []trex.RunConfig
			for _, config := range want {
				for seed := range 3 {
					c := maps.Clone(config)
					c["seed"] = trex.Number(float64(seed))
					next = append(next, c)
				}
			}
			want = next
		}
		text += pick(r, ends)
		if len(want) > defaultMaxRuns {
			continue
		}
		intent, err := grammar.Understand(t.Context(), Request{Text: text, Projects: []trex.Project{project}})
		if err != nil {
			t.Fatal(err)
		}
		if problem := sameConfigs(intent.Configs, want); problem != "" {
			t.Errorf("%q: %s\n\tgot %s %q %q", text, problem, intent.Kind, intent.Reading, intent.Reply)
		}
	}
}

func sameConfigs(got, want []trex.RunConfig) string {
	if len(got) != len(want) {
		return fmt.Sprintf("want %d configurations, got %d", len(want), len(got))
	}
	for _, w := range want {
		if !slices.ContainsFunc(got, func(g trex.RunConfig) bool { return close(w, g) }) {
			return fmt.Sprintf("want %v", w)
		}
	}
	return ""
}

func close(a, b trex.RunConfig) bool {
	for name, v := range a {
		x, isNumber := v.Float()
		y, _ := b[name].Float()
		if isNumber && math.Abs(x-y) > 1e-9*math.Abs(x) || !isNumber && v != b[name] {
			return false
		}
	}
	return true
}
