package store

import (
	"encoding/binary"
	"math"

	"github.com/trex-ml/trex"
)

// A parameter's value is stored as a key whose bytes sort as the values do:
// numbers first, then texts; true and false are stored as the texts that people
// see. One index then serves every type, every comparison and every sort.
const (
	numberKey = 1
	textKey   = 2
)

func valueKey(v trex.Value) []byte {
	if f, ok := v.Float(); ok {
		bits := math.Float64bits(f)
		if f < 0 {
			bits = ^bits
		} else {
			bits |= 1 << 63
		}
		return binary.BigEndian.AppendUint64([]byte{numberKey}, bits)
	}
	return append([]byte{textKey}, label(v.String())...)
}

// keyBound is a comparison with a key. Together, the bounds of keyBounds select
// the keys of the type of v that compare with v as op says.
type keyBound struct {
	op  string
	key []byte
}

func keyBounds(op trex.Op, v trex.Value) []keyBound {
	key := valueKey(v)
	first, end := []byte{key[0]}, []byte{key[0] + 1} // of its type
	switch op {
	case trex.Less, trex.LessEqual:
		return []keyBound{{">=", first}, {string(op), key}}
	case trex.Greater, trex.GreaterEqual:
		return []keyBound{{string(op), key}, {"<", end}}
	case trex.NotEqual:
		return []keyBound{{"<>", key}}
	case trex.Equal:
	}
	return []keyBound{{"=", key}}
}
