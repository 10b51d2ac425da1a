// Package terminal recognises what a terminal acts on instead of showing it.
package terminal

import "strings"

// Escape begins every escape sequence.
const Escape = '\x1b'

// EscapeLen returns the length in bytes, at least 1, of the escape sequence
// that s begins with: a CSI sequence up to its final byte, an OSC string
// (title, hyperlink) up to BEL, ST or the end of the line, the choice of a
// character set, or another one of two bytes. Of an incomplete one only the
// first two bytes count, so that no text is lost with it.
func EscapeLen[S []byte | string](s S) int {
	if len(s) < 2 {
		return len(s)
	}
	switch c := s[1]; {
	case c == '[':
		return controlLen(s)
	case c == ']':
		return commandLen(s)
	case strings.IndexByte("()*+", c) >= 0 && len(s) > 2 && alphanumeric(s[2]):
		return 3
	case c < ' ' || c > '~':
		return 1
	}
	return 2
}

func controlLen[S []byte | string](s S) int {
	i := 2
	for i < len(s) && s[i] >= '0' && s[i] <= '?' {
		i++
	}
	for i < len(s) && s[i] >= ' ' && s[i] <= '/' {
		i++
	}
	if i < len(s) && s[i] >= '@' && s[i] <= '~' {
		return i + 1
	}
	return 2
}

func commandLen[S []byte | string](s S) int {
	for i := 2; i < len(s); i++ {
		switch {
		case s[i] == '\a':
			return i + 1
		case s[i] == Escape && i+1 < len(s) && s[i+1] == '\\':
			return i + 2
		case s[i] == Escape, s[i] == '\n':
			return i
		}
	}
	return len(s)
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}
