package metrics

import (
	"bytes"
	"math/rand"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

// pointText shows points as "loss@1=0.5 …".
func pointText(points []trex.Point) string {
	var texts []string
	for _, p := range points {
		texts = append(texts, p.Metric+"@"+strconv.FormatInt(p.Step, 10)+"="+strconv.FormatFloat(p.Value, 'g', -1, 64))
	}
	return strings.Join(texts, " ")
}

func parse(t *testing.T, options Options, log string) string {
	t.Helper()
	p, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	return pointText(append(p.Feed([]byte(log), time.Time{}).Points, p.Flush(time.Time{}).Points...))
}

func TestPatterns(t *testing.T) {
	for _, test := range []struct{ name, pattern, log, want string }{
		{"GroupIsTheMetric", `FID\s+(?P<fid>\S+) IS (?P<inception>[\d.]+)`, "FID 12.5 IS 8.1\nFID nan IS 8.2\n", "fid@1=12.5 inception@1=8.1 fid@2=NaN inception@2=8.2"},
		{"MetricAndValue", `(?P<metric>\w+) -> (?P<value>\S+)`, "fid -> 12.5\nfid -> x\nis -> 3\n", "fid@1=12.5 is@1=3"},
		{"StepAndEpoch", `^#(?P<step>\d+)/(?P<steps>\d+) e(?P<epoch>\d+) (?P<q>\S+)`, "#10/90 e1 0.5\n#20/90 e1 0.4\n#10/90 e2 0.3\n", "q@10=0.5 q@20=0.4 q@100=0.3"},
		{"WinsOverTheUsualReading", `loss=(?P<loss>\S+)%`, "epoch 3 loss=50% acc=0.5\n", "loss@3=50 acc=0.5"},
		{"OnlyItsLines", `FID (?P<fid>\S+)`, "epoch 3 loss=0.5\nFID of something\n", "loss@3=0.5"},
		{"OptionalGroup", `a (?P<a>\d+)(?: b (?P<b>\d+))?`, "a 1\na 1 b 2\n", "a@1=1 a@2=1 b@1=2"},
		{"ColoursAreGone", `^FID (?P<fid>\S+)$`, "\x1b[1mFID\x1b[0m 3.5\r\n", "fid@1=3.5"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := parse(t, Options{Patterns: []string{test.pattern}}, test.log)
			if want := strings.ReplaceAll(test.want, "acc=0.5", "acc@3=0.5"); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
	for pattern, want := range map[string]string{
		`(`:            "is not a regular expression",
		`loss (\d+)`:   "names no metric",
		`(?P<value>.)`: "needs both",
		`(a+)+$(?=b)`:  "is not a regular expression",
	} {
		_, err := New(Options{Patterns: []string{pattern}})
		if trex.KindOf(err) != trex.KindInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("New with %q: %v, want an invalid error with %q", pattern, err, want)
		}
	}
}

func TestObjectiveInOtherWords(t *testing.T) {
	for printed, objective := range map[string]string{
		"Validation Loss: 0.25": "val_loss", "val/loss=0.25": "val_loss", "valLoss: 0.25": "val_loss",
		"valid_loss=0.25": "val_loss", "val_loss 0.25": "val_loss", "Dice: 0.25": "dice", "quux=0.25": "quux",
		"Val - loss: 0.25": "val_loss", "val_accuracy=0.25": "val_acc",
	} {
		if got, want := parse(t, Options{Objective: objective}, "epoch 1 "+printed+"\n"), objective+"@1=0.25"; got != want {
			t.Errorf("%q: got %s, want %s", printed, got, want)
		}
	}
	if got := parse(t, Options{Objective: "quux"}, "quux: 3.5\n"); got != "quux@1=3.5" {
		t.Errorf("the objective alone on a line: got %s", got)
	}
}

func TestJSONL(t *testing.T) {
	log := `{"step":3,"loss":0.1,"epoch":1}
{"metric":"loss","value":0.25,"step":4}
{"step": 5, "eval": {"loss": NaN, "top": {"k": -Infinity}}, "note": "loss=1", "list": [1, {"a": 2}], "ok": true, "none": null}
{"step": 6, "loss": "NaN", "time": 1700000000.5, "seed": 7}
not json loss=9
{"step": 7, "loss": 0.5
{"loss": 1e999}
[1, 2]
{"name":"a b","value":2}`
	p := NewJSONL(Options{})
	got := pointText(append(p.Feed([]byte(log), time.Time{}).Points, p.Flush(time.Time{}).Points...))
	want := "loss@3=0.1 loss@4=0.25 eval/loss@5=NaN eval/top/k@5=-Inf loss@6=NaN seed@6=7 loss@6=+Inf a b@6=2"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestProgress(t *testing.T) {
	for _, test := range []struct {
		name, log string
		want      trex.Progress
	}{
		{"EndOfEpoch", "epoch 3/20 loss=0.5\n", trex.Progress{Done: 3, Total: 20, Unit: "epoch"}},
		{"HeadOfEpoch", "Epoch 3/20\n", trex.Progress{Done: 2, Total: 20, Unit: "epoch"}},
		{"InsideEpoch", "Epoch [3/20], Step [50/100], Loss: 0.5\n", trex.Progress{Done: 2.5, Total: 20, Unit: "epoch"}},
		{"EpochWithoutTotal", "Epoch 3 loss 0.5\n", trex.Progress{Done: 3, Unit: "epoch"}},
		{"Step", "step 120/500 loss 0.5\n", trex.Progress{Done: 120, Total: 500, Unit: "step"}},
		{"StepWithoutTotal", "step 120 loss 0.5\n", trex.Progress{Done: 120, Unit: "step"}},
		{"Bare", "[3/20] loss=0.5\n", trex.Progress{Done: 3, Total: 20, Unit: "step"}},
		{"OfWords", "epoch 3 of 20: loss=0.5\n", trex.Progress{Done: 3, Unit: "epoch"}},
		{"Bar", " 25%|##5       | 10/40 [00:01<00:03, 9.9it/s]\r", trex.Progress{Done: 10, Total: 40, Unit: "step"}},
		{"BarOfAnEpoch", "Epoch 2/4:  50%|#####     | 10/20 [00:01<00:01]\r", trex.Progress{Done: 1.5, Total: 4, Unit: "epoch"}},
		{"ZeroBased", "Epoch 0/24\nEpoch 1/24 loss=0.5\n", trex.Progress{Done: 2, Total: 24, Unit: "epoch"}},
		{"DownloadIsNone", "Downloading: 50%|#####     | 10/20 [00:01<00:01]\r", trex.Progress{}},
		{"BuildIsNone", "[1/3] c++ -MMD -MF main.o.d -O3 -c main.cpp -o main.o\n", trex.Progress{}},
		{"NeverBackwards", "epoch 3/20 loss=0.5\nbest at epoch 1/20\n", trex.Progress{Done: 3, Total: 20, Unit: "epoch"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, progress := readAll(t, []byte(test.log))
			if progress == nil {
				progress = new(trex.Progress)
			}
			if diff := cmp.Diff(test.want, *progress); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLongLinesAreBounded(t *testing.T) {
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	chunk := bytes.Repeat([]byte("x"), 100_000)
	var points []trex.Point
	points = append(points, p.Feed([]byte("epoch 1 loss=0.5 "), time.Time{}).Points...)
	for range 100 {
		points = append(points, p.Feed(chunk, time.Time{}).Points...)
		if p.Pending() > maxLine || cap(p.held) > 2*maxLine {
			t.Fatalf("holds %d bytes (%d)", p.Pending(), cap(p.held))
		}
	}
	if p.Pending() != 0 {
		t.Errorf("pending %d inside the rest of a long line, want 0", p.Pending())
	}
	restored, _ := New(Options{})
	if err := restored.Restore(p.State()); err != nil {
		t.Fatal(err)
	}
	points = append(points, restored.Feed([]byte("loss=9 acc=9\nepoch 2 loss=0.25\n"), time.Time{}).Points...)
	if got := pointText(points); got != "loss@1=0.5 loss@2=0.25" {
		t.Errorf("got %s", got)
	}
}

func TestGarbage(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	noise := make([]byte, 1<<20)
	for i := range noise {
		noise[i] = byte(random.Intn(256))
	}
	points, _ := readAll(t, append(noise, "\nepoch 3 loss=0.5\n"...))
	if len(points) == 0 || points[len(points)-1].Value != 0.5 {
		t.Errorf("got %d points, want the one after the noise", len(points))
	}
	if len(points) > 20 {
		t.Errorf("a megabyte of noise gave %d points", len(points))
	}
}

func TestNamesWithoutEnd(t *testing.T) {
	p, _ := New(Options{})
	for i := range 3 * maxSeries {
		p.Feed([]byte("step 1 loss_"+strconv.Itoa(i)+"=0.5\n"), time.Time{})
	}
	if len(p.track.Series) > maxSeries || len(p.names.known) > maxNames {
		t.Errorf("%d series, %d names", len(p.track.Series), len(p.names.known))
	}
}

func TestRestoreRefusesGarbage(t *testing.T) {
	p, _ := New(Options{})
	for _, state := range []string{"{", `{"Series":3}`, "[]"} {
		if err := p.Restore([]byte(state)); trex.KindOf(err) != trex.KindInvalid {
			t.Errorf("Restore(%s): %v", state, err)
		}
	}
	if err := p.Restore(nil); err != nil {
		t.Errorf("Restore of nothing: %v", err)
	}
}
