package lex

import (
	"math"
	"strings"
	"testing"

	"github.com/trex-ml/trex/internal/await"
)

func TestNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{
		"1e-3": 1e-3, ".001": .001, "0.1": 0.1, "3x10^-4": 3e-4, "3·10⁻⁴": 3e-4, "3 × 10^-4": 3e-4, "3*10**-4": 3e-4,
		"10^-3": 1e-3, "10⁻³": 1e-3, "2^5": 32, "2⁷": 128, "10^{-2}": 1e-2, "1/10": 0.1, "½": 0.5, "1½": 1.5, "20%": 20, "20 %": 20,
		"1k": 1000, "2.5k": 2500, "1M": 1e6, "1_000": 1000, "1,000": 1000, "1,000,000": 1e6, "0,01": 0.01, "1E3": 1000,
		"1e+2": 100, "5.": 5, "-3": -3, "−3": -3, "1e−3": 1e-3, "ten": 10, "twenty five": 25, "twenty-five": 25,
		"a hundred": 100, "two hundred and fifty": 250, "one thousand": 1000, "two thousand five hundred": 2500, "a dozen": 12,
		"half": 0.5, "one tenth": 0.1, "a quarter": 0.25, "three quarters": 0.75, "point one": 0.1, "zero point oh five": 0.05,
		"ten to the minus three": 1e-3, "10 to the power of -3": 1e-3, "1e minus 3": 1e-3, "two to the five": 32,
		"20 percent": 20, "twenty percent": 20, "2x": 2, "x2": 2, "×10": 10, "3x10-4": 3e-4, "1.e-3": 1e-3, "１２": 12,
		"two fifty six": 256, "one twenty eight": 128, "five twelve": 512, "one twenty-eight": 128, "sixtyfour": 64, "2 mil": 2e6,
		"one-tenth": 0.1, "1e5": 1e5, "5 hundred": 500, "1.5e-4": 1.5e-4, "6.02e23": 6.02e23,
	} {
		tokens := Scan(text)
		if len(tokens) == 2 && tokens[1].Text == "." {
			tokens = tokens[:1]
		}
		if len(tokens) != 1 || tokens[0].Kind != Num {
			t.Errorf("%q: tokens %+v", text, tokens)
			continue
		}
		if got := tokens[0].Num.Value; math.Abs(got-want) > 1e-12*math.Abs(want) {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

func TestSplits(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"16,32,64":              "16 , 32 , 64",
		"0.1,0.01":              "0.1 , 0.01",
		"16/32/64":              "16 / 32 / 64",
		"0.1/0.01":              "0.1 / 0.01",
		"1e-4..1e-1":            "1e-4 .. 1e-1",
		"1-5":                   "1 - 5",
		"20epochs":              "20 epochs",
		"--batch-size=64":       "batch-size = 64",
		"lr=.05":                "lr = .05",
		"what's up, don't":      "whats up , dont",
		"<@U123> hi @trex you":  "hi you",
		"r12 and E4":            "r12 and e4",
		"- lr 0.1\n- bs 32":     "\n lr 0.1 \n \n bs 32",
		"1. lr 0.1\n2. lr 0.2":  "\n lr 0.1 \n \n lr 0.2",
		"[1,2]":                 "[ 1 , 2 ]",
		"the third one":         "the third one",
		"see https://x.y/z now": "see now",
		"0.1 🚀 go":              "0.1 go",
		"1e-3.":                 "1e-3 .",
		"`lr`=**0.1**":          "lr = 0.1",
		"*lr* 0.1, _epochs_ 20": "lr 0.1 , epochs 20",
		"lr * 10 and lr*2":      "lr * 10 and lr * 2",
		"0.1.2 and 0.1..0.2":    "0.1.2 and 0.1 .. 0.2",
		"```json\nlr":           "\n lr",
		"lr 0.1 comma 0.2":      "lr 0.1 , 0.2",
	} {
		var texts []string
		for _, token := range Scan(text) {
			texts = append(texts, token.Text)
		}
		if got := strings.Join(texts, " "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// TestLongTextsEnd fails only when a text takes far too long.
// BenchmarkLongMessages of package agent measures the time.
func TestLongTextsEnd(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"1,", "1/", "<@", "a-", "((((", "one hundred ", "10^", "point one ", "x1", "half a ", "1 x 10", "*", "*a", "0.1.2 "} {
		scanned := make(chan []Token, 1)
		go func() { scanned <- Scan(strings.Repeat(unit, 1<<14/len(unit))) }()
		await.Value(t, "the end of 16 kB of "+unit, scanned)
	}
}
