package metrics

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"math"
	"time"

	"github.com/trex-ml/trex"
)

// A record of a TensorBoard event file (TFRecord) is the length of its data in
// 8 bytes, a checksum of that in 4, the data, and a checksum of the data in 4.
const (
	recordHead = 12
	recordTail = 4
	// maxRecord is how large a record is read; larger ones, such as pictures and
	// histograms, are skipped.
	maxRecord = 1 << 20
	// maxRecordLength is the largest length that is not taken for garbage: the
	// largest message a protocol buffer may be.
	maxRecordLength = 1 << 31
)

// EventReader reads scalars from a TensorBoard event file, piece by piece,
// while it grows. Tags are the metrics' names, and the wall time of an event is
// its points' time.
type EventReader struct {
	held    []byte // of an incomplete record
	passing int64  // bytes left of a record that is skipped
	passed  int64  // bytes of it that were skipped already
	state   eventState

	names names
}

// eventState tells the reader of a restarted program what lies before.
type eventState struct {
	Read   int64   `json:"read,omitempty"` // bytes of whole records
	Damage *Damage `json:"damage,omitempty"`
}

// Damage is a place where a file is corrupt. A record cut off at the end of the
// file is no damage: the rest may be on its way.
type Damage struct {
	At   int64 `json:"at"`             // in bytes from the beginning of the file
	Rest bool  `json:"rest,omitempty"` // nothing behind it can be read; else one record is left out
}

// NewEventReader returns a reader at the beginning of a file or of any record.
func NewEventReader(options Options) *EventReader {
	return &EventReader{names: newNames(options.Objective)}
}

// Damage returns where the file is damaged, the first place or the one where
// reading ended. Whatever is fed after that end is ignored.
func (r *EventReader) Damage() (damage Damage, found bool) {
	if r.state.Damage == nil {
		return Damage{}, false
	}
	return *r.state.Damage, true
}

func (r *EventReader) ended() bool { return r.state.Damage != nil && r.state.Damage.Rest }

// Pending returns how many of the bytes fed belong to a record that is not
// complete. A reader of a restarted program is fed from the first of them.
func (r *EventReader) Pending() int { return len(r.held) + int(r.passed) }

// State returns how far the file was read and where it is damaged: records do
// not depend on each other.
func (r *EventReader) State() []byte {
	data, err := json.Marshal(r.state)
	if err != nil {
		return nil // numbers can always be written
	}
	return data
}

// Restore goes on with a State; the next bytes fed must begin a record.
func (r *EventReader) Restore(state []byte) error {
	*r = EventReader{names: r.names}
	if len(state) == 0 {
		return nil
	}
	return json.Unmarshal(state, &r.state)
}

// Flush returns nothing: a record that is cut off has no meaning.
func (r *EventReader) Flush(time.Time) Batch { return Batch{} }

// Feed reads the next bytes of the file. at stands in for the time of events
// that have none.
func (r *EventReader) Feed(chunk []byte, at time.Time) Batch {
	var out Batch
	for len(chunk) > 0 && !r.ended() {
		if r.passing > 0 {
			n := min(r.passing, int64(len(chunk)))
			r.passing -= n
			r.passed += n
			chunk = chunk[n:]
			if r.passing == 0 {
				r.state.Read += r.passed
				r.passed = 0
			}
			continue
		}
		if len(r.held) == 0 {
			used := r.record(chunk, at, &out)
			chunk = chunk[used:]
			if used > 0 {
				continue
			}
		}
		chunk = r.hold(chunk, at, &out)
	}
	return out
}

// hold moves to held what its record still needs of chunk, and reads it when it
// is complete.
func (r *EventReader) hold(chunk []byte, at time.Time, out *Batch) []byte {
	need := recordHead
	if len(r.held) >= recordHead {
		need = recordHead + int(binary.LittleEndian.Uint64(r.held)) + recordTail
	}
	n := min(need-len(r.held), len(chunk))
	r.held = append(r.held, chunk[:n]...)
	if r.record(r.held, at, out) > 0 {
		r.held = r.held[:0]
	}
	return chunk[n:]
}

// record reads the record data begins with and returns its length, 0 when it is
// not complete. Of a large one it returns what is there, and the rest is
// skipped.
func (r *EventReader) record(data []byte, at time.Time, out *Batch) int {
	if len(data) < recordHead {
		return 0
	}
	length := binary.LittleEndian.Uint64(data)
	if length >= maxRecordLength || masked(data[:8]) != binary.LittleEndian.Uint32(data[8:]) {
		r.state.Damage, r.held = &Damage{At: r.state.Read, Rest: true}, nil
		return len(data)
	}
	whole := recordHead + int(length) + recordTail
	if length > maxRecord {
		used := min(len(data), whole)
		if r.passing = int64(whole - used); r.passing > 0 {
			r.passed = int64(used)
		} else {
			r.state.Read += int64(used)
		}
		return used
	}
	if len(data) < whole {
		return 0
	}
	body := data[recordHead : whole-recordTail]
	if masked(body) != binary.LittleEndian.Uint32(data[whole-recordTail:]) {
		r.skip()
	} else {
		r.event(body, at, out)
	}
	r.state.Read += int64(whole)
	return whole
}

// skip notes that the record which is being read is left out.
func (r *EventReader) skip() {
	if r.state.Damage == nil {
		r.state.Damage = &Damage{At: r.state.Read}
	}
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// masked is the checksum of the TFRecord format: CRC-32C, rotated and shifted so
// that a checksum of data that holds checksums stays sound.
func masked(data []byte) uint32 {
	crc := crc32.Checksum(data, castagnoli)
	return (crc>>15 | crc<<17) + 0xa282ead8
}

// event appends the scalars of one event.
func (r *EventReader) event(body []byte, at time.Time, out *Batch) {
	e, ok := parseEvent(body)
	if !ok {
		r.skip()
		return
	}
	if e.step < 0 || e.step > maxStep {
		return
	}
	if sec := e.wallTime; sec > 0 && sec < 1e11 {
		whole, part := math.Modf(sec)
		at = time.Unix(int64(whole), int64(part*1e9)).UTC().Truncate(time.Millisecond)
	}
	for _, scalar := range e.scalars {
		found := r.names.explicit(scalar.tag)
		if found.class == denied || isFiller(scalar) {
			continue
		}
		out.Points = append(out.Points, trex.Point{Metric: found.metric, Step: e.step, Value: scalar.value, Time: at})
	}
}

// isFiller recognises what Lightning writes so that TensorBoard's table of
// hyperparameters is not empty.
func isFiller(s scalar) bool { return string(s.tag) == "hp_metric" && s.value == -1 }
