package chunk

import "encoding/binary"

// The blob: format, varint count, steps, times, values. Steps and times are
// integer columns (see ints.go), values are value columns (see decimal.go and
// xor.go).
const format = 1

// Append packs samples and returns dst with the blob appended. There may
// be up to MaxSamples of them.
func Append(dst []byte, samples []Sample) []byte {
	dst = append(dst, format)
	dst = binary.AppendUvarint(dst, uint64(len(samples)))
	if len(samples) == 0 {
		return dst
	}
	var column [MaxSamples]int64
	for i := range samples {
		column[i] = samples[i].Step
	}
	dst = appendInts(dst, column[:len(samples)])
	for i := range samples {
		column[i] = samples[i].Milli
	}
	dst = appendInts(dst, column[:len(samples)])
	return appendValues(dst, samples)
}

// The kinds of value columns. Each chunk uses the smallest kind that is exact:
// metrics from log lines have few decimal digits, those from event files are
// float32 or full float64.
const (
	valuesDecimal = iota
	valuesXOR
)

func appendValues(dst []byte, samples []Sample) []byte {
	if exponent, ok := decimalExponent(samples); ok {
		return appendDecimals(append(dst, valuesDecimal), samples, exponent)
	}
	return appendXOR(append(dst, valuesXOR), samples)
}
