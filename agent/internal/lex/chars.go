package lex

import (
	"strings"
	"unicode"
)

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹"

// superscript returns the digit a superscript stands for.
func superscript(r rune) (digit rune, ok bool) {
	n := 0
	for _, s := range superscripts {
		if s == r {
			return rune('0' + n), true
		}
		n++
	}
	return 0, false
}

var vulgarFractions = map[rune]float64{
	'½': 1.0 / 2, '⅓': 1.0 / 3, '⅔': 2.0 / 3, '¼': 1.0 / 4, '¾': 3.0 / 4, '⅕': 1.0 / 5, '⅖': 2.0 / 5,
	'⅗': 3.0 / 5, '⅘': 4.0 / 5, '⅙': 1.0 / 6, '⅛': 1.0 / 8, '⅜': 3.0 / 8, '⅝': 5.0 / 8, '⅞': 7.0 / 8, '⅒': 1.0 / 10,
}

// plain maps the variants of one character to the one that the scanner knows.
func plain(r rune) rune {
	switch r {
	case '−', '‐', '‑', '‒', '–', '—', '﹣', '－':
		return '-'
	case '’', '‘', '´', 'ʼ', '′':
		return '\''
	case '“', '”', '„', '«', '»', '″':
		return '"'
	case '×', '✕', '✖', '⨯':
		return '×'
	case '·', '⋅', '∙', '∗':
		return '*'
	case '，', '、', '،':
		return ','
	case '；':
		return ';'
	case '：':
		return ':'
	case '\u2028', '\u2029', '\r', '\v', '\f':
		return '\n'
	}
	if r >= '０' && r <= '９' {
		return r - '０' + '0'
	}
	if r >= 'Ａ' && r <= 'ｚ' && unicode.IsLetter(r) {
		return r - 'Ａ' + 'A'
	}
	return r
}

// invisible reports whether r is removed even inside a word.
func invisible(r rune) bool {
	return r == '\u00ad' || r == '\ufeff' || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLetter(r rune) bool { return unicode.IsLetter(r) && !strings.ContainsRune("ªº", r) }

// marks have a meaning in the grammar. Any other symbol only separates words.
const marks = ",;:=()[]{}|/+&~<>?!.-×%^≤≥≠±→∈@#*"
