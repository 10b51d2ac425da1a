package metrics

import (
	"encoding/binary"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// Of TensorFlow's event.proto, summary.proto and tensor.proto these fields are
// read. Most writers put a scalar in simple_value; TensorFlow 2 puts it in a
// tensor without dimensions.
const (
	eventWallTime, eventStep, eventSummary        = 1, 2, 5
	summaryValue                                  = 1
	valueTag, valueSimple, valueTensor            = 1, 2, 8
	tensorType, tensorShape, tensorContent        = 1, 2, 4
	tensorFloat, tensorDouble                     = 5, 6
	tensorInt, tensorInt64, tensorHalf            = 7, 10, 13
	shapeDim, dimSize                             = 2, 1
	typeFloat, typeDouble, typeInt32              = 1, 2, 3
	typeInt64, typeBFloat16, typeHalf      uint64 = 9, 14, 19
)

type event struct {
	wallTime float64
	step     int64
	scalars  []scalar
}

type scalar struct {
	tag   []byte
	value float64
}

// field is one field of a message: bits for a number, bytes for the rest.
type field struct {
	number protowire.Number
	bits   uint64
	bytes  []byte
	length bool // it has bytes
}

// fields calls see for each field of a message and returns whether it is well
// formed.
func fields(message []byte, see func(field)) bool {
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return false
		}
		message = message[n:]
		f := field{number: number}
		switch kind {
		case protowire.VarintType:
			f.bits, n = protowire.ConsumeVarint(message)
		case protowire.Fixed32Type:
			var bits uint32
			bits, n = protowire.ConsumeFixed32(message)
			f.bits = uint64(bits)
		case protowire.Fixed64Type:
			f.bits, n = protowire.ConsumeFixed64(message)
		case protowire.BytesType:
			f.length = true
			f.bytes, n = protowire.ConsumeBytes(message)
		default:
			n = protowire.ConsumeFieldValue(number, kind, message)
		}
		if n < 0 {
			return false
		}
		see(f)
		message = message[n:]
	}
	return true
}

func parseEvent(message []byte) (e event, ok bool) {
	ok = fields(message, func(f field) {
		switch {
		case f.number == eventWallTime && !f.length:
			e.wallTime = math.Float64frombits(f.bits)
		case f.number == eventStep && !f.length:
			e.step = int64(f.bits)
		case f.number == eventSummary && f.length:
			fields(f.bytes, func(f field) {
				if f.number != summaryValue || !f.length {
					return
				}
				if s, isScalar := parseScalar(f.bytes); isScalar {
					e.scalars = append(e.scalars, s)
				}
			})
		}
	})
	return e, ok
}

func parseScalar(message []byte) (s scalar, ok bool) {
	whole := fields(message, func(f field) {
		switch {
		case f.number == valueTag && f.length:
			s.tag = f.bytes
		case f.number == valueSimple && !f.length:
			s.value, ok = float64(math.Float32frombits(uint32(f.bits))), true
		case f.number == valueTensor && f.length:
			s.value, ok = parseTensor(f.bytes)
		}
	})
	return s, ok && whole && len(s.tag) > 0
}

// parseTensor returns the number in a tensor that holds exactly one.
func parseTensor(message []byte) (value float64, ok bool) {
	var kind uint64
	var content []byte
	size := int64(1)
	whole := fields(message, func(f field) {
		switch {
		case f.number == tensorType && !f.length:
			kind = f.bits
		case f.number == tensorShape && f.length:
			size = shapeSize(f.bytes)
		case f.number == tensorContent && f.length:
			content = f.bytes
		default:
			if v, isValue := tensorValue(f, kind); isValue {
				value, ok = v, true
			}
		}
	})
	if len(content) > 0 {
		value, ok = decode(content, kind)
	}
	return value, ok && whole && size == 1
}

func shapeSize(message []byte) int64 {
	size := int64(1)
	fields(message, func(f field) {
		if f.number != shapeDim || !f.length {
			return
		}
		dim := int64(0)
		fields(f.bytes, func(f field) {
			if f.number == dimSize && !f.length {
				dim = int64(f.bits)
			}
		})
		if dim != 1 {
			size = 0
		}
	})
	return size
}

// tensorValue reads a repeated field of one number, packed or not.
func tensorValue(f field, kind uint64) (float64, bool) {
	bits := f.bits
	switch f.number {
	case tensorFloat:
		if f.length {
			return decode(f.bytes, typeFloat)
		}
		return float64(math.Float32frombits(uint32(bits))), true
	case tensorDouble:
		if f.length {
			return decode(f.bytes, typeDouble)
		}
		return math.Float64frombits(bits), true
	case tensorInt, tensorInt64, tensorHalf:
		if f.length {
			var n int
			if bits, n = protowire.ConsumeVarint(f.bytes); n < 0 || n != len(f.bytes) {
				return 0, false
			}
		}
		switch {
		case f.number == tensorHalf && kind == typeBFloat16:
			return float64(math.Float32frombits(uint32(bits) << 16)), true
		case f.number == tensorHalf:
			return half(uint16(bits)), true
		}
		return float64(int64(bits)), true
	}
	return 0, false
}

// decode reads one little-endian number that fills data.
func decode(data []byte, kind uint64) (float64, bool) {
	switch {
	case kind == typeFloat && len(data) == 4:
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(data))), true
	case kind == typeDouble && len(data) == 8:
		return math.Float64frombits(binary.LittleEndian.Uint64(data)), true
	case kind == typeInt32 && len(data) == 4:
		return float64(int32(binary.LittleEndian.Uint32(data))), true
	case kind == typeInt64 && len(data) == 8:
		return float64(int64(binary.LittleEndian.Uint64(data))), true
	case kind == typeBFloat16 && len(data) == 2:
		return float64(math.Float32frombits(uint32(binary.LittleEndian.Uint16(data)) << 16)), true
	case kind == typeHalf && len(data) == 2:
		return half(binary.LittleEndian.Uint16(data)), true
	}
	return 0, false
}

// half reads an IEEE 754 binary16.
func half(bits uint16) float64 {
	sign := 1.0
	if bits&0x8000 != 0 {
		sign = -1
	}
	exponent, fraction := int(bits>>10&0x1f), float64(bits&0x3ff)
	switch exponent {
	case 0:
		return sign * math.Ldexp(fraction, -24)
	case 0x1f:
		if fraction != 0 {
			return math.NaN()
		}
		return math.Inf(int(sign))
	}
	return sign * math.Ldexp(1+fraction/1024, exponent-15)
}
