package chunk

import (
	"encoding/binary"
	"errors"
	"fmt"
)

var errShort = errors.New("ends too early")

// Decode appends the blob's samples to dst. A blob that Append did not make is
// an error, never a panic, and never allocates more than a chunk holds.
func Decode(dst []Sample, blob []byte) ([]Sample, error) {
	if len(blob) == 0 || blob[0] != format {
		return dst, fmt.Errorf("decode chunk: unknown format")
	}
	count, n := binary.Uvarint(blob[1:])
	if n <= 0 || count > MaxSamples {
		return dst, fmt.Errorf("decode chunk: it claims %d points", count)
	}
	if count == 0 {
		return dst, nil
	}
	start := len(dst)
	dst = append(dst, make([]Sample, count)...)
	samples := dst[start:]
	rest := blob[1+n:]
	for _, column := range []func([]Sample, []byte) ([]byte, error){readSteps, readMillis, readValues} {
		var err error
		if rest, err = column(samples, rest); err != nil {
			return dst[:start], fmt.Errorf("decode chunk: %w", err)
		}
	}
	return dst, nil
}

func readSteps(samples []Sample, data []byte) ([]byte, error) {
	return readInts(samples, data, func(s *Sample, v int64) { s.Step = v })
}

func readMillis(samples []Sample, data []byte) ([]byte, error) {
	return readInts(samples, data, func(s *Sample, v int64) { s.Milli = v })
}

func readValues(samples []Sample, data []byte) ([]byte, error) {
	if len(data) == 0 {
		return nil, errShort
	}
	switch data[0] {
	case valuesDecimal:
		return readDecimals(samples, data[1:])
	case valuesXOR:
		return readXOR(samples, data[1:])
	}
	return nil, fmt.Errorf("unknown kind of values %d", data[0])
}
