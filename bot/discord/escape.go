package discord

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf16"
)

// escape makes Discord show text literally: no markdown, no mention, no link
// preview. Characters that are not markdown where they stand stay as they are,
// because notifications may show the backslashes.
func escape(text string) string {
	var b strings.Builder
	runes := []rune(text)
	at := func(i int) rune {
		if i < 0 || i >= len(runes) {
			return '\n'
		}
		return runes[i]
	}
	lineStart := true
	for i, r := range runes {
		before, after := at(i-1), at(i+1)
		special := false
		switch r {
		case '\\', '*', '`', '<', '[', ']':
			special = true
		case '_': // no markdown inside a word
			special = !alphanumeric(before) || !alphanumeric(after)
		case '~', '|': // only markdown in pairs
			special = before == r || after == r
		case '>', '#':
			special = lineStart || before == '>' && r == '>'
		case '-':
			special = lineStart && (after == ' ' || after == '#')
		case ':':
			special = after == '/' && at(i+2) == '/'
		}
		if special {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		if r == '@' {
			b.WriteString(apart) // a mention needs its name directly after the @
		}
		lineStart = r == '\n' || lineStart && r == ' '
	}
	return b.String()
}

// apart is an invisible character; between two characters it prevents that they
// are read together.
const apart = "\u200b"

func alphanumeric(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

const codeFence = "```"

// code puts text into a code block; the text cannot end the block.
func code(text string) string {
	text = strings.ReplaceAll(text, codeFence, strings.Repeat("`"+apart, 3))
	return codeFence + "\n" + strings.ReplaceAll(text, "@", "@"+apart) + "\n" + codeFence
}

var special = regexp.MustCompile(`@|\]\(|<[@#:/aAtTiI]`)

// markup keeps the model's light markdown, but no mentions and no masked links.
func markup(text string) string {
	return special.ReplaceAllStringFunc(text, func(s string) string {
		return s[:1] + apart + s[1:]
	})
}

// length counts UTF-16 units, as Discord's clients do. Its servers count
// characters, which are never more.
func length(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// clip cuts text to at most limit, counted by length, and marks the cut with an
// ellipsis.
func clip(text string, limit int) string {
	if length(text) <= limit {
		return text
	}
	n := 1
	for i, r := range text {
		if n += utf16.RuneLen(r); n > limit {
			return strings.TrimSuffix(text[:i], "\\") + "…"
		}
	}
	return text
}

// acceptable reports whether Discord accepts an address for a button or a
// picture. It accepts no host without a dot, and then refuses the whole
// message.
func acceptable(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || length(address) > maxURL {
		return false
	}
	_, err = netip.ParseAddr(u.Hostname())
	return err == nil || strings.Contains(strings.Trim(u.Hostname(), "."), ".")
}
