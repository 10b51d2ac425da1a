package lex

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Scan cuts text into tokens. Invalid UTF-8, control and format characters and
// symbols without a meaning here (emoji, quotes, markdown) only separate.
func Scan(text string) []Token {
	s := newScanner(text)
	for s.pos < len(s.runes) {
		s.next()
	}
	return spellNumbers(s.tokens)
}

type scanner struct {
	text    string
	runes   []rune // normalized, invisible characters dropped
	offsets []int  // of each rune in text, and of the end
	pos     int
	space   bool // white space before pos
	depth   int  // open brackets
	tokens  []Token
}

func newScanner(text string) *scanner {
	s := &scanner{text: text, runes: make([]rune, 0, len(text)), offsets: make([]int, 0, len(text)+1), space: true}
	for i, r := range text {
		if invisible(r) {
			continue
		}
		if r == utf8.RuneError || (unicode.IsControl(r) && r != '\n' && r != '\r') {
			r = ' '
		}
		s.runes = append(s.runes, plain(r))
		s.offsets = append(s.offsets, i)
	}
	s.offsets = append(s.offsets, len(text))
	return s
}

func (s *scanner) at(i int) rune {
	if i < 0 || i >= len(s.runes) {
		return 0
	}
	return s.runes[i]
}

func (s *scanner) next() {
	r := s.at(s.pos)
	switch {
	case r == '\n':
		s.lineEnd()
	case unicode.IsSpace(r):
		s.space = true
		s.pos++
	case s.mention(), s.link():
	case s.bullet():
	case s.number():
	case s.flag():
	case isLetter(r) || r == '_' && isLetter(s.at(s.pos+1)):
		s.word()
	case s.rule():
	case s.ellipsis():
	case strings.ContainsRune(marks, r):
		s.mark(r)
	default:
		s.space = true
		s.pos++
	}
}

func (s *scanner) emit(kind Kind, text string, end int, num Number) {
	start := s.offsets[s.pos]
	s.tokens = append(s.tokens, Token{
		Kind: kind, Text: text, Raw: s.text[start:s.offsets[end]], Space: s.space,
		Start: start, End: s.offsets[end], Num: num,
	})
	s.pos, s.space = end, false
}

func (s *scanner) lineEnd() {
	s.emit(Break, "\n", s.pos+1, Number{})
	s.space = true
	s.depth = 0
}

// bullet drops the mark that begins an item of a list: "- ", "* ", "1. ", "2) ".
func (s *scanner) bullet() bool {
	if n := len(s.tokens); n > 0 && s.tokens[n-1].Kind != Break {
		return false
	}
	end := s.pos
	if r := s.at(end); r == '-' || r == '*' || r == '•' || r == '+' || r == '>' {
		end++
	} else {
		for isDigit(s.at(end)) {
			end++
		}
		if end == s.pos || end-s.pos > 2 || (s.at(end) != '.' && s.at(end) != ')') {
			return false
		}
		end++
	}
	if s.at(end) != ' ' && s.at(end) != '\t' {
		return false
	}
	if len(s.tokens) == 0 && (isDigit(s.at(s.pos)) || s.at(s.pos) == '+') && !strings.Contains(s.text, "\n") {
		return false
	}
	s.emit(Break, "\n", end, Number{})
	s.space = true
	return true
}

// mention drops <@U123>, <#C1|name> and @name.
func (s *scanner) mention() bool {
	if s.at(s.pos) == '@' && s.space && isLetter(s.at(s.pos+1)) {
		for s.pos++; isLetter(s.at(s.pos)) || isDigit(s.at(s.pos)) || s.at(s.pos) == '_' || s.at(s.pos) == '-'; s.pos++ {
		}
		s.space = true
		return true
	}
	next := s.at(s.pos + 1)
	if s.at(s.pos) != '<' || (next != '@' && next != '#' && next != '!') {
		return false
	}
	for end := s.pos + 2; end < len(s.runes) && end < s.pos+80; end++ {
		if s.runes[end] == '>' {
			s.pos, s.space = end+1, true
			return true
		}
	}
	return false
}

// link drops a web address: it names no value.
func (s *scanner) link() bool {
	if s.at(s.pos) != 'h' || !s.space {
		return false
	}
	rest := string(s.runes[s.pos:min(s.pos+8, len(s.runes))])
	if !strings.HasPrefix(rest, "http://") && !strings.HasPrefix(rest, "https://") {
		return false
	}
	for s.pos < len(s.runes) && !unicode.IsSpace(s.at(s.pos)) {
		s.pos++
	}
	s.space = true
	return true
}

// flag reads the name in --batch-size=64 and -lr 0.1.
func (s *scanner) flag() bool {
	start := s.pos
	for s.at(start) == '-' {
		start++
	}
	if dashes := start - s.pos; dashes == 0 || dashes > 2 || !s.space || !isLetter(s.at(start)) {
		return false
	}
	s.pos = start
	s.word()
	s.tokens[len(s.tokens)-1].Kind = Flag
	s.tokens[len(s.tokens)-1].Space = true
	return true
}

// rule drops the line below a table's header.
func (s *scanner) rule() bool {
	end := s.pos
	for s.at(end) == '-' {
		end++
	}
	if end < s.pos+3 {
		return false
	}
	s.pos, s.space = end, true
	return true
}

func (s *scanner) ellipsis() bool {
	end := s.pos
	for s.at(end) == '.' || s.at(end) == '…' || s.at(end) == '‥' {
		end++
	}
	if end == s.pos || (end == s.pos+1 && s.at(s.pos) == '.') {
		return false
	}
	s.emit(Mark, "..", end, Number{})
	return true
}

func (s *scanner) mark(r rune) {
	switch r {
	case '(', '[', '{':
		s.depth++
	case ')', ']', '}':
		s.depth = max(s.depth-1, 0)
	}
	s.emit(Mark, string(r), s.pos+1, Number{})
}
