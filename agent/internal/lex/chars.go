package lex

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
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
	case '、', '،', '・':
		return ','
	case '。':
		return '.'
	case '「', '」', '『', '』':
		return '"'
	case '〜':
		return '~'
	case '\u2028', '\u2029', '\r', '\v', '\f':
		return '\n'
	}
	if r >= firstWide {
		if narrow := []rune(norm.NFKC.String(string(r))); len(narrow) == 1 {
			return narrow[0]
		}
	}
	return r
}

// firstWide is where the wide and narrow forms of characters begin, "Ａ" and "ｱ".
const firstWide = '\uff01'

// Script is a way of writing whose words need no blank between them and others.
type Script uint8

const (
	Alphabet Script = iota // Latin, Cyrillic, Devanagari…: blanks separate words
	Hangul
	Han // and kana
)

// ScriptOf returns the script of a character. Digits belong to none: to the
// alphabet.
func ScriptOf(r rune) Script {
	switch {
	case r < firstHangul:
		return Alphabet
	case unicode.In(r, unicode.Hangul):
		return Hangul
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana), r == 'ー', r == '々':
		return Han
	}
	return Alphabet
}

// firstHangul is the first character of those scripts.
const firstHangul = '\u1100'

// invisible reports whether r is removed even inside a word.
func invisible(r rune) bool {
	return r == '\u00ad' || r == '\ufeff' || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLetter(r rune) bool {
	return (unicode.IsLetter(r) || unicode.Is(unicode.Mc, r)) && !strings.ContainsRune("ªº", r)
}

// marks have a meaning in the grammar. Any other symbol only separates words.
const marks = ",;:=()[]{}|/+&~<>?!.-×%^≤≥≠±→∈@#*"

// latin reports whether the character at i is a letter that may belong to the number
// before it.
func (s *scanner) latin(i int) bool { return isLetter(s.at(i)) && ScriptOf(s.at(i)) == Alphabet }
