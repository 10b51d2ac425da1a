package paste

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// mostNodes limits how many values of a pasted part are read; longest, how much of
// it.
const (
	mostNodes = 20_000
	longest   = 64 << 10
)

// Plain returns the text with each part that is written in one of the languages of
// this package as words, without secrets and paths. Text of more than 64 kB stays as
// it is.
func Plain(source string, names Names) string {
	if len(source) > longest {
		return source
	}
	r := reader{Names: names, nodes: mostNodes}
	return r.hide(r.plain(source))
}

func (r *reader) plain(source string) string {
	if strings.Contains(source, "Traceback (most recent call last)") || !strings.ContainsAny(source, "={[(:|-\n") {
		return source
	}
	source = strings.ReplaceAll(source, "\r\n", "\n")
	var b strings.Builder
	for {
		before, fenced, after, ok := cutFence(source)
		b.WriteString(r.prose(before))
		if !ok {
			return b.String()
		}
		if words, ok := r.block(fenced); ok {
			b.WriteString("\n" + words + "\n")
		} else {
			b.WriteString(source[len(before) : len(source)-len(after)])
		}
		source = after
	}
}

// cutFence finds a block between ``` and ```.
func cutFence(source string) (before, fenced, after string, ok bool) {
	before, rest, ok := strings.Cut(source, "```")
	if !ok {
		return source, "", "", false
	}
	fenced, after, ok = strings.Cut(rest, "```")
	if !ok {
		return source, "", "", false
	}
	if first, others, ok := strings.Cut(fenced, "\n"); ok && language.MatchString(first) {
		fenced = others
	}
	return before, fenced, after, true
}

var language = regexp.MustCompile(`^[\w+-]*\s*$`)

// mostAround is how many lines before and after a part that is not fenced may be
// words; in a long text there is one.
const (
	mostAround = 3
	long       = 8 << 10
)

// prose finds what is pasted between words.
func (r *reader) prose(source string) string {
	if words, ok := r.block(source); ok {
		return words
	}
	lines := strings.SplitAfter(source, "\n")
	most := mostAround
	if len(source) > long {
		most = 1
	}
	for around := 1; around <= 2*most && len(lines) > around; around++ {
		for head := max(0, around-most); head <= min(around, most); head++ {
			end := len(lines) - (around - head)
			if end-head < 2 && !strings.ContainsAny(lines[head], "{(") && !starts.MatchString(lines[head]) {
				continue
			}
			if words, ok := r.block(strings.Join(lines[head:end], "")); ok {
				return r.inline(strings.Join(lines[:head], "")) + words + "\n" + r.inline(strings.Join(lines[end:], ""))
			}
		}
	}
	return r.inline(source)
}

// block reads a text that is wholly in one of the languages.
func (r *reader) block(source string) (string, bool) {
	source = strings.Trim(dedent(source), "\n")
	if strings.TrimSpace(source) == "" {
		return "", false
	}
	left := r.nodes
	for _, parse := range []func(string) (space, bool){r.structure, r.shell, r.table, r.document, r.program} {
		r.nodes, r.typed = left, false
		if s, ok := parse(source); ok && !r.typed && !s.empty() {
			return s.String(), true
		}
	}
	r.nodes = left
	return "", false
}

// dedent removes the indentation that all lines share.
func dedent(source string) string {
	shared := -1
	for line := range strings.Lines(source) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if indent := len(line) - len(strings.TrimLeft(line, " \t")); shared < 0 || indent < shared {
			shared = indent
		}
	}
	if shared <= 0 {
		return source
	}
	var b strings.Builder
	for line := range strings.Lines(source) {
		b.WriteString(line[min(shared, len(line)-len(strings.TrimLeft(line, " \t"))):])
	}
	return b.String()
}

// structure reads a dictionary, a list of them or a call, and arguments after it.
func (r *reader) structure(source string) (space, bool) {
	source = strings.TrimSuffix(strings.TrimSpace(source), ",")
	if source == "" || !strings.ContainsRune("{[", rune(source[0])) || deep(source) {
		return space{}, false
	}
	var s space
	n, ok := python(source)
	if !ok {
		n, ok = python("_(" + source + ")")
	}
	switch {
	case !ok:
		return s, false
	case n.kind == dict:
		s = r.config(n)
	case n.dicts():
		r.dictionaries(&s, n, nil)
	case n.kind == call:
		s = r.invoked(n)
	}
	return s, !s.empty()
}

var (
	section = regexp.MustCompile(`(?m)^\[+[\w.\-" ]+\]+\s*(?:#.*)?$`)
	pair    = regexp.MustCompile(`(?m)^\s*(?:- )?["']?[\w./+-]+["']?\s*:(?:\s|$)`)
)

// document reads TOML with sections, or YAML.
func (r *reader) document(source string) (space, bool) {
	if section.MatchString(source) {
		return r.toml(source)
	}
	if pairs := len(pair.FindAllStringIndex(source, 3)); pairs == 0 || pairs == 1 && !strings.Contains(source, "\n") {
		return space{}, false
	}
	return r.yaml(source)
}

// inline replaces dictionaries and calls in a line of words.
func (r *reader) inline(source string) string {
	var b strings.Builder
	drawn := false
	for i, tries := 0, 0; i < len(source); {
		if words, end, ok := r.embedded(source, i); ok {
			b.WriteString(words)
			i = end
			continue
		}
		if open, ok := opening(source, i); ok && tries < mostInline {
			tries++
			end := closing(source, open)
			if words, random, ok := r.phrase(source[i:max(i, end)]); ok {
				if before := b.String(); words[0] == ' ' { // "lr=uniform(0, 1)"
					b.Reset()
					b.WriteString(strings.TrimRight(before, "= "))
				}
				b.WriteString(words)
				drawn, i = drawn || random, end
				continue
			}
		}
		_, size := utf8.DecodeRuneInString(source[i:])
		b.WriteString(source[i : i+size])
		i += size
	}
	if drawn {
		b.WriteString("\nrandomly")
	}
	return b.String()
}

var calling = regexp.MustCompile(`^[A-Za-z_][\w.]*\(`)

// embedded reads `code` at i, and a command after words: it goes to the end of its
// line.
func (r *reader) embedded(source string, i int) (words string, end int, ok bool) {
	var code string
	switch {
	case source[i] == '`':
		length := strings.IndexAny(source[i+1:], "`\n")
		if length <= 0 || source[i+1+length] != '`' {
			return "", 0, false
		}
		code, end = source[i+1:i+1+length], i+length+2
	case i > 0 && (source[i-1] == ' ' || source[i-1] == '\n') && midway.MatchString(source[i:min(len(source), i+40)]):
		code, _, _ = strings.Cut(source[i:], "\n")
		end = i + len(code)
	default:
		return "", 0, false
	}
	words, ok = r.block(code)
	return " " + words + " ", end, ok
}

// opening returns where the bracket of a dictionary or a call that begins at i is.
func opening(source string, i int) (open int, ok bool) {
	if source[i] == '{' {
		return i, true
	}
	if i > 0 && wordy(source[i-1]) {
		return 0, false
	}
	found := calling.FindString(source[i:min(len(source), i+100)])
	_, known := forms[last(strings.TrimSuffix(found, "("))]
	return i + len(found) - 1, known && found != "" || found == "dict("
}

// closing returns the index after the bracket that closes the one at open, 0 for
// none.
func closing(source string, open int) int {
	depth := 0
	for k := open; k < min(len(source), open+longestInline); k++ {
		switch source[k] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				return k + 1
			}
		}
	}
	return 0
}

// longestInline is the longest dictionary or call in a line of words, mostInline
// how many of them are tried.
const (
	longestInline = 4096
	mostInline    = 100
)

func wordy(c byte) bool {
	return c == '_' || c == '.' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// phrase writes a dictionary or call as words. It begins with a blank unless it is
// only values.
func (r *reader) phrase(source string) (words string, drawn, ok bool) {
	n, ok := python(source)
	if !ok || n.kind != dict && n.kind != call {
		return "", false, false
	}
	var s space
	one, drawn, isSpread := spread(n)
	switch {
	case n.kind == dict:
		s = r.config(n)
	case n.text == "dict":
		s = r.invoked(n)
	case !isSpread || one.name != "" && !r.Param(one.name):
		return "", false, false
	case one.name == "":
		return strings.TrimPrefix(one.String(), "="), drawn && n.text != "interval", true
	default:
		s.shared = []setting{one}
	}
	drawn = drawn || s.drawn
	s.drawn = false
	return " " + strings.ReplaceAll(s.String(), "\n", " ") + " ", drawn, !s.empty()
}
