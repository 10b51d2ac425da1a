package lex

import (
	"strings"
	"unicode"
)

// bullet drops the mark at the start of a list item: "- ", "* ", "1. ", "2) ".
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

// link drops a web address, because it contains no value.
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

// fence drops the language name after the backticks that open a code block.
func (s *scanner) fence() bool {
	if s.at(s.pos) != '`' || s.at(s.pos+1) != '`' || s.at(s.pos+2) != '`' {
		return false
	}
	end := s.pos + 3
	for isLetter(s.at(end)) || isDigit(s.at(end)) {
		end++
	}
	if s.at(end) != '\n' {
		end = s.pos + 3
	}
	s.pos, s.space = end, true
	return true
}

// mostEmphasized is how far to search for the end of *emphasis*.
const mostEmphasized = 60

// emphasis drops the stars of *lr* and **0.1**. Otherwise they would mean
// multiplication.
func (s *scanner) emphasis() bool {
	if s.at(s.pos) != '*' {
		return false
	}
	end := s.pos
	for s.at(end) == '*' && end < s.pos+3 {
		end++
	}
	before, after := s.at(s.pos-1), s.at(end)
	opens := !isLetter(before) && !isDigit(before) && after != 0 && !unicode.IsSpace(after) && s.closed(end, end-s.pos)
	closes := s.starred > 0 && s.starred == end-s.pos && !unicode.IsSpace(before)
	switch {
	case closes:
		s.starred = 0
	case opens:
		s.starred = end - s.pos
	default:
		return false
	}
	s.pos, s.space = end, true
	return true
}

// closed reports whether the emphasis at i ends on its line with as many stars.
func (s *scanner) closed(i, stars int) bool {
	for from := i; i < from+mostEmphasized && s.at(i) != 0 && s.at(i) != '\n'; i++ {
		n := 0
		for s.at(i+n) == '*' && n < 4 {
			n++
		}
		after := s.at(i + n)
		if n == stars && !unicode.IsSpace(s.at(i-1)) && !isLetter(after) && !isDigit(after) {
			return true
		}
		i += n
	}
	return false
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
