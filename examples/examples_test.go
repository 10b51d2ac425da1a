// Package examples_test checks that the example scripts fit their trex.yaml and
// that Trex understands their output.
package examples_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/runner/metrics"
)

// printed is a line that each script printed when it was run.
var printed = map[string]string{
	"torch-digits":   "epoch 4/4 loss=0.07203 acc=0.9812 val_loss=0.15407 val_acc=0.9556\n",
	"sklearn-digits": `{"step": 30, "loss": 0.150646, "val_loss": 0.295276, "val_acc": 0.9556}` + "\n",
}

func TestScriptsFitTheirProjects(t *testing.T) {
	files, err := filepath.Glob("*/trex.yaml")
	if err != nil || len(files) != len(printed) {
		t.Fatalf("%d examples, %v", len(files), err)
	}
	for _, file := range files {
		loaded, err := config.Load(file, config.Sections{})
		if err != nil {
			t.Fatal(err)
		}
		project := loaded.Projects[0]
		t.Run(project.Name, func(t *testing.T) {
			script, err := os.ReadFile(filepath.Join(filepath.Dir(file), "train.py"))
			if err != nil {
				t.Fatal(err)
			}
			argv := project.Argv(project.Defaults())
			for i := 2; i < len(argv); i += 2 {
				if !strings.Contains(string(script), `add_argument("`+argv[i]+`"`) {
					t.Errorf("train.py has no flag %s", argv[i])
				}
			}
			parser, err := metrics.New(metrics.Options{Objective: project.Objective.Metric})
			if err != nil {
				t.Fatal(err)
			}
			found := map[string]bool{}
			for _, point := range parser.Feed([]byte(printed[project.Name]), time.Time{}).Points {
				found[point.Metric] = true
			}
			for _, metric := range []string{"loss", "val_loss", "val_acc", project.Objective.Metric} {
				if !found[metric] {
					t.Errorf("%s was not read from what the script prints", metric)
				}
			}
		})
	}
}
