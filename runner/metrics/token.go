package metrics

import (
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
		case runChar, digitChar, alphaChar:
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
