package web

import "strings"

// clip shortens text to most characters, with an ellipsis for what is gone.
func clip(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return strings.TrimRight(string(runes[:most-1]), " ") + "…"
}
