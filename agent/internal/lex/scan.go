package lex

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Scan cuts English text into tokens.
func Scan(text string) []Token { return Spell(Cut(text)) }

// Cut cuts text into tokens, and leaves spelled numbers as words. Invalid UTF-8,
// control and format characters, and symbols without a meaning here (emoji, quotes,
// markdown) only separate tokens.
func Cut(text string) []Token {
	s := newScanner(text)
	for s.pos < len(s.runes) {
		s.next()
	}
	return s.tokens
}

type scanner struct {
	text    string
	runes   []rune // normalized, invisible characters dropped
	offsets []int  // of each rune in text, and of the end
	pos     int
	space   bool // white space before pos
	depth   int  // open brackets
	starred int  // number of stars of the open emphasis
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
	case s.mention(), s.link(), s.fence(), s.emphasis():
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
	s.depth, s.starred = 0, 0
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
