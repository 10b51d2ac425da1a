package metrics

import "bytes"

const (
	maxDepth = 8
	maxKeys  = 1024
)

// dictReader reads a JSON object or a Python dict of numbers, tolerantly: both
// quotes, NaN, Infinity, None, np.float64(0.1), trailing commas.
type dictReader struct {
	in     []byte
	pos    int
	keys   int
	path   []byte
	number func(path []byte, value float64)
	text   func(path, value []byte) // nil: texts are skipped
}

// read reads the object that in begins with, and reports whether it is one. What
// comes after it is not looked at.
func (d *dictReader) read(in []byte) bool {
	d.in, d.pos, d.keys, d.path = in, 0, 0, d.path[:0]
	return d.object(0)
}

func (d *dictReader) object(depth int) bool {
	d.pos++ // {
	base := len(d.path)
	for first := true; ; first = false {
		d.path = d.path[:base]
		switch d.peek() {
		case '}':
			d.pos++
			return true
		case ',':
			if first {
				return false
			}
			d.pos++
			if d.peek() == '}' {
				continue
			}
		default:
			if !first {
				return false
			}
		}
		key, ok := d.quoted()
		if d.keys++; !ok || d.keys > maxKeys || len(d.path)+len(key) > maxName*2 || d.peek() != ':' {
			return false
		}
		d.pos++
		if base > 0 {
			d.path = append(d.path, '/')
		}
		d.path = append(d.path, key...)
		if !d.value(depth) {
			return false
		}
	}
}

func (d *dictReader) value(depth int) bool {
	switch c := d.peek(); {
	case c == '{':
		return depth < maxDepth && d.object(depth+1)
	case c == '[' || c == '(':
		return d.skipList()
	case c == '"' || c == '\'':
		text, ok := d.quoted()
		if ok && d.text != nil {
			d.text(d.path, text)
		}
		return ok
	}
	return d.scalar()
}

// scalar reads a number or skips a bare word, also as in np.float64(0.1) and
// tensor(0.1, device='cuda:0').
func (d *dictReader) scalar() bool {
	start := d.pos
	for d.pos < len(d.in) && isScalar(d.in[d.pos]) {
		d.pos++
	}
	run := d.in[start:d.pos]
	if len(run) == 0 {
		return false
	}
	if d.peek() == '(' {
		end := bytes.IndexByte(d.in[d.pos:], ')')
		if end < 0 || !isWrapper(run) {
			return false
		}
		inside := d.in[d.pos+1 : d.pos+end]
		d.pos += end + 1
		if comma := bytes.IndexByte(inside, ','); comma >= 0 {
			inside = inside[:comma]
		}
		run = bytes.TrimSpace(inside)
	}
	if v, ok := bareNumber(run); ok {
		d.number(d.path, v)
	}
	return true
}

func isScalar(c byte) bool {
	class := classes[c]
	return class == runChar || class == digitChar || class == alphaChar
}

func bareNumber(s []byte) (float64, bool) {
	if len(s) == 0 {
		return 0, false
	}
	if v, ok := special(s); ok {
		return v, true
	}
	if c := classes[s[0]]; c != digitChar && c != runChar {
		return 0, false
	}
	for _, c := range s {
		if c == '_' || c == 'x' || c == 'X' || c == 'p' || c == 'P' {
			return 0, false
		}
	}
	return parseFloat(s)
}

func (d *dictReader) skipList() bool {
	depth := 0
	for d.pos < len(d.in) {
		switch d.in[d.pos] {
		case '[', '(', '{':
			depth++
		case ']', ')', '}':
			if depth--; depth == 0 {
				d.pos++
				return true
			}
		case '"', '\'':
			if _, ok := d.quoted(); !ok {
				return false
			}
			continue
		}
		d.pos++
	}
	return false
}

// quoted reads a text in either quotes. Escapes stay as they are written: no
// metric's name has one.
func (d *dictReader) quoted() ([]byte, bool) {
	quote := d.peek()
	if quote != '"' && quote != '\'' {
		return nil, false
	}
	for i := d.pos + 1; i < len(d.in); i++ {
		switch d.in[i] {
		case '\\':
			i++
		case quote:
			text := d.in[d.pos+1 : i]
			d.pos = i + 1
			return text, true
		}
	}
	return nil, false
}

// peek skips spaces and returns the next byte, 0 at the end.
func (d *dictReader) peek() byte {
	for d.pos < len(d.in) && classes[d.in[d.pos]] == spaceChar {
		d.pos++
	}
	if d.pos == len(d.in) {
		return 0
	}
	return d.in[d.pos]
}
