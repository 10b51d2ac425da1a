package agent

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
)

// TestEveryNumberCounts guards against the worst mistake: a number in a request
// that is in no configuration and that the answer does not report as left out.
// It reads all sets whose last message proposes something.
func TestEveryNumberCounts(t *testing.T) {
	t.Parallel()
	grammar := NewGrammar()
	inParts(t, readWordings(t), func(t *testing.T, examples []example) {
		for _, e := range examples {
			turns := e.turns()
			intent := e.converse(t, grammar)
			if intent.Kind != Propose && intent.Kind != Edit {
				continue
			}
			for _, number := range unaccounted(turns[len(turns)-1], intent, e.projects()) {
				t.Errorf("%s: %q: %s is nowhere in %s", e.where, strings.Join(turns, " ⏎ "), number, intent.Reading)
			}
		}
	})
}

// unaccounted returns the numbers of a text that the configurations do not show
// as a value, a count, a step or a factor.
func unaccounted(text string, intent Intent, projects []trex.Project) []string {
	facts := factsOf(intent.Configs, projects)
	var missing []string
	for _, token := range lex.Scan(text) {
		if token.Kind != lex.Num || token.Num.Ordinal || token.Num.Spelled && token.Text == "one" {
			continue
		}
		candidates := append(slices.Clone(token.Num.List), token.Num.Value, token.Num.Value/100, -token.Num.Value, 1/token.Num.Value, 1+token.Num.Value/100, 1-token.Num.Value/100, 1+token.Num.Value, 1-token.Num.Value)
		if !slices.ContainsFunc(candidates, func(f float64) bool { return slices.ContainsFunc(facts, func(g float64) bool { return near(f, g) }) }) &&
			!strings.Contains(intent.Reading, token.Raw) {
			missing = append(missing, token.Raw)
		}
	}
	return missing
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-6*max(math.Abs(a), math.Abs(b)) }

// factsOf lists the numbers that follow from configurations: values, how many
// there are, and differences and ratios of neighbours and defaults.
func factsOf(configs []trex.RunConfig, projects []trex.Project) []float64 {
	facts := []float64{float64(len(configs))}
	for _, p := range projects {
		for _, param := range p.Params {
			base, ok := param.Default.Float()
			if !ok {
				continue
			}
			var values []float64
			for _, config := range configs {
				if f, ok := config[param.Name].Float(); ok && !slices.Contains(values, f) {
					values = append(values, f)
				}
			}
			facts = append(append(facts, values...), float64(len(values)))
			for i, f := range append(values, base) {
				facts = append(facts, f-base, f/base, math.Log10(f), math.Log2(f))
				if i > 0 {
					facts = append(facts, f-values[i-1], values[i-1]-f, f/values[i-1], values[i-1]/f)
				}
			}
		}
	}
	return facts
}
