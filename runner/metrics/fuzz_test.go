package metrics

import (
	"os"
	"path/filepath"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

// FuzzParser checks that any bytes, in any pieces, with a parser that is
// replaced between them, give the same points as in one piece.
func FuzzParser(f *testing.F) {
	logs, _ := filepath.Glob("testdata/logs/*.log")
	for _, path := range logs {
		if log, err := os.ReadFile(path); err == nil {
			f.Add(log[:min(len(log), 2000)], uint16(100))
		}
	}
	f.Add([]byte("epoch 1/3 loss=0.5\r\n[12]\ta:0.1\n{'loss': nan, 'epoch': 0.5}\n"), uint16(3))
	f.Fuzz(func(t *testing.T, log []byte, piece uint16) {
		options := Options{Patterns: []string{`fid is (?P<fid>\S+)`, `(?P<metric>\w+) -> (?P<value>\S+) at (?P<step>\d+)`}, Objective: "val_loss"}
		whole := feeding{t, options, false}.feed(log, len(log)+1)
		pieces := feeding{t, options, false}.feed(log, int(piece)+1)
		if diff := cmp.Diff(whole, pieces); diff != "" {
			t.Errorf("whole and in pieces of %d differ:\n%s", int(piece)+1, diff)
		}
		if diff := cmp.Diff(feeding{t, options, true}.feed(log, len(log)+1), whole); diff != "" {
			t.Errorf("a glance passed over something:\n%s", diff)
		}
	})
}

// feeding is of parsers that are restarted now and then.
type feeding struct {
	t        *testing.T
	options  Options
	thorough bool // without a glance first
}

func (f feeding) feed(log []byte, piece int) expected {
	t, options, thorough := f.t, f.options, f.thorough
	p, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	p.thorough = thorough
	var points []trex.Point
	var progress *trex.Progress
	take := func(b Batch) {
		points = append(points, b.Points...)
		if b.Progress != nil {
			progress = b.Progress
		}
	}
	for at, n := 0, 0; at < len(log); n++ {
		end := min(len(log), at+piece)
		before := p.Pending()
		take(p.Feed(log[at:end], time.Time{}))
		if p.Pending() > min(maxLine, before+end-at) {
			t.Fatalf("pending %d", p.Pending())
		}
		at = end
		if n%3 == 2 && p.Pending() < piece {
			at -= p.Pending()
			state := p.State()
			if p, err = New(options); err != nil {
				t.Fatal(err)
			}
			p.thorough = thorough
			if err := p.Restore(state); err != nil {
				t.Fatalf("restore %s: %v", state, err)
			}
		}
	}
	take(p.Flush(time.Time{}))
	for _, point := range points {
		if point.Metric == "" || len(point.Metric) > 3*maxName || !utf8.ValidString(point.Metric) || point.Step < 0 {
			t.Fatalf("point %+v", point)
		}
	}
	if progress != nil && !(progress.Done >= 0 && progress.Total >= 0 && progress.Unit != "") {
		t.Fatalf("progress %+v", progress)
	}
	return expect(points, progress)
}

func FuzzJSONL(f *testing.F) {
	f.Add([]byte(`{"step":3,"loss":NaN,"a":{"b":[1,2],"c":"Infinity"}}` + "\n" + `{"metric":"loss","value":0.1,"step":3}`))
	f.Fuzz(func(t *testing.T, log []byte) {
		p := NewJSONL(Options{})
		points := append(p.Feed(log, time.Time{}).Points, p.Flush(time.Time{}).Points...)
		for _, point := range points {
			if point.Metric == "" || !utf8.ValidString(point.Metric) || point.Step < 0 {
				t.Errorf("point %+v", point)
			}
		}
	})
}

// FuzzRestore checks that a damaged state is refused or worked with, never
// fatal.
func FuzzRestore(f *testing.F) {
	p := NewJSONL(Options{})
	f.Add(p.State(), []byte("epoch 1 loss 0.5\n 3/8 [==>.] - loss: 0.1\n"))
	f.Add([]byte(`{"Bars":{"/40":null},"Series":{"a":null},"Keras":{},"Table":[{}],"Deferred":{"Metrics":["a"]}}`), []byte("a=1\n 50%|## | 20/40 [\n"))
	f.Fuzz(func(t *testing.T, state, log []byte) {
		p, _ := New(Options{})
		if p.Restore(state) != nil && len(p.track.Series) > 0 {
			t.Error("a refused state left something behind")
		}
		p.Feed(log, time.Time{})
		p.Flush(time.Time{})
	})
}
