package metrics

import "bytes"

// strip returns line without what a terminal would act on, in dst's memory
// when something had to go.
func strip(dst, line []byte) (clean, scratch []byte) {
	if bytes.IndexByte(line, 0x1b) < 0 && bytes.IndexByte(line, '\b') < 0 {
		return line, dst
	}
	dst = dst[:0]
	for i := 0; i < len(line); {
		switch c := line[i]; c {
		case 0x1b:
			i += escapeLen(line[i:])
		case '\b':
			i++
		default:
			dst = append(dst, c)
			i++
		}
	}
	return dst, dst
}

// escapeLen returns the length of the escape sequence that s begins with: CSI
// up to its final byte, OSC up to BEL or ST, else two bytes.
func escapeLen(s []byte) int {
	if len(s) < 2 {
		return len(s)
	}
	switch s[1] {
	case '[':
		for i := 2; i < len(s); i++ {
			if s[i] >= '@' && s[i] <= '~' {
				return i + 1
			}
		}
		return len(s)
	case ']':
		for i := 2; i < len(s); i++ {
			if s[i] == '\a' {
				return i + 1
			}
			if s[i] == '\\' && s[i-1] == 0x1b {
				return i + 1
			}
		}
		return len(s)
	case '(', ')', '*', '+':
		return min(3, len(s))
	}
	return 2
}
