package agent

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent/internal/vocab"
)

// wording is a pattern over the words of a message. "a/b" is either word, "*" up
// to five words, "^" the start and "$" the end. "^" and "$" ignore polite words.
type wording struct {
	parts [][]string
	first bool
	last  bool
}

// wordings compiles one wording from each line.
func wordings(text string) []wording {
	var list []wording
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		w := wording{}
		for _, field := range fields {
			switch field {
			case "^":
				w.first = true
			case "$":
				w.last = true
			default:
				w.parts = append(w.parts, strings.Split(field, "/"))
			}
		}
		list = append(list, w)
	}
	return list
}

const mostBetween = 5

// politeness are words that may come before and after the match of a wording.
var politeness = vocab.Set(`hi hello hey heya yo trex bot please pls plz ok okay so and well um uh hmm then now just again thanks thank you thx cheers
	sorry excuse me also btw oh ah , . ! ? : ; - .. there team all guys folks good morning afternoon evening can could would you u tell let know
	i want to need like id lets quick question quickly right today for what is it the yeah yes yo lol haha actually kindly maybe buddy mate man dude`)

// matches reports whether one of the wordings occurs in the words.
func matches(words []string, list []wording) bool {
	return slices.ContainsFunc(list, func(w wording) bool { return w.in(words) })
}

func (w wording) in(words []string) bool {
	for start := range words {
		if w.first && start > 0 && !politeness[words[start-1]] {
			return false
		}
		if end, ok := matchAt(words, start, w.parts); ok && (!w.last || allPolite(words[end:])) {
			return true
		}
	}
	return false
}

func allPolite(words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !politeness[word] && word != "\n" })
}

func matchAt(words []string, at int, parts [][]string) (end int, ok bool) {
	if len(parts) == 0 {
		return at, true
	}
	if parts[0][0] == "*" {
		for skip := 0; skip <= mostBetween && at+skip <= len(words); skip++ {
			if end, ok := matchAt(words, at+skip, parts[1:]); ok {
				return end, true
			}
		}
		return 0, false
	}
	if at >= len(words) || !slices.Contains(parts[0], words[at]) {
		return 0, false
	}
	return matchAt(words, at+1, parts[1:])
}
