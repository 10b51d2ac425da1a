package chunk

import (
	"encoding/binary"
	"fmt"
)

// Integer columns: an even walk (steps nearly always are) is two numbers;
// anything else is the differences of differences, each a zigzag varint, with
// a run of zeros written as one zero and the length of the run.
const (
	intsEven = iota
	intsUneven
)

func appendInts(dst []byte, samples []Sample, of func(*Sample) int64) []byte {
	first := of(&samples[0])
	delta := int64(0)
	if len(samples) > 1 {
		delta = of(&samples[1]) - first
	}
	if isEven(samples, of, delta) {
		dst = binary.AppendVarint(append(dst, intsEven), first)
		return binary.AppendVarint(dst, delta)
	}
	dst = binary.AppendVarint(append(dst, intsUneven), first)
	previous, delta := first, int64(0)
	zeros := uint64(0)
	for i := 1; i < len(samples); i++ {
		value := of(&samples[i])
		next := value - previous // wraps around for huge steps, and back when read
		bend := next - delta
		previous, delta = value, next
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

func isEven(samples []Sample, of func(*Sample) int64, delta int64) bool {
	for i := 1; i < len(samples); i++ {
		if of(&samples[i])-of(&samples[i-1]) != delta {
			return false
		}
	}
	return true
}

func readInts(samples []Sample, data []byte, set func(*Sample, int64)) ([]byte, error) {
	if len(data) == 0 {
		return nil, errShort
	}
	kind := data[0]
	if kind != intsEven && kind != intsUneven {
		return nil, fmt.Errorf("unknown kind of integers %d", kind)
	}
	value, data, err := varint(data[1:])
	if err != nil {
		return nil, err
	}
	set(&samples[0], value)
	delta := int64(0)
	if kind == intsEven {
		if delta, data, err = varint(data); err != nil {
			return nil, err
		}
		for i := 1; i < len(samples); i++ {
			value += delta
			set(&samples[i], value)
		}
		return data, nil
	}
	for i := 1; i < len(samples); {
		bend, rest, err := varint(data)
		if err != nil {
			return nil, err
		}
		data = rest
		repeat := uint64(1)
		if bend == 0 {
			n := 0
			repeat, n = binary.Uvarint(data)
			if n <= 0 || repeat == 0 || repeat > uint64(len(samples)-i) {
				return nil, fmt.Errorf("a run of zeros is too long")
			}
			data = data[n:]
		}
		delta += bend
		for range repeat {
			value += delta
			set(&samples[i], value)
			i++
		}
	}
	return data, nil
}

func varint(data []byte) (value int64, rest []byte, err error) {
	value, n := binary.Varint(data)
	if n <= 0 {
		return 0, nil, errShort
	}
	return value, data[n:], nil
}
