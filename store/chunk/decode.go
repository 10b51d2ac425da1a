package chunk

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
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
	dst = slices.Grow(dst, int(count))[:start+int(count)]
	if err := readColumns(dst[start:], blob[1+n:]); err != nil {
		return dst[:start], fmt.Errorf("decode chunk: %w", err)
	}
	return dst, nil
}

// readColumns overwrites every field of samples.
func readColumns(samples []Sample, data []byte) error {
	var column [MaxSamples]int64
	data, err := readInts(column[:len(samples)], data)
	if err != nil {
		return err
	}
	for i := range samples {
		samples[i].Step = column[i]
	}
	if data, err = readInts(column[:len(samples)], data); err != nil {
		return err
	}
	for i := range samples {
		samples[i].Milli = column[i]
	}
	_, err = readValues(samples, data)
	return err
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
