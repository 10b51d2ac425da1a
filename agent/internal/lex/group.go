package lex

import (
	"slices"
	"strconv"
	"strings"
)

// grouped reads digits with commas. A comma may be a decimal comma, a thousands
// separator or a separator of a list. "1,000" and "0,01" have one meaning. "0,1"
// and "1,200" keep both readings, and the parameter decides later. Everything
// else is a list, which the caller reads.
func (s *scanner) grouped(i int) (Number, int, bool) {
	if s.insideList() {
		return Number{}, i, false
	}
	groups, end := s.digitGroups(i)
	if len(groups) < 2 {
		return Number{}, i, false
	}
	first, rest := groups[0], groups[1:]
	switch {
	case thousands(first, rest) && anyLeadingZero(rest):
		return Number{Value: join(groups, "")}, end, true
	case len(rest) > 1:
		return Number{}, i, false
	case rest[0][0] == '0' && len(rest[0]) > 1:
		return Number{Value: join(groups, ".")}, end, true
	case s.depth > 0:
		return Number{}, i, false
	case thousands(first, rest):
		return Number{Value: join(groups, ""), List: numbers(groups)}, end, true
	case first == "0" || len(first) == 1 && len(rest[0]) == 1:
		return Number{Value: join(groups, "."), List: numbers(groups)}, end, true
	}
	return Number{}, i, false
}

// insideList reports whether a number and a comma come directly before.
func (s *scanner) insideList() bool {
	n := len(s.tokens)
	return !s.space && n > 1 && s.tokens[n-1].Text == "," && !s.tokens[n-1].Space && s.tokens[n-2].Kind == Num
}

// mostGroups is more groups than any number has.
const mostGroups = 6

// digitGroups returns the digits around commas without spaces. It returns none
// when a point, an exponent or the number of digits shows that the comma
// separates a list.
func (s *scanner) digitGroups(i int) (groups []string, end int) {
	end = i
	for {
		from := end
		for isDigit(s.at(end)) {
			end++
		}
		if end == from || end-from > 15 || len(groups) == mostGroups {
			return nil, i
		}
		groups = append(groups, string(s.runes[from:end]))
		if s.at(end) != ',' || !isDigit(s.at(end+1)) {
			break
		}
		end++
	}
	if r := s.at(end); r == '.' && isDigit(s.at(end+1)) || r == '/' || s.exponentAt(end) {
		return nil, i
	}
	return groups, end
}

func thousands(first string, rest []string) bool {
	return len(first) <= 3 && first[0] != '0' && !slices.ContainsFunc(rest, func(g string) bool { return len(g) != 3 })
}

func anyLeadingZero(groups []string) bool {
	return slices.ContainsFunc(groups, func(g string) bool { return g[0] == '0' })
}

func join(groups []string, sep string) float64 {
	f, _ := strconv.ParseFloat(strings.Join(groups, sep), 64)
	return f
}

func numbers(groups []string) []float64 {
	list := make([]float64, len(groups))
	for i, g := range groups {
		list[i], _ = strconv.ParseFloat(g, 64)
	}
	return list
}

// ratio reads 1/10. It leaves 16/32/64 and 0.1/0.01 alone: they are lists.
func (s *scanner) ratio(i, end int, over float64) (Number, int, bool) {
	whole := func(from, to int) bool {
		for ; from < to; from++ {
			if !isDigit(s.at(from)) {
				return false
			}
		}
		return true
	}
	if s.at(end) != '/' || s.at(i-1) == '/' || !whole(i, end) {
		return Number{}, i, false
	}
	under, after, ok := s.decimal(end + 1)
	if !ok || !whole(end+1, after) || under == 0 || s.at(after) == '/' || s.latin(after) {
		return Number{}, i, false
	}
	return Number{Value: over / under, Fraction: true, List: []float64{over, under}}, after, true
}
