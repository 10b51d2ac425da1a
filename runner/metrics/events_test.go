package metrics

import (
	"encoding/binary"
	"math"
	"math/rand"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/trex-ml/trex"
)

// scalars is what every writer wrote. tensorboardX puts an underscore in a tag's
// space.
func scalars(points []trex.Point) string {
	for i := range points {
		points[i].Metric = strings.ReplaceAll(points[i].Metric, " ", "_")
	}
	return scalarText(points, "train/loss", "val_loss")
}

const wantScalars = "train/loss 0:1 10:0.5 20:0.333 30:0.25 40:0.2 | val_loss 0:0.5 10:0.4 20:0.3 30:NaN 40:+Inf"

// scalarText shows points in short.
func scalarText(points []trex.Point, metrics ...string) string {
	var texts []string
	for _, metric := range metrics {
		e := metric
		for _, p := range points {
			if p.Metric == metric {
				e += " " + strings.TrimSpace(expect([]trex.Point{{Metric: "x", Step: p.Step, Value: round(p.Value)}}, nil).Points["x"])
			}
		}
		texts = append(texts, e)
	}
	return strings.Join(texts, " | ")
}

func round(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return v
	}
	return math.Round(v*1000) / 1000
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestEventFiles reads what three real writers wrote (testdata/scripts/events_write.py).
func TestEventFiles(t *testing.T) {
	for _, name := range []string{"torch", "tensorboardx", "tensorflow2"} {
		data := readFile(t, "testdata/events/"+name+".tfevents")
		t.Run(name, func(t *testing.T) {
			r := NewEventReader(Options{})
			batch := r.Feed(data, time.Time{})
			if got := scalars(batch.Points); got != wantScalars {
				t.Errorf("got  %s\nwant %s", got, wantScalars)
			}
			if damage, found := r.Damage(); r.Pending() != 0 || found {
				t.Errorf("pending %d, damaged %v: %+v", r.Pending(), found, damage)
			}
			if year := batch.Points[0].Time.Year(); year < 2024 || year > 2100 {
				t.Errorf("the time of a point is %v, want the event's", batch.Points[0].Time)
			}
		})
		t.Run(name+"/AsItGrows", func(t *testing.T) {
			for seed := range int64(5) {
				if got := scalars(feedPieces(t, data, seed)); got != wantScalars {
					t.Fatalf("seed %d: got %s", seed, got)
				}
			}
		})
		t.Run(name+"/CutOff", func(t *testing.T) {
			for cut := 0; cut < len(data); cut += 5 {
				r := NewEventReader(Options{})
				n := len(r.Feed(data[:cut], time.Time{}).Points)
				rest := data[cut-r.Pending():]
				if _, found := r.Damage(); found || n+len(NewEventReader(Options{}).Feed(rest, time.Time{}).Points) < 10 {
					t.Fatalf("cut at %d: lost points", cut)
				}
			}
		})
		t.Run(name+"/Damaged", func(t *testing.T) {
			for at := 0; at < len(data); at += 3 {
				spoilt := append([]byte{}, data...)
				spoilt[at] ^= 0x10
				r := NewEventReader(Options{})
				feedAll(r, spoilt)
				if damage, found := r.Damage(); !found || damage.At > int64(at) {
					t.Fatalf("byte %d spoilt and noticed %v: %+v", at, found, damage)
				}
			}
		})
	}
	t.Run("TensorsOfEveryType", func(t *testing.T) {
		r := NewEventReader(Options{})
		points := r.Feed(readFile(t, "testdata/events/tensorflow2.tfevents"), time.Time{}).Points
		want := "double 1:3 | half 1:3 | bfloat 1:3 | int 1:3 | long 1:3 | one 1:1.5 | vector"
		if got := scalarText(points, "double", "half", "bfloat", "int", "long", "one", "vector"); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
}

func feedAll(r *EventReader, data []byte) []trex.Point { return r.Feed(data, time.Time{}).Points }

// feedPieces reads a file in pieces, and now and then from another reader at
// the offset the first would have committed.
func feedPieces(t *testing.T, data []byte, seed int64) []trex.Point {
	t.Helper()
	random := rand.New(rand.NewSource(seed))
	r := NewEventReader(Options{})
	var points []trex.Point
	for at := 0; at < len(data); {
		end := min(len(data), at+1+random.Intn(700))
		points = append(points, r.Feed(data[at:end], time.Time{}).Points...)
		at = end
		if random.Intn(12) == 0 {
			at -= r.Pending()
			state := r.State()
			r = NewEventReader(Options{})
			if err := r.Restore(state); err != nil {
				t.Fatal(err)
			}
		}
	}
	return points
}

// record frames data as a record.
func record(data []byte) []byte {
	head := binary.LittleEndian.AppendUint64(nil, uint64(len(data)))
	framed := binary.LittleEndian.AppendUint32(head, masked(head))
	return binary.LittleEndian.AppendUint32(append(framed, data...), masked(data))
}

// eventOf is an event with one scalar, and padding bytes that are no scalar.
func eventOf(tag string, step int64, value float32, padding int) []byte {
	var v []byte
	v = protowire.AppendString(protowire.AppendTag(v, valueTag, protowire.BytesType), tag)
	v = protowire.AppendFixed32(protowire.AppendTag(v, valueSimple, protowire.Fixed32Type), math.Float32bits(value))
	summary := protowire.AppendBytes(protowire.AppendTag(nil, summaryValue, protowire.BytesType), v)
	var e []byte
	e = protowire.AppendVarint(protowire.AppendTag(e, eventStep, protowire.VarintType), uint64(step))
	e = protowire.AppendBytes(protowire.AppendTag(e, eventSummary, protowire.BytesType), summary)
	return protowire.AppendBytes(protowire.AppendTag(e, 15, protowire.BytesType), make([]byte, padding))
}

func TestEventReader(t *testing.T) {
	first, last := record(eventOf("loss", 1, 0.5, 0)), record(eventOf("loss", 2, 0.25, 0))
	t.Run("LargeRecordIsPassedOver", func(t *testing.T) {
		data := append(append(append([]byte{}, first...), record(eventOf("loss", 7, 7, 3*maxRecord))...), last...)
		r := NewEventReader(Options{})
		var points []trex.Point
		committed := -1
		for at := 0; at < len(data); at += 1000 {
			points = append(points, r.Feed(data[at:min(at+1000, len(data))], time.Time{}).Points...)
			if cap(r.held) > maxRecord+recordHead+recordTail {
				t.Fatalf("holds %d bytes", cap(r.held))
			}
			if at == maxRecord/1000*1000 {
				committed = at + 1000 - r.Pending()
			}
		}
		if got := scalarText(points, "loss"); got != "loss 1:0.5 2:0.25" {
			t.Errorf("got %s", got)
		}
		if committed != len(first) {
			t.Errorf("inside the large record %d bytes count as read, want %d: those before it", committed, len(first))
		}
	})
	t.Run("DamagedRecordIsLeftOut", func(t *testing.T) {
		data := append(append([]byte{}, first...), last...)
		data[recordHead+3] ^= 1
		r := NewEventReader(Options{})
		if got := scalarText(feedAll(r, append(first, data...)), "loss"); got != "loss 1:0.5 2:0.25" {
			t.Errorf("got %s", got)
		}
		wantDamage(t, r, Damage{At: int64(len(first))})
	})
	t.Run("DamagedLengthEndsTheFile", func(t *testing.T) {
		data := append(append([]byte{}, first...), last...)
		data[len(first)] ^= 1
		r := NewEventReader(Options{})
		if got := scalarText(feedAll(r, data), "loss"); got != "loss 1:0.5" || r.Pending() != 0 {
			t.Errorf("got %s, pending %d", got, r.Pending())
		}
		wantDamage(t, r, Damage{At: int64(len(first)), Rest: true})
		again := NewEventReader(Options{})
		if err := again.Restore(r.State()); err != nil {
			t.Fatal(err)
		}
		wantDamage(t, again, Damage{At: int64(len(first)), Rest: true})
		if more := feedAll(again, last); more != nil {
			t.Errorf("went on to read %v", more)
		}
	})
	t.Run("FillerOfLightning", func(t *testing.T) {
		if got := feedAll(NewEventReader(Options{}), record(eventOf("hp_metric", 0, -1, 0))); got != nil {
			t.Errorf("got %v", got)
		}
	})
	t.Run("TimeOfCallWhenTheEventHasNone", func(t *testing.T) {
		at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		got := NewEventReader(Options{}).Feed(first, at).Points
		want := []trex.Point{{Metric: "loss", Step: 1, Value: 0.5, Time: at}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func wantDamage(t *testing.T, r *EventReader, want Damage) {
	t.Helper()
	if got, found := r.Damage(); !found || got != want {
		t.Errorf("damage %+v (%v), want %+v", got, found, want)
	}
}

func FuzzEventReader(f *testing.F) {
	for _, name := range []string{"torch", "tensorflow2"} {
		if data, err := os.ReadFile("testdata/events/" + name + ".tfevents"); err == nil {
			f.Add(data, uint8(7))
			f.Add(data[:len(data)/2], uint8(100))
		}
	}
	f.Add(record(eventOf("loss", 1, 0.5, 0)), uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, piece uint8) {
		whole := NewEventReader(Options{})
		want := whole.Feed(data, time.Time{}).Points
		pieces := NewEventReader(Options{})
		var got []trex.Point
		for at, size := 0, int(piece)+1; at < len(data); at += size {
			end := min(len(data), at+size)
			got = append(got, pieces.Feed(data[at:end], time.Time{}).Points...)
			if n := pieces.Pending(); n < 0 || n > end {
				t.Fatalf("pending %d of %d bytes", n, end)
			}
		}
		if expect(want, nil).Points == nil || cmp.Diff(expect(want, nil), expect(got, nil)) != "" {
			t.Errorf("in one piece %v, in pieces of %d %v", want, int(piece)+1, got)
		}
	})
}

// FuzzEvent fuzzes behind the checksums, which random bytes do not pass.
func FuzzEvent(f *testing.F) {
	f.Add(eventOf("loss", 1, 0.5, 3))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, p := range feedAll(NewEventReader(Options{}), record(body)) {
			if p.Metric == "" || len(p.Metric) > 3*maxName || p.Step < 0 {
				t.Errorf("point %+v", p)
			}
		}
	})
}
