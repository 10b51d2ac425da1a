package scaffold

import (
	"strings"
	"testing"

	"github.com/trex-ml/trex/config"
)

// told is the probe's output for a parser with an option of each kind.
const told = `{"description": "Trains a net. Slowly.", "options": [
 {"flags": ["-l", "--lr"], "dest": "lr", "type": "float", "default": 0.01, "choices": [], "help": "rate", "takes": "one"},
 {"flags": ["--batch-size"], "dest": "batch_size", "type": "int", "default": 64, "takes": "one"},
 {"flags": ["--warmup"], "dest": "warmup", "type": "float", "default": 1, "takes": "one"},
 {"flags": ["--opt"], "dest": "opt", "type": "str", "default": "sgd", "choices": ["sgd", "adam"], "takes": "one"},
 {"flags": ["--run"], "dest": "run", "type": "str", "default": "10", "takes": "one"},
 {"flags": ["--ema"], "dest": "ema", "type": "str2bool", "default": false, "takes": "one"},
 {"flags": ["--amp"], "dest": "amp", "type": "bool", "default": true, "takes": "one"},
 {"flags": ["--fast"], "dest": "fast", "default": false, "takes": "none"},
 {"flags": ["--layers"], "dest": "layers", "type": "int", "default": null, "takes": "many"},
 {"flags": ["--data"], "dest": "data", "type": "str", "default": null, "required": true, "takes": "one"},
 {"flags": ["--resume"], "dest": "resume", "type": "str", "default": null, "takes": "one"},
 {"flags": [], "dest": "config", "type": "str", "default": null, "takes": "one"}]}`

func TestReadParser(t *testing.T) {
	draft, err := readParser([]byte(told))
	if err != nil {
		t.Fatal(err)
	}
	draft.Name, draft.Objective = "net", objective("")
	draft.Command = append([]string{"python3", "train.py"}, draft.Command...)
	parsed, err := config.Parse(config.Source{Name: "trex.yaml", Dir: "/lab", Data: draft.YAML()}, config.Sections{})
	if err != nil {
		t.Fatalf("%v in\n%s", err, draft.YAML())
	}
	p := parsed.Projects[0]
	var got []string
	for _, param := range p.Params {
		got = append(got, param.Name+" "+string(param.Type)+" "+param.Default.String())
	}
	want := "lr float 0.01, batch_size int 64, warmup float 1, opt string sgd, run string 10, ema bool false"
	if strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
	argv := "python3|train.py|--lr|0.01|--batch-size|64|--warmup|1|--opt|sgd|--run|10|--ema|false"
	if got := strings.Join(p.Argv(p.Defaults()), "|"); got != argv {
		t.Errorf("argv %s", got)
	}
	if p.Description != "Trains a net" || len(p.Params[3].Choices) != 2 {
		t.Errorf("description %q, choices %v", p.Description, p.Params[3].Choices)
	}
	for _, remark := range []string{"--amp has type=bool", "--fast takes no value", "--layers takes several", "--data is required", "--resume has no default", "config is a positional"} {
		if !strings.Contains(string(draft.YAML()), "# "+remark) {
			t.Errorf("the file does not say: %s", remark)
		}
	}
}

func TestObjective(t *testing.T) {
	for script, want := range map[string]string{
		`print(f"loss={l} val_acc={a}")`: "val_acc maximize", `log({"eval_loss": 1})`: "eval_loss minimize",
		`print("loss", x)`: "loss minimize", "pass": "val_loss minimize",
	} {
		if o := objective(script); o.Metric+" "+string(o.Goal) != want {
			t.Errorf("%s: %s %s, want %s", script, o.Metric, o.Goal, want)
		}
	}
}
