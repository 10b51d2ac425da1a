package scaffold_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/scaffold"
)

const argparse = `usage: train.py [-h] [--lr LR] [--batch-size N] [--optimizer {sgd,adam}]

options:
  -h, --help            show this help message and exit
  --lr LR               learning rate (default: 0.01)
  --batch-size N, -b N  samples a step
                        (default: 64)
  --optimizer {sgd,adam}
                        which one: to use (default: adam)
  --fp16                half precision (default: False)
  --name NAME           no default here
  --data DIR            where it is (default: ./data)
`

const goFlags = `Usage of train:
  -epochs int
    	how long (default 10)
  -lr float
    	learning rate (default 0.1)
`

const mlproject = `name: My Project!
conda_env: conda.yaml
entry_points:
  validate: {command: "python v.py"}
  main:
    parameters:
      data_file: path
      alpha: {type: float, default: 1}
      l1_ratio: 0.1
    command: "python train.py --alpha {alpha} --l1 {l1_ratio} '{data_file}'"
`

func TestParseHelp(t *testing.T) {
	for name, test := range map[string]struct{ help, want string }{
		"Argparse": {argparse, `lr float 0.01, batch-size int 64, optimizer string adam [sgd adam], data string ./data`},
		"GoFlags":  {goFlags, `epochs int 10, lr float 0.1`},
		"Click":    {"Options:\n  --lr FLOAT     Rate  [default: 1e-3]\n  --kind [a|b]   Kind  [default: b]\n", `lr float 0.001, kind string b [a b]`},
		"Garbage":  {"Traceback (most recent call last):\n  File \"x\"\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			draft := scaffold.ParseHelp(test.help)
			var got []string
			for _, p := range draft.Params {
				text := p.Name + " " + string(p.Type) + " " + p.Default.String()
				if len(p.Choices) > 0 {
					var names []string
					for _, choice := range p.Choices {
						names = append(names, choice.String())
					}
					text += " [" + strings.Join(names, " ") + "]"
				}
				got = append(got, text)
			}
			if strings.Join(got, ", ") != test.want {
				t.Errorf("got  %s\nwant %s\nremarks %q", strings.Join(got, ", "), test.want, draft.Remarks)
			}
		})
	}
}

func TestMLprojectLoadsAsItIsWritten(t *testing.T) {
	draft, err := scaffold.MLproject([]byte(mlproject))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := config.Parse(config.Source{Name: "trex.yaml", Dir: "/lab", Data: draft.YAML()}, config.Sections{})
	if err != nil {
		t.Fatalf("%v in\n%s", err, draft.YAML())
	}
	p := parsed.Projects[0]
	if p.Name != "my-project" || strings.Join(p.ParamNames(), " ") != "data_file alpha l1_ratio" {
		t.Errorf("project %s with %q", p.Name, p.ParamNames())
	}
	if got := strings.Join(p.Argv(p.Defaults()), "|"); got != "python|train.py|--alpha|1|--l1|0.1|none" {
		t.Errorf("argv %s", got)
	}
}

func TestMLprojectRefuses(t *testing.T) {
	for name, file := range map[string]string{
		"NotYAML":      "{",
		"NoEntryPoint": "name: x",
		"ShellCommand": "entry_points: {main: {command: 'a | b'}}",
	} {
		if _, err := scaffold.MLproject([]byte(file)); trex.KindOf(err) != trex.KindInvalid {
			t.Errorf("%s: error = %v, want an invalid one", name, err)
		}
	}
}

func TestHelpRunsTheScript(t *testing.T) {
	script := filepath.Join(t.TempDir(), "train model")
	body := "#!/bin/sh\necho '  --lr LR  rate (default: 0.5)'\n"
	if err := os.WriteFile(script, []byte(body), 0o755); err != nil {
		t.Fatal(err)
	}
	draft, err := scaffold.Help(t.Context(), script)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := config.Parse(config.Source{Name: "trex.yaml", Dir: "/lab", Data: draft.YAML()}, config.Sections{})
	if err != nil {
		t.Fatalf("%v in\n%s", err, draft.YAML())
	}
	if p := parsed.Projects[0]; p.Name != "train-model" || p.Command[0] != script {
		t.Errorf("project %s runs %q", p.Name, p.Command)
	}
	if _, err := scaffold.Help(t.Context(), "/bin/true"); trex.KindOf(err) != trex.KindInvalid {
		t.Errorf("a script without options: %v, want an invalid error", err)
	}
}

func FuzzParseHelp(f *testing.F) {
	f.Add(argparse)
	f.Add(goFlags)
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range scaffold.ParseHelp(text).Params {
			if _, err := p.Check(p.Default); err != nil {
				t.Errorf("a default that is not a value: %v", err)
			}
		}
	})
}
