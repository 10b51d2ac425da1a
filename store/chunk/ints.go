package chunk

import (
	"encoding/binary"
	"fmt"
)

// Integer columns: a column with equal differences, as nearly all steps have, is
// two numbers. Any other is the differences of differences, each a zigzag
// varint; consecutive zeros are one zero and their number. Differences of huge
// integers wrap around, and wrap back when they are read.
const (
	intsEven = iota
	intsUneven
)

func appendInts(dst []byte, column []int64) []byte {
	first := column[0]
	delta := int64(0)
	if len(column) > 1 {
		delta = column[1] - first
	}
	if isEven(column, delta) {
		dst = binary.AppendVarint(append(dst, intsEven), first)
		return binary.AppendVarint(dst, delta)
	}
	dst = binary.AppendVarint(append(dst, intsUneven), first)
	previous, delta := first, int64(0)
	zeros := uint64(0)
	for _, value := range column[1:] {
		bend := value - previous - delta
		previous, delta = value, value-previous
		if bend == 0 {
			zeros++
			continue
		}
		dst = appendZeros(dst, zeros)
		zeros = 0
		dst = binary.AppendVarint(dst, bend)
	}
	return appendZeros(dst, zeros)
}

func appendZeros(dst []byte, zeros uint64) []byte {
	if zeros == 0 {
		return dst
	}
	return binary.AppendUvarint(append(dst, 0), zeros)
}

func isEven(column []int64, delta int64) bool {
	for i := 1; i < len(column); i++ {
		if column[i]-column[i-1] != delta {
			return false
		}
	}
	return true
}

// readInts fills the column and returns what follows it.
func readInts(column []int64, data []byte) ([]byte, error) {
	if len(data) == 0 {
		return nil, errShort
	}
	kind := data[0]
	value, data, err := varint(data[1:])
	if err != nil {
		return nil, err
	}
	column[0] = value
	switch kind {
	case intsEven:
		delta, data, err := varint(data)
		if err != nil {
			return nil, err
		}
		for i := range column[1:] {
			value += delta
			column[i+1] = value
		}
		return data, nil
	case intsUneven:
		return readUneven(column, data)
	}
	return nil, fmt.Errorf("unknown kind of integers %d", kind)
}

func readUneven(column []int64, data []byte) ([]byte, error) {
	value, delta := column[0], int64(0)
	for i := 1; i < len(column); i++ {
		bend, rest, err := varint(data)
		if err != nil {
			return nil, err
		}
		data = rest
		if bend == 0 {
			zeros, n := binary.Uvarint(data)
			if n <= 0 || zeros == 0 || zeros > uint64(len(column)-i) {
				return nil, fmt.Errorf("a run of zeros is too long")
			}
			data = data[n:]
			for range zeros - 1 {
				value += delta
				column[i] = value
				i++
			}
		}
		delta += bend
		value += delta
		column[i] = value
	}
	return data, nil
}

func varint(data []byte) (value int64, rest []byte, err error) {
	if len(data) > 0 && data[0] < 0x80 { // nearly always
		u := int64(data[0])
		return u>>1 ^ -(u & 1), data[1:], nil
	}
	value, n := binary.Varint(data)
	if n <= 0 {
		return 0, nil, errShort
	}
	return value, data[n:], nil
}
