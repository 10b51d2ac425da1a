package digits

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

func runMain(t *testing.T, args ...string) (lines []string, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = Main(args, &out, &errs)
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n"), errs.String(), code
}

var reportLine = regexp.MustCompile(`^epoch (\d+)/(\d+) loss=(\S+) acc=(\S+) val_loss=(\S+) val_acc=(\S+)$`)

// metric reads one column of the reports: 3 loss, 4 acc, 5 val_loss, 6 val_acc.
func metric(t *testing.T, lines []string, column int) (values []float64) {
	t.Helper()
	for _, line := range lines[:len(lines)-1] {
		match := reportLine.FindStringSubmatch(line)
		if match == nil {
			t.Fatalf("not a report: %q", line)
		}
		value, err := strconv.ParseFloat(match[column], 64)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
	}
	return values
}

func TestEveryOptimizerLearns(t *testing.T) {
	for _, test := range []struct {
		args []string
		want float64
	}{
		{nil, 0.95},
		{[]string{"--epochs", "4", "--lr", "0.03", "--optimizer", "momentum", "--hidden", "32"}, 0.95},
		{[]string{"--epochs", "4", "--lr", "0.01", "--optimizer", "adam", "--hidden", "32"}, 0.95},
		{[]string{"--epochs", "4", "--weight-decay", "0.001", "--hidden", "32"}, 0.94},
		{[]string{"--epochs", "4", "--dropout", "0.3", "--hidden", "32"}, 0.93},
		{[]string{"--epochs", "2", "--hidden", "1"}, 0.15},
		{[]string{"--epochs", "2", "--hidden", "16", "--batch-size", "1", "--lr", "0.01"}, 0.85},
		{[]string{"--epochs", "15", "--hidden", "16", "--batch-size", "1024", "--lr", "1"}, 0.85},
	} {
		t.Run(strings.Join(test.args, " "), func(t *testing.T) {
			lines, stderr, code := runMain(t, test.args...)
			if code != 0 || stderr != "" {
				t.Fatalf("exit %d, stderr %q", code, stderr)
			}
			accuracy := metric(t, lines, 6)
			if last := accuracy[len(accuracy)-1]; last < test.want {
				t.Errorf("validation accuracy %v, want at least %v", last, test.want)
			}
		})
	}
}

func TestSameSeedSameNumbers(t *testing.T) {
	args := []string{"--epochs", "2", "--hidden", "16", "--dropout", "0.2", "--optimizer", "adam", "--lr", "0.01"}
	reports := func(args ...string) []string {
		lines, _, _ := runMain(t, args...)
		return lines[:len(lines)-1]
	}
	first := reports(args...)
	if diff := cmp.Diff(first, reports(args...)); diff != "" {
		t.Errorf("the same seed gave other numbers:\n%s", diff)
	}
	if cmp.Equal(first, reports(append(args, "--seed", "1")...)) {
		t.Error("another seed gave the same numbers")
	}
}

func TestSplitIsStratified(t *testing.T) {
	data, err := load()
	if err != nil {
		t.Fatal(err)
	}
	if got := data.train.len() + data.validation.len(); got != 1797 {
		t.Errorf("%d images, want 1797", got)
	}
	var train, validation [classes]int
	for _, label := range data.train.labels {
		train[label]++
	}
	for _, label := range data.validation.labels {
		validation[label]++
	}
	for digit := range train {
		if share := float64(validation[digit]) / float64(train[digit]+validation[digit]); share < 0.19 || share > 0.2 {
			t.Errorf("%.3f of the images of %d validate", share, digit)
		}
	}
}

func TestDivergenceGoesOnToTheEnd(t *testing.T) {
	lines, stderr, code := runMain(t, "--lr", "10", "--epochs", "12", "--hidden", "8")
	if code != 0 || stderr != "" {
		t.Fatalf("exit %d, stderr %q", code, stderr)
	}
	losses := metric(t, lines, 5)
	if len(losses) != 12 || !math.IsNaN(losses[11]) {
		t.Errorf("%d reports, the last val_loss %v", len(losses), losses[len(losses)-1])
	}
	if !strings.Contains(strings.Join(lines, "\n"), "val_loss=nan") {
		t.Error("NaN is not written as nan")
	}
}

func TestSummaryIsNotAReport(t *testing.T) {
	for _, args := range [][]string{{"--epochs", "1", "--hidden", "8"}, {"--lr", "10", "--weight-decay", "1", "--epochs", "30"}} {
		lines, _, _ := runMain(t, args...)
		last := lines[len(lines)-1]
		if !strings.HasPrefix(last, "done in ") || strings.ContainsAny(last, "=:") {
			t.Errorf("summary %q", last)
		}
	}
}

func TestArguments(t *testing.T) {
	for _, test := range []struct{ args, want string }{
		{"--lr abc", `lr must be a number, got "abc"`},
		{"--lr 0", "lr must be above 0, got 0"},
		{"--lr nan", `lr must be a number, got "nan"`},
		{"--lr 11", "lr must be at most 10, got 11"},
		{"--lr", "--lr needs a value"},
		{"--epochs 2.5", `epochs must be a whole number, got "2.5"`},
		{"--epochs 0", "epochs must be at least 1, got 0"},
		{"--batch-size -1", "batch_size must be at least 1, got -1"},
		{"--batch_size=2000", "batch_size must be at most 1024, got 2000"},
		{"--optimizer rmsprop", `optimizer must be one of sgd, momentum, adam, got "rmsprop"`},
		{"--dropout 0.95", "dropout must be at most 0.9, got 0.95"},
		{"--seed -1", "seed must be at least 0, got -1"},
		{"--warmup 100", `unknown argument "--warmup"; it takes --lr, --epochs, --batch-size,`},
		{"lr 0.1", `unknown argument "lr"`},
		{"$(touch x);", `unknown argument "$(touch"`},
	} {
		t.Run(test.args, func(t *testing.T) {
			lines, stderr, code := runMain(t, strings.Fields(test.args)...)
			if code != 2 || !strings.Contains(stderr, test.want) || lines[0] != "" {
				t.Errorf("exit %d, stderr %q, stdout %q; want 2 and %q", code, stderr, lines, test.want)
			}
		})
	}
}

func TestSpellingsOfFlags(t *testing.T) {
	want, err := parse([]string{"--batch-size", "64", "--weight-decay", "0.1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"--batch_size", "64", "--weight_decay", "0.1"},
		{"-batch-size=64", "--weight-decay=0.1"},
		{"--batch-size", "32", "--batch-size", "64", "--weight-decay", "1e-1"},
	} {
		got, err := parse(args)
		if err != nil || got != want {
			t.Errorf("parse(%q) = %+v, %v", args, got, err)
		}
	}
}

func TestHelp(t *testing.T) {
	lines, _, code := runMain(t, "--help")
	help := strings.Join(lines, "\n")
	for _, param := range Project().Params {
		if !strings.Contains(help, flagName(param.Name)) {
			t.Errorf("help does not name %s", flagName(param.Name))
		}
	}
	if code != 0 {
		t.Errorf("exit %d", code)
	}
}

func TestProjectRunsItself(t *testing.T) {
	project := Project()
	config, err := project.Complete(trex.RunConfig{"optimizer": trex.Text("adam")})
	if err != nil {
		t.Fatal(err)
	}
	argv := project.Argv(config)
	if diff := cmp.Diff([]string{"trex", "example", "digits", "--lr", "0.1"}, argv[:5]); diff != "" {
		t.Error(diff)
	}
	got, err := parse(argv[3:])
	if want := fromConfig(config); err != nil || got != want {
		t.Errorf("parse = %+v, %v; want %+v", got, err, want)
	}
}

// writeByLine fails the test when a Write is not exactly one line.
type writeByLine struct {
	t     *testing.T
	lines int
}

func (w *writeByLine) Write(p []byte) (int, error) {
	w.lines++
	if bytes.Count(p, []byte("\n")) != 1 || !bytes.HasSuffix(p, []byte("\n")) {
		w.t.Errorf("one write holds %q", p)
	}
	return len(p), nil
}

func TestLinesArriveOneByOne(t *testing.T) {
	out := &writeByLine{t: t}
	Main([]string{"--epochs", "2", "--hidden", "4"}, out, t.Output())
	if out.lines != 3 {
		t.Errorf("%d writes, want 3", out.lines)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestBrokenOutputEndsTheRun(t *testing.T) {
	var stderr bytes.Buffer
	if code := Main(nil, brokenPipe{}, &stderr); code != 1 || !strings.Contains(stderr.String(), "broken pipe") {
		t.Errorf("exit %d, stderr %q", code, &stderr)
	}
}

// The gradient is compared with differences of the loss.
func TestGradient(t *testing.T) {
	data, err := load()
	if err != nil {
		t.Fatal(err)
	}
	trainer := newTrainer(&data.train, options{hidden: 7, batchSize: 1, optimizer: "sgd", dropout: 0.5, seed: 3})
	n, image, label := trainer.network, data.train.image(5), data.train.labels[5]
	trainer.drop()
	loss := func() float64 {
		loss, _, _ := crossEntropy(n.forward(image, trainer.keep), label)
		return loss
	}
	_, slope, _ := crossEntropy(n.forward(image, trainer.keep), label)
	n.backpropagate(image, trainer.keep, &slope)
	const h = 1e-6
	for i := range n.params {
		was := n.params[i]
		n.params[i] = was + h
		above := loss()
		n.params[i] = was - h
		below := loss()
		n.params[i] = was
		if want := (above - below) / (2 * h); math.Abs(want-n.grads[i]) > 1e-6 {
			t.Fatalf("gradient of parameter %d is %v, want %v", i, n.grads[i], want)
		}
	}
}

func BenchmarkTenEpochs(b *testing.B) {
	for _, args := range [][]string{nil, {"--optimizer", "adam"}, {"--hidden", "1024"}, {"--batch-size", "1"}} {
		b.Run(fmt.Sprint(args), func(b *testing.B) {
			for b.Loop() {
				Main(args, new(bytes.Buffer), new(bytes.Buffer))
			}
		})
	}
}
