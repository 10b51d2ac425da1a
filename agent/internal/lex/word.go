package lex

import (
	"strconv"
	"strings"
)

// word reads letters and digits, with "-", ".", "_" and "'" between two of them.
func (s *scanner) word() {
	end := s.pos
	for end < len(s.runes) && s.inWord(end) {
		end++
	}
	text := strings.ToLower(strings.ReplaceAll(string(s.runes[s.pos:end]), "'", ""))
	text = strings.Trim(text, "_")
	if text == "w" && s.at(end) == '/' { // "w/ adam", "w/o dropout"
		text, end = "with", end+1
		if r := s.at(end); (r == 'o' || r == 'O') && !isLetter(s.at(end+1)) {
			text, end = "without", end+1
		}
	}
	if id, _, ok := strings.Cut(strings.ToLower(string(s.runes[s.pos:end])), "'"); ok {
		if n, ok := parseID(id); ok { // "r12's", "r12'yi"
			s.emit(ID, id, end, Number{Value: n})
			return
		}
	}
	if first, _, joined := strings.Cut(text, "-"); joined { // "r12-r15"
		if _, ok := parseID(first); ok {
			text, end = first, s.pos+len(first)
		}
	}
	if n, ok := parseID(text); ok {
		s.emit(ID, text, end, Number{Value: n})
		return
	}
	if text == "comma" && len(s.tokens) > 0 { // dictated
		s.emit(Mark, ",", end, Number{})
		return
	}
	s.emit(Word, text, end, Number{})
}

func (s *scanner) inWord(i int) bool {
	r := s.at(i)
	if i > s.pos && ScriptOf(r) != ScriptOf(s.at(i-1)) {
		return false
	}
	if isLetter(r) || isDigit(r) || r == '_' {
		return true
	}
	before, after := s.at(i-1), s.at(i+1)
	if !isLetter(before) && !isDigit(before) {
		return false
	}
	switch r {
	case '\'':
		return isLetter(after)
	case '-':
		return isLetter(after) || isDigit(after)
	case '.':
		return isLetter(before) && isLetter(after)
	}
	return false
}

// parseID reads r12, e4 and p7.
func parseID(text string) (n float64, ok bool) {
	if len(text) < 2 || len(text) > 16 || !strings.ContainsRune("rep", rune(text[0])) || text[1] == '0' {
		return 0, false
	}
	i, err := strconv.ParseUint(text[1:], 10, 53)
	return float64(i), err == nil
}
