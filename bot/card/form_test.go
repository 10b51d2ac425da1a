package card

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/bottest/samples"
	"github.com/trex-ml/trex/bot/chat"
)

// fieldsOf returns the fields of an unchanged form.
func fieldsOf(form chat.Form) map[string]string {
	fields := make(map[string]string)
	for _, field := range form.Fields {
		fields[field.Name] = field.Value
	}
	return fields
}

func pairsConfigs() []trex.RunConfig {
	configs := samples.Configs("lr", samples.Numbers(0.1, 0.01)...)
	configs[1]["batch_size"] = trex.Number(64)
	configs[1]["note"] = trex.Text("a, \"b\"\nc")
	return configs
}

func gridConfigs() []trex.RunConfig {
	var configs []trex.RunConfig
	for _, config := range samples.Configs("lr", samples.Numbers(0.3, 0.1)...) {
		for _, batch := range []float64{16, 32, 64} {
			config := config.Clone()
			config["batch_size"] = trex.Number(batch)
			configs = append(configs, config)
		}
	}
	return configs
}

// TestFormGivesBackWhatItShows checks for any number of fields that a form that is
// submitted unchanged changes nothing.
func TestFormGivesBackWhatItShows(t *testing.T) {
	project := samples.Project()
	for name, configs := range map[string][]trex.RunConfig{
		"One": {project.Defaults()}, "List": samples.Configs("lr", samples.Numbers(0.1, 0.03)...), "Grid": gridConfigs(), "Pairs": pairsConfigs(),
		"Choices": samples.Configs("optimizer", trex.Text("sgd"), trex.Text("adam")),
	} {
		for _, most := range []int{2, 5, 100} {
			t.Run(fmt.Sprintf("%s%d", name, most), func(t *testing.T) {
				p := sampleProposal(configs)
				form := EditForm(project, p, most)
				if len(form.Fields) > most {
					t.Errorf("%d fields, %d fit", len(form.Fields), most)
				}
				got, problems := ReadForm(project, p, fieldsOf(form), 100)
				if len(problems) > 0 {
					t.Fatalf("problems: %v", problems)
				}
				if diff := cmp.Diff(configs, got, cmp.AllowUnexported(trex.Value{})); diff != "" {
					t.Errorf("changed (-was +is):\n%s", diff)
				}
			})
		}
	}
}

func TestReadForm(t *testing.T) {
	project := samples.Project()
	p := sampleProposal(samples.Configs("lr", samples.Numbers(0.1, 0.03)...))
	for _, test := range []struct {
		name    string
		fields  map[string]string
		runs    int
		problem string // field: part of its sentence
	}{
		{"Grid", map[string]string{"epochs": "10, 20"}, 4, ""},
		{"SideBySide", map[string]string{"epochs": "10, 20", fieldCombine: combinePairs}, 2, ""},
		{"Notations", map[string]string{"lr": "1e-3, 1/10, 20%"}, 3, ""},
		{"Twins", map[string]string{"lr": "0.1, .1, 0.10"}, 1, ""},
		{"Lines", map[string]string{fieldOthers: "epochs = 30\n\nbatch_size=16, 32\ncombine = every combination"}, 4, ""},
		{"Choices", map[string]string{"optimizer": "sgd,adam"}, 4, ""},
		{"NotANumber", map[string]string{"epochs": "ten"}, 0, "epochs: must be a whole number"},
		{"NaN", map[string]string{"lr": "NaN"}, 0, "lr: must be a number"},
		{"OutOfRange", map[string]string{"batch_size": "0"}, 0, "batch_size: at least 1, got 0"},
		{"NotAChoice", map[string]string{"optimizer": "lion"}, 0, "optimizer: one of sgd, adam"},
		{"Nothing", map[string]string{"epochs": " , "}, 0, "epochs: needs a value; its default is 10"},
		{"TooMany", map[string]string{"seed": "1,2,3,4,5,6", "epochs": "1,2,3,4,5,6,7,8,9"}, 0, "lr: more than 100 configurations"},
		{"UnevenLists", map[string]string{"seed": "1,2,3", fieldCombine: combinePairs}, 0, "lr: lists of one length"},
		{"UnknownLine", map[string]string{fieldOthers: "gamma = 1"}, 0, fieldOthers + `: no parameter "gamma"`},
		{"NoLine", map[string]string{fieldOthers: "hello"}, 0, fieldOthers + ": not a line like"},
		{"TwoProblems", map[string]string{fieldOthers: "colour = red\ncombine = both"}, 0, fieldOthers + ": no parameter"},
		{"AndTheOther", map[string]string{fieldOthers: "colour = red\ncombine = both"}, 0, fieldOthers + `: not "both"`},
		{"NoCombination", map[string]string{fieldOthers: "combine = both"}, 0, fieldOthers + `: not "both"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			configs, problems := ReadForm(project, p, test.fields, 100)
			field, part, _ := strings.Cut(test.problem, ": ")
			if test.problem != "" && !strings.Contains(problems[field], part) {
				t.Errorf("problems = %v, want %q", problems, test.problem)
			}
			if test.problem == "" && len(problems) > 0 || len(configs) != test.runs {
				t.Errorf("%d configurations and problems %v, want %d", len(configs), problems, test.runs)
			}
		})
	}
}

func TestSplitList(t *testing.T) {
	for in, want := range map[string][]string{
		"":                      nil,
		"a":                     {"a"},
		" a , b,c ":             {"a", "b", "c"},
		"a\nb":                  {"a", "b"},
		`"a, b", c`:             {"a, b", "c"},
		`"\"q\"", "x\ny"`:       {`"q"`, "x\ny"},
		`"unfinished, b`:        {`"unfinished`, "b"},
		`"", a`:                 {"", "a"},
		"$(touch x); --help, `": {"$(touch x); --help", "`"},
	} {
		if got := splitList(in); !cmp.Equal(got, want) {
			t.Errorf("splitList(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzReadForm checks that the configurations are valid for any text.
func FuzzReadForm(f *testing.F) {
	f.Add("0.1, 1e-3", "epochs = 3\ncombine = side by side", "sgd")
	f.Add("\"", "=", ",")
	f.Add("1/0", "lr = 1\nlr = 2", "adam,adam")
	project := samples.Project()
	f.Fuzz(func(t *testing.T, lr, others, optimizer string) {
		p := sampleProposal(samples.Configs("lr", samples.Numbers(0.1, 0.03)...))
		configs, problems := ReadForm(project, p, map[string]string{"lr": lr, fieldOthers: others, "optimizer": optimizer}, 50)
		if (len(problems) == 0) != (len(configs) > 0) || len(configs) > 50 {
			t.Fatalf("%d configurations, problems %v", len(configs), problems)
		}
		for _, config := range configs {
			if complete, err := project.Complete(config); err != nil || !complete.Equal(config) {
				t.Fatalf("%v: %v", config, err)
			}
		}
	})
}

func FuzzParsePick(f *testing.F) {
	f.Add("p43:2f:25")
	f.Add("p1")
	f.Add("p1::9")
	f.Fuzz(func(t *testing.T, subject string) {
		picked, err := ParsePick(subject)
		if err != nil {
			if trex.KindOf(err) != trex.KindInvalid {
				t.Errorf("error of kind %q", trex.KindOf(err))
			}
			return
		}
		chosen, err := picked.Ticked(100)
		if err == nil && len(chosen) != 100 {
			t.Errorf("%d flags", len(chosen))
		}
	})
}

// TestPickSubjectsFitAButton checks the largest number of configurations.
func TestPickSubjectsFitAButton(t *testing.T) {
	chosen := make([]bool, 100)
	chosen[99], chosen[3] = true, true
	subject := PickSubject("p1234567", chosen, 75)
	action := chat.Action{Name: chat.ActSelect, Version: 12, Subject: subject}
	if text := action.Encode(); len(text) > 100 {
		t.Errorf("%q is too long for a button", text)
	}
	picked, err := ParsePick(subject)
	if err != nil || picked.From != 75 {
		t.Fatalf("parsePick(%q) = %+v, %v", subject, picked, err)
	}
	got, err := picked.Ticked(100)
	if err != nil || !cmp.Equal(got, chosen) {
		t.Errorf("ticked = %v, %v", got, err)
	}
}
