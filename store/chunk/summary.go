package chunk

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Summary is what a decimated read needs to know about a stretch of samples.
type Summary struct {
	Count       int
	First, Last Sample
	Low, High   Extreme // the smallest and the largest finite value; their Index is -1 when there is none
}

// Extreme is a sample and its index in its stretch.
type Extreme struct {
	Sample
	Index int // from 0; -1: there is no finite value
}

// Summarize returns the summary of samples, of which there must be at least one.
// It reads each sample once.
func Summarize(samples []Sample) Summary {
	s := Summary{
		Count: len(samples),
		First: samples[0],
		Last:  samples[len(samples)-1],
		Low:   Extreme{Index: -1},
		High:  Extreme{Index: -1},
	}
	for i := range samples {
		value := samples[i].Value
		if !finite(value) {
			continue
		}
		if s.Low.Index < 0 || value < s.Low.Value {
			s.Low = Extreme{samples[i], i}
		}
		if s.High.Index < 0 || value > s.High.Value {
			s.High = Extreme{samples[i], i}
		}
	}
	return s
}

// Steps returns the smallest and the largest step. Steps may decrease: a script
// may go back.
func Steps(samples []Sample) (low, high int64) {
	low, high = samples[0].Step, samples[0].Step
	for i := range samples {
		low, high = min(low, samples[i].Step), max(high, samples[i].Step)
	}
	return low, high
}

// AppendSummary packs s; DecodeSummary is its inverse.
func AppendSummary(dst []byte, s Summary) []byte {
	dst = append(dst, format)
	dst = binary.AppendUvarint(dst, uint64(s.Count))
	dst = appendSample(dst, s.First, Sample{})
	dst = appendSample(dst, s.Last, s.First)
	for _, extreme := range []Extreme{s.Low, s.High} {
		dst = binary.AppendVarint(dst, int64(extreme.Index))
		if extreme.Index >= 0 {
			dst = appendSample(dst, extreme.Sample, s.First)
		}
	}
	return dst
}

func appendSample(dst []byte, s, base Sample) []byte {
	dst = binary.AppendVarint(dst, s.Step-base.Step)
	dst = binary.AppendVarint(dst, s.Milli-base.Milli)
	return binary.BigEndian.AppendUint64(dst, math.Float64bits(s.Value))
}

func DecodeSummary(blob []byte) (Summary, error) {
	if len(blob) == 0 || blob[0] != format {
		return Summary{}, fmt.Errorf("decode summary: unknown format")
	}
	count, n := binary.Uvarint(blob[1:])
	if n <= 0 || count > MaxSamples {
		return Summary{}, fmt.Errorf("decode summary: it claims %d points", count)
	}
	s := Summary{Count: int(count)}
	r := summaryReader{rest: blob[1+n:]}
	s.First = r.sample(Sample{})
	s.Last = r.sample(s.First)
	s.Low = r.extreme(s.First)
	s.High = r.extreme(s.First)
	if r.err != nil {
		return Summary{}, fmt.Errorf("decode summary: %w", r.err)
	}
	return s, nil
}

// summaryReader keeps the first error. After an error it reads zeros.
type summaryReader struct {
	rest []byte
	err  error
}

func (r *summaryReader) varint() (value int64) {
	if r.err == nil {
		value, r.rest, r.err = varint(r.rest)
	}
	return value
}

func (r *summaryReader) sample(base Sample) Sample {
	s := Sample{Step: base.Step + r.varint(), Milli: base.Milli + r.varint()}
	if r.err == nil && len(r.rest) < 8 {
		r.err = errShort
	}
	if r.err != nil {
		return Sample{}
	}
	s.Value = math.Float64frombits(binary.BigEndian.Uint64(r.rest))
	r.rest = r.rest[8:]
	return s
}

func (r *summaryReader) extreme(base Sample) Extreme {
	index := r.varint()
	if r.err != nil || index < 0 {
		return Extreme{Index: -1}
	}
	return Extreme{Sample: r.sample(base), Index: int(index)}
}
