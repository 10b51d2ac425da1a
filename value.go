package trex

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// Value is one hyperparameter's value: a finite number, a text or a boolean.
// Values are comparable with ==, so 64 and 64.0 are the same value. The zero
// Value is no value.
type Value struct {
	kind valueKind
	num  float64
	text string
}

type valueKind uint8

const (
	noValue valueKind = iota
	numberValue
	textValue
	boolValue
)

// Number returns the value of a finite number, and no value for NaN and Inf.
func Number(f float64) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Value{}
	}
	return Value{kind: numberValue, num: f + 0} // -0 + 0 is 0
}

func Text(s string) Value { return Value{kind: textValue, text: s} }

func Bool(b bool) Value {
	if b {
		return Value{kind: boolValue, num: 1}
	}
	return Value{kind: boolValue}
}

func (v Value) IsZero() bool { return v.kind == noValue }

func (v Value) Float() (f float64, ok bool) { return v.num, v.kind == numberValue }

func (v Value) Text() (s string, ok bool) { return v.text, v.kind == textValue }

func (v Value) Bool() (b, ok bool) { return v.num == 1, v.kind == boolValue }

// String returns the value as it is shown to people and passed to commands:
// 0.1, 1e-05 as 1e-5, 64, adam, true.
func (v Value) String() string {
	switch v.kind {
	case numberValue:
		return FormatNumber(v.num)
	case textValue:
		return v.text
	case boolValue:
		return strconv.FormatBool(v.num == 1)
	case noValue:
	}
	return ""
}

// FormatNumber writes f with the fewest digits that identify it: plain between
// 1e-4 and 1e15, with a short exponent outside (1e-5, 2.5e16).
func FormatNumber(f float64) string {
	if a := math.Abs(f); a != 0 && (a < 1e-4 || a >= 1e15) && !math.IsInf(f, 0) {
		s := strconv.FormatFloat(f, 'e', -1, 64)
		mantissa, exponent, _ := strings.Cut(s, "e")
		sign := strings.TrimPrefix(exponent[:1], "+")
		return mantissa + "e" + sign + strings.TrimLeft(exponent[1:], "0")
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func (v Value) MarshalJSON() ([]byte, error) {
	switch v.kind {
	case numberValue:
		return json.Marshal(v.num)
	case textValue:
		return json.Marshal(v.text)
	case boolValue:
		return json.Marshal(v.num == 1)
	case noValue:
	}
	return []byte("null"), nil
}

// UnmarshalJSON accepts a number, a string, true and false; null is no value,
// and anything else an invalid error.
func (v *Value) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	switch {
	case len(data) == 0:
		return Invalid("a value is missing")
	case bytes.Equal(data, []byte("null")):
		*v = Value{}
		return nil
	case data[0] == '"':
		v.kind, v.num = textValue, 0
		return json.Unmarshal(data, &v.text)
	case data[0] == 't' || data[0] == 'f':
		var b bool
		if err := json.Unmarshal(data, &b); err != nil {
			return err
		}
		*v = Bool(b)
		return nil
	case data[0] == '{' || data[0] == '[':
		return Invalid("a value must be a number, a text or true/false, not %s", excerpt(string(data)))
	}
	f, err := strconv.ParseFloat(string(data), 64)
	if err != nil {
		return Invalid("%s is too large for a number", excerpt(string(data)))
	}
	*v = Number(f)
	return nil
}

// excerpt keeps enough for a person to recognise their own text.
func excerpt(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
