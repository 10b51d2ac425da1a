package discord

import (
	"strings"
	"unicode/utf8"
)

// escape makes text show as it is: no markdown, no mention, no link preview.
func escape(text string) string {
	var b strings.Builder
	lineStart := true
	for i, r := range text {
		switch {
		case r == '@':
			b.WriteString("@\u200b") // a mention needs its name right behind the @
		case strings.ContainsRune("\\*_~`|<>[]", r), r == '#' && lineStart,
			r == '-' && lineStart && strings.HasPrefix(text[i:], "- "),
			r == ':' && strings.HasPrefix(text[i:], "://"):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		lineStart = r == '\n' || lineStart && r == ' '
	}
	return b.String()
}

// code puts text into a code block it cannot leave.
func code(text string) string {
	return "```\n" + strings.ReplaceAll(strings.ReplaceAll(text, "```", "`\u200b`\u200b`"), "@", "@\u200b") + "\n```"
}

// clip shortens text to at most limit characters.
func clip(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return string([]rune(text)[:limit-1]) + "…"
}
