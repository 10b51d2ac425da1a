package slack

import (
	"strings"
	"unicode"
	"unicode/utf8"

	api "github.com/slack-go/slack"
)

// clean removes what could make a text look like something else: invalid UTF-8,
// control characters and characters that change the writing direction.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}

// escape writes a plain text for Slack's mrkdwn, in which three characters
// start mentions, links and entities.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(clean(s))
}

// lookalikes replaces the characters that format mrkdwn, because mrkdwn cannot
// escape them. Underscores inside words do not format and stay.
var lookalikes = strings.NewReplacer("*", "∗", "~", "∼", "`", "ˋ")

// literal writes a plain text for mrkdwn without any formatting.
func literal(s string) string {
	runes := []rune(lookalikes.Replace(escape(s)))
	for i, r := range runes {
		if r == '_' && (i == 0 || !wordy(runes[i-1]) || i == len(runes)-1 || !wordy(runes[i+1])) {
			runes[i] = 'ˍ'
		}
	}
	return string(runes)
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// fenced writes a plain text as a code block of mrkdwn; the text cannot end the
// block.
func fenced(s string) string {
	return "```\n" + strings.ReplaceAll(escape(s), "`", "ˋ") + "\n```"
}

// clip cuts s to at most n characters and marks the cut with an ellipsis.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimRight(string([]rune(s)[:n-1]), " \n") + "…"
}

// chunks splits s into pieces of at most n characters, at line ends if
// possible.
func chunks(s string, n int) []string {
	var pieces []string
	runes := []rune(s)
	for len(runes) > n {
		cut := n
		for i := n; i > n/2; i-- {
			if runes[i-1] == '\n' {
				cut = i
				break
			}
		}
		pieces = append(pieces, strings.TrimRight(string(runes[:cut]), "\n"))
		runes = runes[cut:]
	}
	return append(pieces, string(runes))
}

// plain makes a text object without formatting, links or mentions.
func plain(s string, n int) *api.TextBlockObject {
	off := false
	s = clip(clean(s), n)
	if strings.TrimSpace(s) == "" {
		s = "–" // Slack refuses empty texts
	}
	return &api.TextBlockObject{Type: api.PlainTextType, Text: s, Emoji: &off}
}

func mrkdwn(s string) *api.TextBlockObject {
	return &api.TextBlockObject{Type: api.MarkdownType, Text: s, Verbatim: true}
}
