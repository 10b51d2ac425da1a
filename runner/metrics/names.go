package metrics

import (
	"strings"
	"unicode"
)

type nameClass uint8

const (
	other   nameClass = iota // a metric in good company
	measure                  // a metric
	denied                   // never a metric
	config                   // never a metric, and a sign of settings being echoed
	epochMark
	stepMark
)

// name is what a key on a line stands for.
type name struct {
	metric string
	class  nameClass
}

const (
	maxName  = 100  // bytes of a metric's name
	maxNames = 4096 // remembered keys; more are forgotten and looked up again
)

// names maps keys as they are printed to what they stand for.
type names struct {
	objective string
	canonical string // the objective's, for comparing
	known     map[string]*name
	exact     map[string]*name // of names taken as they are
}

func newNames(objective string) names {
	return names{objective: objective, canonical: canonical(objective), known: map[string]*name{}, exact: map[string]*name{}}
}

// find returns what key stands for. It is the same pointer for the same key
// for a while, and never nil.
func (n *names) find(key []byte) *name {
	if known, ok := n.known[string(key)]; ok {
		return known
	}
	if len(n.known) >= maxNames {
		clear(n.known)
	}
	text := string(key)
	found := &name{metric: spell(text), class: classOf(text)}
	switch {
	case n.objective != "" && canonical(text) == n.canonical:
		found.metric, found.class = n.objective, measure
	case len(text) > maxName || found.metric == "":
		found.class = denied
	}
	n.known[text] = found
	return found
}

// spell makes a metric's name of a key: "Val Loss" is val_loss; what is one
// identifier stays as it is, except for a capital in front.
func spell(key string) string {
	words := strings.Fields(key)
	for i, w := range words {
		w = strings.TrimSuffix(strings.TrimRight(w, "%:.-/'"), "'s")
		if capitalised(w) {
			w = strings.ToLower(w)
		}
		words[i] = w
	}
	return strings.Trim(strings.ToValidUTF8(strings.Join(words, "_"), ""), "_")
}

func capitalised(w string) bool {
	for i, r := range w {
		if (i == 0) != unicode.IsUpper(r) && unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// canonical is equal for names that people mean to be equal.
func canonical(key string) string {
	words := split(key)
	for i, w := range words {
		switch w {
		case "validation", "valid":
			words[i] = "val"
		case "training":
			words[i] = "train"
		case "accuracy":
			words[i] = "acc"
		}
	}
	return strings.Join(words, " ")
}

// split returns the lower-case words of an identifier or of several.
func split(key string) []string {
	var words []string
	start, lower := 0, false
	flush := func(end int) {
		if end > start {
			words = append(words, strings.ToLower(key[start:end]))
		}
	}
	for i, r := range key {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush(i)
			start = i + len(string(r))
		case unicode.IsUpper(r) && lower:
			flush(i)
			start = i
		}
		lower = unicode.IsLower(r)
	}
	flush(len(key))
	return words
}

func classOf(key string) nameClass {
	words := split(key)
	if len(words) == 0 {
		return denied
	}
	if marker, ok := markerOf(words); ok && qualified(key) {
		return marker
	}
	switch {
	case isException(key):
		return denied
	case isConstant(key):
		return other
	case isMeasure(words) && !(strings.Contains(key, " ") && words[len(words)-1] == "map"):
		return measure
	}
	if settings[strings.Join(words, "_")] {
		return config
	}
	for _, w := range words {
		if neverWords[w] {
			return denied
		}
	}
	return other
}

// isMeasure looks for a measure's name among words; a word of a setting spoils
// it (loss_scale, score_threshold).
func isMeasure(words []string) bool {
	found := false
	for _, w := range words {
		if spoilers[w] {
			return false
		}
		found = found || measures[w] || measures[strings.TrimRight(w, "0123456789")]
	}
	last := words[len(words)-1]
	return found && !(neverWords[last] && !measures[last])
}

// isException recognises the name of an exception; a message with a number may
// follow: AssertionError: 1 == 2.
func isException(key string) bool {
	words := split(key)
	if key == "ERROR" || key == "ERR" { // a level
		return true
	}
	if strings.ContainsAny(key, " _") || len(words) < 2 || splits[words[0]] || strings.ToLower(key[:1]) == key[:1] {
		return false
	}
	return strings.HasSuffix(key, "Error") || strings.HasSuffix(key, "Exception") || strings.HasSuffix(key, "Warning")
}

// isConstant recognises what code calls a constant: NO_SCORE = -1.
func isConstant(key string) bool {
	return strings.ContainsRune(key, '_') && strings.ToUpper(key) == key && strings.ToLower(key) != key
}

// qualified reports whether an identifier that ends like a step's name is one:
// global_step is, emul_batch is not.
func qualified(key string) bool {
	words := split(key[strings.LastIndexByte(key, ' ')+1:])
	if isUpdates(words) {
		return true
	}
	for _, w := range words[:max(len(words)-1, 0)] {
		if !markQualifiers[w] {
			return false
		}
	}
	return true
}

// markerOf tells names of epochs and steps. "steps per epoch", "best epoch" and
// "epochs" are not.
func markerOf(words []string) (nameClass, bool) {
	if isUpdates(words) {
		return stepMark, true
	}
	for _, w := range words[:len(words)-1] {
		if notMarkers[w] {
			return 0, false
		}
	}
	switch last := words[len(words)-1]; {
	case last == "epoch" || last == "ep":
		return epochMark, true
	case stepWords[last]:
		return stepMark, true
	}
	return 0, false
}

// isUpdates recognises fairseq's num_updates, which goes on over epochs.
func isUpdates(words []string) bool {
	return len(words) == 2 && words[0] == "num" && words[1] == "updates"
}
