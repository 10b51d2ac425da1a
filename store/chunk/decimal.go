package chunk

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Values printed with a few decimal digits are whole numbers divided by a
// power of ten. Storing the whole numbers is exact when the division gives the
// same bits back, which is checked for every value. The idea is that of ALP
// (Afroozeh, Kuffo, Boncz: "ALP: Adaptive Lossless floating-Point
// Compression", SIGMOD 2023), here with varint differences for the integers.

// maxExponent is the largest power of ten a float64 holds exactly.
const maxExponent = 22

// maxWhole keeps the whole numbers exact as float64.
const maxWhole = 1 << 53

var powersOfTen = func() (powers [maxExponent + 1]float64) {
	power := 1.0
	for i := range powers {
		powers[i] = power
		power *= 10
	}
	return powers
}()

// decimalExponent returns the smallest power of ten at which every value is a
// whole number, if there is one worth using.
func decimalExponent(samples []Sample) (exponent int, ok bool) {
	for i := range samples {
		for ; ; exponent++ {
			if exponent > maxExponent {
				return 0, false
			}
			if _, exact := whole(samples[i].Value, exponent); exact {
				break
			}
		}
	}
	for i := range samples { // the final exponent must also suit the early values
		n, exact := whole(samples[i].Value, exponent)
		if !exact || math.Abs(float64(n)) >= 1<<44 { // from 44 bits on, XOR is no larger
			return 0, false
		}
	}
	return exponent, true
}

func whole(value float64, exponent int) (n int64, exact bool) {
	scaled := math.Round(value * powersOfTen[exponent])
	if !(math.Abs(scaled) < maxWhole) { // NaN and Inf too
		return 0, false
	}
	n = int64(scaled)
	back := float64(n) / powersOfTen[exponent]
	return n, math.Float64bits(back) == math.Float64bits(value)
}

func appendDecimals(dst []byte, samples []Sample, exponent int) []byte {
	dst = append(dst, byte(exponent))
	previous := int64(0)
	for i := range samples {
		n, _ := whole(samples[i].Value, exponent)
		dst = binary.AppendVarint(dst, n-previous)
		previous = n
	}
	return dst
}

func readDecimals(samples []Sample, data []byte) ([]byte, error) {
	if len(data) == 0 || data[0] > maxExponent {
		return nil, fmt.Errorf("unknown power of ten")
	}
	power := powersOfTen[data[0]]
	data = data[1:]
	n := int64(0)
	for i := range samples {
		delta, rest, err := varint(data)
		if err != nil {
			return nil, err
		}
		data = rest
		n += delta
		samples[i].Value = float64(n) / power
	}
	return data, nil
}
