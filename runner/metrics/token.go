package metrics

import (
	"math"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// maxTokens is how much of one line is looked at.
const maxTokens = 1024

type tokenKind uint8

const (
	punct    tokenKind = iota // one byte
	word                      // val_loss, Top-1, train/loss
	number                    // 0.4, 1e-3, nan, 97.5%
	fraction                  // 3/20
	junk                      // 1.2.3, 10MB, /a/path, --flag, 2024-01-02
)

// token is a piece of a line without spaces.
type token struct {
	kind       tokenKind
	char       byte // of a punct
	gap        bool // a space comes before it
	whole      bool // a number written without point or exponent
	percent    bool // a number with a percent sign
	open       bool // junk that is a whole number and a slash
	start, end int32
	value      float64
	total      float64 // of a fraction
}

// wide is the char of a punct that is one or more runes beyond ASCII: drawn bars,
// bullets, rules.
const wide = 0x80

type charClass uint8

const (
	punctChar charClass = iota
	spaceChar
	runChar   // may be inside a word or number
	digitChar // begins a number
	alphaChar // begins a word
	wideChar  // first byte of a rune beyond ASCII
)

var classes = func() (table [256]charClass) {
	for c := range table {
		switch b := byte(c); {
		case b <= ' ' || b == 0x7f:
			table[c] = spaceChar
		case b >= '0' && b <= '9':
			table[c] = digitChar
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b == '_':
			table[c] = alphaChar
		case b == '.' || b == '/' || b == '@' || b == '%' || b == '+' || b == '-' || b == '\'':
			table[c] = runChar
		case b >= utf8.RuneSelf:
			table[c] = wideChar
		}
	}
	return table
}()

// tokenize appends the tokens of line to tokens.
func tokenize(tokens []token, line []byte) []token {
	gap := true
	for i := 0; i < len(line) && len(tokens) < maxTokens; {
		class := classes[line[i]]
		switch class {
		case spaceChar:
			gap = true
			i++
			continue
		case punctChar:
			tokens = append(tokens, token{char: line[i], gap: gap, start: int32(i), end: int32(i + 1)})
			gap = false
			i++
			continue
		case wideChar:
			if size := letter(line[i:]); size < 0 {
				if n := len(tokens); n == 0 || tokens[n-1].char != wide || int(tokens[n-1].end) != i {
					tokens = append(tokens, token{char: wide, gap: gap, start: int32(i)})
				}
				i -= size
				tokens[len(tokens)-1].end = int32(i)
				gap = false
				continue
			}
		}
		end := runEnd(line, i)
		t := classify(line[i:end])
		t.gap, t.start = gap, int32(i)
		t.end += int32(i)
		tokens = append(tokens, t)
		gap = false
		i = end
	}
	return joinFractions(tokens)
}

func runEnd(line []byte, i int) int {
	for i < len(line) {
		switch class := classes[line[i]]; class {
		case runChar, digitChar, alphaChar:
			i++
		case wideChar:
			size := letter(line[i:])
			if size < 0 {
				return i
			}
			i += size
		default:
			return i
		}
	}
	return i
}

// letter returns the size of the letter s begins with, or minus the size of
// the other rune.
func letter(s []byte) int {
	r, size := utf8.DecodeRune(s)
	if r != utf8.RuneError && unicode.IsLetter(r) {
		return size
	}
	return -size
}

// classify reads a run of characters as one token whose end is its length.
func classify(run []byte) token {
	t := token{kind: junk, end: int32(len(run))}
	switch class := classes[run[0]]; {
	case class == alphaChar || class == wideChar:
		if v, ok := special(run); ok {
			return token{kind: number, end: t.end, value: v}
		}
		t.kind = word
		return t
	case len(run) == 1 && class == runChar:
		return token{kind: punct, char: run[0], end: 1}
	case class == digitChar || class == runChar:
		readNumber(run, &t)
	}
	return t
}

func readNumber(run []byte, t *token) {
	if last := len(run) - 1; run[last] == '%' {
		run, t.percent = run[:last], true
	} else if run[last] == '.' { // the end of a sentence
		run = run[:last]
	}
	digits, slash := 0, -1
	t.whole = true
	for i, c := range run {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '/':
			if slash >= 0 {
				return
			}
			slash = i
		case c == '.' || c == 'e' || c == 'E':
			t.whole = false
		case c == '+' || c == '-':
		default:
			if v, ok := special(run); ok {
				t.kind, t.value, t.whole = number, v, false
			}
			return
		}
	}
	if digits == 0 {
		return
	}
	if slash < 0 {
		if v, ok := parseFloat(run); ok {
			t.kind, t.value = number, v
		}
		return
	}
	a, okA := parseFloat(run[:slash])
	if okA && a >= 0 && slash == len(run)-1 {
		t.value, t.open = a, t.whole
		return
	}
	b, okB := parseFloat(run[slash+1:])
	if okA && okB && a >= 0 && b > 0 {
		t.kind, t.value, t.total = fraction, a, b
	}
}

// parseFloat reads a decimal number; one too large for a float64 is infinite.
func parseFloat(s []byte) (float64, bool) {
	if n := len(s); n > 0 && n <= 15 {
		var v int64
		for i, c := range s {
			if c < '0' || c > '9' {
				break
			}
			v = v*10 + int64(c-'0')
			if i == n-1 {
				return float64(v), true
			}
		}
	}
	if len(s) == 0 || len(s) > 400 {
		return 0, false
	}
	v, err := strconv.ParseFloat(string(s), 64)
	if err != nil && !math.IsInf(v, 0) {
		return 0, false
	}
	return v, true
}

// special reads the values that are not numbers, as Python, C and JavaScript
// print them.
func special(s []byte) (float64, bool) {
	sign := 1
	if len(s) > 0 && (s[0] == '-' || s[0] == '+') {
		if s[0] == '-' {
			sign = -1
		}
		s = s[1:]
	}
	switch len(s) {
	case 3:
		if fold(s, "nan") {
			return math.NaN(), true
		}
		if fold(s, "inf") {
			return math.Inf(sign), true
		}
	case 8:
		if fold(s, "infinity") {
			return math.Inf(sign), true
		}
	}
	return 0, false
}

// fold compares s with a lower-case ASCII text, whatever the case of s.
func fold(s []byte, lower string) bool {
	if len(s) != len(lower) {
		return false
	}
	for i, c := range s {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// joinFractions makes one token of "100 / 1234" and of "64/ 1024".
func joinFractions(tokens []token) []token {
	for i := 0; i+2 < len(tokens); i++ {
		if t := &tokens[i]; t.kind == junk && t.open && tokens[i+1].whole && tokens[i+1].kind == number && tokens[i+1].value > 0 {
			t.kind, t.total, t.end = fraction, tokens[i+1].value, tokens[i+1].end
			tokens = append(tokens[:i+1], tokens[i+2:]...)
			continue
		}
		a, mid, b := &tokens[i], tokens[i+1], tokens[i+2]
		if mid.kind == punct && mid.char == '/' && a.whole && b.whole &&
			a.kind == number && b.kind == number && b.value > 0 {
			a.kind, a.total, a.end = fraction, b.value, b.end
			tokens = append(tokens[:i+1], tokens[i+3:]...)
		}
	}
	return tokens
}
