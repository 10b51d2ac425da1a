package runlog

import (
	"slices"
	"strings"
)

// Redacted replaces a secret.
const Redacted = "[redacted]"

// secret is one form by which a secret is recognised. Its groups, if any, are
// kept.
type secret struct {
	// hints are in lower case; text without any of them cannot match. They make a
	// log of gigabytes fast enough to read: the expressions alone read a few
	// megabytes a second.
	hints []string
	shape *Pattern
}

var secrets = []secret{
	{[]string{"xox", "xapp-"}, NewPattern(`xox[a-z]-[A-Za-z0-9-]{8,}|xapp-[A-Za-z0-9-]{8,}`)},                         // Slack
	{nil, NewPattern(`\b[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}`)},                            // Discord, see mayHold
	{[]string{"sk-", "pk-", "rk-"}, NewPattern(`\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}`)},                                  // OpenAI and alike
	{[]string{"hf_"}, NewPattern(`\bhf_[A-Za-z0-9]{16,}`)},                                                            // Hugging Face
	{[]string{"gh", "github_pat_"}, NewPattern(`\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}`)},        // GitHub
	{[]string{"glpat-"}, NewPattern(`\bglpat-[A-Za-z0-9_-]{16,}`)},                                                    // GitLab
	{[]string{"akia", "asia"}, NewPattern(`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`)},                                           // AWS key id
	{[]string{"aiza"}, NewPattern(`\bAIza[A-Za-z0-9_-]{30,}`)},                                                        // Google
	{[]string{"eyj"}, NewPattern(`\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*`)},                     // JWT
	{[]string{"-----begin "}, NewPattern(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*KEY-----|\z)`)}, // PEM
	{[]string{"://"}, NewPattern(`(\b[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@]*:)[^\s/@]+(@)`)},                              // password in a URL
	{[]string{"authorization"}, NewPattern(`(?i)(\b(?:authorization|proxy-authorization)["']?\s*[:=]\s*["']?(?:bearer|basic|token)?\s*)[A-Za-z0-9._~+/=-]{8,}`)},
	{
		[]string{
			"apikey", "api_key", "api-key", "accesskey", "access_key", "access-key", "secret", "passwd", "password",
			"authtoken", "auth-token", "accesstoken", "access-token", "apitoken", "api-token", "_token",
		},
		NewPattern(`(?i)([A-Za-z0-9_-]*(?:api[_-]?key|access[_-]?key|secret|passwd|password|auth[_-]?token|access[_-]?token|api[_-]?token|_token)["']?\s*[:=]\s*["']?)[^\s"',;]{6,}`),
	},
}

// Redact returns text with what looks like a secret replaced. It errs towards
// hiding: a harmless text that looks like a token goes too.
func Redact(text string) string {
	if !mayHoldAny(text) {
		return text
	}
	if strings.Contains(text, "-----BEGIN ") { // the only one of more than two lines
		return redactAll(text)
	}
	var out strings.Builder
	for len(text) > 0 {
		window := text[:suspectEnd(text)]
		text = text[len(window):]
		if mayHoldAny(window) {
			window = redactAll(window)
		}
		out.WriteString(window)
	}
	return out.String()
}

func redactAll(text string) string {
	lower := fold(text)
	for i := range secrets {
		if secrets[i].mayOccur(text, lower) {
			text = secrets[i].shape.ReplaceAllString(text, "${1}"+Redacted+"${2}")
		}
	}
	return text
}

// carryOn is how many more lines that are not blank a secret may reach: its
// name, a colon, a word such as Bearer and its value can each have a line of
// their own.
const carryOn = 3

// suspectEnd returns the end of the first line of text or, when that line may
// hold a secret, of all the lines that the secret may reach.
func suspectEnd(text string) int {
	end := lineEnd(text)
	if !mayHoldAny(text[:end]) {
		return end
	}
	for left := carryOn; left > 0 && end < len(text); {
		line := text[end : end+lineEnd(text[end:])]
		end += len(line)
		switch {
		case mayHoldAny(line):
			left = carryOn
		case strings.TrimSpace(line) != "":
			left--
		}
	}
	return end
}

func lineEnd(text string) int {
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		return i + 1
	}
	return len(text)
}

func mayHoldAny(text string) bool {
	lower := fold(text)
	return slices.ContainsFunc(secrets, func(s secret) bool { return s.mayOccur(text, lower) })
}

// fold returns the lower case as (?i) sees it, for which a long s is an s.
func fold(text string) string { return strings.ReplaceAll(strings.ToLower(text), "ſ", "s") }

func (s *secret) mayOccur(text, lower string) bool {
	if s.hints == nil {
		return dottedLikeDiscord(text)
	}
	return slices.ContainsFunc(s.hints, func(hint string) bool { return strings.Contains(lower, hint) })
}

// dottedLikeDiscord reports whether two dots stand seven bytes apart after
// enough text: as in a bot token, and hardly ever in a line of numbers.
func dottedLikeDiscord(text string) bool {
	for at := 0; ; {
		dot := strings.IndexByte(text[at:], '.')
		if dot < 0 {
			return false
		}
		at += dot
		if at >= 24 && at+7 < len(text) && text[at+7] == '.' && !strings.ContainsAny(text[at-24:at], " \n\t=,") {
			return true
		}
		at++
	}
}
