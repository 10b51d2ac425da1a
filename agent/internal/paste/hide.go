package paste

import (
	"path"
	"regexp"
	"strings"
)

var (
	// keyed matches what is called a secret, and what looks like one after it.
	keyed = regexp.MustCompile(`(?i)\b([\w-]*(?:password|passwd|secret|token|credential|api[_-]?key|access[_-]?key|auth)[\w-]*)([ \t]*[=:][ \t]*|[ \t]+(?:is[ \t]+)?)(["']?)(\S+)`)
	// issued matches the forms of keys that services give out.
	issued = regexp.MustCompile(`\b(?:sk-[\w-]{16,}|hf_\w{16,}|gh[pousr]_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|AKIA\w{12,}|AIza[\w-]{30,}|eyJ[\w-]{10,}\.[\w.-]+|[0-9a-fA-F]{32,}|-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$))`)
	// located matches a path from a root, with the word before it.
	located = regexp.MustCompile(`(^|[\w.-]*["'\s=:(]+)((?:~|\.{1,2}|[A-Za-z]:)?[/\\](?:[\w.@+-]+[/\\])+[\w.@+-]*)`)
)

// hidden stands for a secret: a word that nobody types, so that it is asked about.
const hidden = "secret-key"

// hide removes secrets from words, and leaves the last part of paths, so that no
// answer repeats them. A path that is the value of a parameter stays.
func (r *reader) hide(words string) string {
	words = keyed.ReplaceAllStringFunc(words, func(found string) string {
		parts := keyed.FindStringSubmatch(found)
		if r.Param(parts[1]) || !strings.ContainsAny(parts[2], "=:") && !mixed(parts[4]) {
			return found
		}
		return parts[1] + " "
	})
	words = issued.ReplaceAllString(words, hidden)
	return located.ReplaceAllStringFunc(words, func(found string) string {
		parts := located.FindStringSubmatch(found)
		if r.Param(strings.Trim(parts[1], "\"'=:( \t\n")) {
			return found
		}
		return parts[1] + path.Base(strings.ReplaceAll(parts[2], `\`, "/"))
	})
}

// mixed reports whether a word has letters and digits, or marks of a password, and is
// no number.
func mixed(word string) bool {
	if _, isNumber := text(strings.Trim(word, ",.;")).number(); isNumber || len(word) < 6 {
		return false
	}
	return strings.ContainsAny(word, "0123456789") && strings.ContainsFunc(word, func(c rune) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' })
}
