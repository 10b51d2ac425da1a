package sweep

import (
	"strings"
	"testing"

	"github.com/trex-ml/trex"
)

func project() *trex.Project {
	return &trex.Project{Name: "p", Params: []trex.Param{
		{Name: "lr", Type: trex.Float, Default: trex.Number(0.1), Above: new(0.0), Max: new(10.0), Scale: trex.Log},
		{Name: "epochs", Type: trex.Int, Default: trex.Number(10), Min: new(1.0), Max: new(500.0)},
		{Name: "opt", Type: trex.String, Default: trex.Text("sgd"), Choices: []trex.Value{trex.Text("sgd"), trex.Text("adam")}},
		{Name: "seed", Type: trex.Int, Default: trex.Number(0), Min: new(0.0)},
	}}
}

func list(name string, values ...float64) Axis {
	axis := Axis{Param: name}
	for _, v := range values {
		axis.Terms = append(axis.Terms, Abs(trex.Number(v)))
	}
	return axis
}

func span(name string, from, to float64, s Spread) Axis {
	s.From, s.To = Abs(trex.Number(from)), Abs(trex.Number(to))
	return Axis{Param: name, Spread: &s}
}

func TestExpand(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		plan Plan
		want string // the sentence, or the text of the error
	}{
		"Defaults":     {Plan{}, "1 run: everything default"},
		"Grid":         {Plan{Shared: []Axis{list("lr", 1, 2), list("epochs", 3, 4)}}, "4 runs: lr ∈ {1, 2}, epochs ∈ {3, 4}; the rest default"},
		"Pairs":        {Plan{Zip: true, Shared: []Axis{list("lr", 1, 2), list("epochs", 3, 4)}}, "2 runs: lr 1 with epochs 3 | lr 2 with epochs 4; the rest default"},
		"UnevenPairs":  {Plan{Zip: true, Shared: []Axis{list("lr", 1, 2), list("epochs", 3, 4, 5)}}, "lr has 2 values and epochs has 3"},
		"Duplicates":   {Plan{Shared: []Axis{list("lr", 1, 1, 1)}}, "1 run: lr 1; the rest default"},
		"Cases":        {Plan{Cases: [][]Axis{{list("lr", 1)}, {list("lr", 2), list("epochs", 3)}}}, "2 runs: lr 1 with epochs 10 | lr 2 with epochs 3; the rest default"},
		"LogRange":     {Plan{Shared: []Axis{span("lr", 0.001, 1, Spread{Count: 4})}}, "4 runs: lr ∈ {0.001, 0.01, 0.1, 1}; the rest default"},
		"EvenRange":    {Plan{Shared: []Axis{span("lr", 1, 2, Spread{Count: 3, Spacing: Even})}}, "3 runs: lr ∈ {1, 1.5, 2}; the rest default"},
		"Steps":        {Plan{Shared: []Axis{span("epochs", 10, 30, Spread{Step: 10})}}, "3 runs: epochs ∈ {10, 20, 30}; the rest default"},
		"Decades":      {Plan{Shared: []Axis{span("lr", 0.01, 1, Spread{})}}, "3 runs: lr ∈ {0.01, 0.1, 1}; the rest default"},
		"OpenRange":    {Plan{Shared: []Axis{span("lr", 0.02, 0.3, Spread{})}}, "in how many values"},
		"TooNarrow":    {Plan{Shared: []Axis{span("epochs", 1, 3, Spread{Count: 9})}}, "no 9 different values"},
		"Downward":     {Plan{Shared: []Axis{span("lr", 1, 0.01, Spread{Count: 3})}}, "3 runs: lr ∈ {1, 0.1, 0.01}; the rest default"},
		"Seeds":        {Plan{Shared: []Axis{list("lr", 1)}, Repeats: 3}, "3 runs: seed ∈ {0, 1, 2}, lr 1; the rest default"},
		"OutOfBounds":  {Plan{Shared: []Axis{list("lr", 11)}}, "lr must be at most 10, got 11"},
		"UnknownParam": {Plan{Shared: []Axis{list("foo", 1)}}, `p has no parameter "foo"`},
		"Twice":        {Plan{Shared: []Axis{list("lr", 1), list("lr", 2)}}, "lr is given twice"},
		"TooMany":      {Plan{Shared: []Axis{span("epochs", 1, 500, Spread{Step: 1})}}, "at most 20"},
		"HugeGrid":     {Plan{Shared: []Axis{span("epochs", 1, 20, Spread{Step: 1}), span("seed", 0, 19, Spread{}), list("lr", 1, 2, 3)}}, "1,200 runs"},
		"TooManySeeds": {Plan{Repeats: 1 << 40}, "at most 20"},
		"Except":       {Plan{Shared: []Axis{{Param: "opt", All: true, Except: []trex.Value{trex.Text("adam")}}}}, "1 run: everything default"},
		"NothingLeft":  {Plan{Shared: []Axis{{Param: "opt", Terms: []Term{Abs(trex.Text("adam"))}, Except: []trex.Value{trex.Text("adam")}}}}, "no value of opt is left"},
		"Half":         {Plan{Shared: []Axis{{Param: "epochs", Terms: []Term{{Kind: Scaled, Factor: 0.5}}}}}, "1 run: epochs 5; the rest default"},
		"OfText":       {Plan{Shared: []Axis{{Param: "opt", Terms: []Term{{Kind: Scaled, Factor: 2}}}}}, "cannot be multiplied"},
		"LeftOut":      {Plan{Shared: []Axis{list("lr", 1, 2), list("epochs", 3, 4)}, Except: []Combination{{list("lr", 1), list("epochs", 4)}}}, "3 runs: lr 1 with epochs 3 | lr 2 with epochs 3 | lr 2 with epochs 4; the rest default"},
		"LeftOutNone":  {Plan{Shared: []Axis{list("lr", 1, 2)}, Except: []Combination{{list("lr", 1), list("epochs", 4)}}}, "No configuration here has lr 1 with epochs 4"},
		"LeftOutAll":   {Plan{Shared: []Axis{list("lr", 1, 2)}, Except: []Combination{{list("lr", 1, 2)}}}, "no configuration is left"},
		"FewNumbers":   {Plan{Shared: []Axis{span("epochs", 3, 6, Spread{})}}, "4 runs: epochs ∈ {3, 4, 5, 6}; the rest default"},
		"CapOfRange":   {Plan{Shared: []Axis{span("lr", 0.01, 1, Spread{})}, Cap: 3}, "3 runs: lr ∈ {0.01, 0.1, 1}; the rest default"},
		"OverTheCap":   {Plan{Shared: []Axis{list("lr", 1, 2, 3)}, Cap: 2}, "you said at most 2"},
		"WrongTotal":   {Plan{Shared: []Axis{list("lr", 1, 2)}, Total: 3}, "You said 3 runs"},
		"TotalOfRange": {Plan{Shared: []Axis{span("lr", 0.01, 1, Spread{})}, Total: 5}, "5 runs: lr ∈ {0.01, 0.03162278, 0.1, 0.3162278, 1}; the rest default"},
	} {
		t.Run(name, func(t *testing.T) {
			tc.plan.Max = 20
			configs, err := tc.plan.Expand(project())
			got := Describe(project(), configs)
			if err != nil {
				got, _ = trex.Sentence(err)
			}
			if err == nil && got != tc.want || err != nil && !strings.Contains(got, tc.want) {
				t.Errorf("got %q (error %v), want %q", got, err, tc.want)
			}
		})
	}
}

func TestDrawIsReproducibleDistinctAndWithinBounds(t *testing.T) {
	t.Parallel()
	plan := Plan{Random: 20, Max: 20, Seed: 7, Shared: []Axis{span("lr", 0.001, 0.1, Spread{}), span("epochs", 5, 6, Spread{})}}
	first, err := plan.Expand(project())
	if err != nil {
		t.Fatal(err)
	}
	again, _ := plan.Expand(project())
	seen := map[trex.Value]bool{}
	for i, config := range first {
		lr, _ := config["lr"].Float()
		if lr < 0.001 || lr > 0.1 || seen[config["lr"]] || !config.Equal(again[i]) {
			t.Errorf("configuration %d: %v, drawn again %v", i, config, again[i])
		}
		seen[config["lr"]] = true
	}
	plan.Shared = []Axis{list("epochs", 5, 6)}
	if _, err := plan.Expand(project()); err == nil {
		t.Error("20 different configurations were drawn from 2")
	}
}
