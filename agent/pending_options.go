package agent

import (
	"regexp"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// options returns the answers that can be listed.
func (m *message) options() []option {
	text := m.req.Text
	var options []option
	if m.project == nil && len(m.s.Unknown) == 0 {
		names := m.named
		if len(names) == 0 {
			names = m.req.projectNames()
		}
		for _, name := range names {
			options = append(options, option{Label: name, Text: name + ": " + without(text, others(names, name)), Words: vocab.Words(name)})
		}
		return options
	}
	if unknown := unknownWords(text, m.s.Unknown); len(unknown) > 0 && len(m.s.Assigns) > 0 {
		return []option{{
			Label: "Run it without " + quoted(unknown), Text: without(text, unknown), Words: vocab.Words(strings.ToLower(strings.Join(unknown, " "))),
		}}
	}
	if m.s.Ambiguous != "" && len(m.s.Cases) > 1 {
		return []option{{Label: "all of them", Text: text + " for all", Words: together}}
	}
	if c := m.s.Choice; c != nil {
		var all []string
		for _, value := range c.Options {
			options = append(options, option{Label: value.String(), Text: strings.Replace(text, c.Text, value.String(), 1), Words: distinctive(value, c.Options)})
			all = append(all, value.String())
		}
		return append(options, option{Label: "all of them", Text: strings.Replace(text, c.Text, strings.Join(all, ", "), 1), Words: together})
	}
	for _, a := range m.s.Assigns {
		if i := strings.Index(text, a.Text); a.Param == "" && i >= 0 {
			for _, param := range m.voc.Project.Params {
				if _, fits := a.Resolve(param); fits {
					options = append(options, option{Label: param.Name, Text: text[:i] + param.Name + " " + text[i:], Words: vocab.Words(param.Name)})
				}
			}
			return options
		}
	}
	return options
}

// together are the words that pick all options.
var together = lexicon.English.Forms(lexicon.Both, lexicon.Everything)

// distinctive returns the words of a choice that no other option has.
func distinctive(value trex.Value, options []trex.Value) []string {
	words := vocab.Words(strings.ToLower(value.String()))
	return slices.DeleteFunc(words, func(word string) bool {
		return slices.ContainsFunc(options, func(other trex.Value) bool {
			return other != value && slices.Contains(vocab.Words(strings.ToLower(other.String())), word)
		})
	})
}

// isParam reports whether a text is the name of a parameter.
func (m *message) isParam(text string) bool {
	found, ok := m.voc.Find(text)
	return ok && found.Param != ""
}

// unknownWords returns the unknown words of a text, each with a number that stands
// before it alone: "3 layers" in "lr 0.1, 3 layers".
func unknownWords(text string, unknown []read.Unknown) []string {
	var words []string
	for _, u := range unknown {
		word := u.Text
		if i := strings.Index(text, word); i > 0 {
			if number := countBefore.FindStringSubmatch(text[:i]); number != nil {
				word = number[1] + word
			}
		}
		words = append(words, word)
	}
	return words
}

var countBefore = regexp.MustCompile(`(?:^|[,;] ?| and )(\d+ )$`)

func others(names []string, but string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == but })
}

// without removes words from a text.
func without(text string, words []string) string {
	for _, word := range words {
		text = strings.Replace(text, word, "", 1)
	}
	return text
}
