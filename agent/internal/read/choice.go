package read

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// Choice is a question that is open: which of the options a text means. The
// message with the text replaced by an option can be read again.
type Choice struct {
	Param   string
	Text    string // as typed
	Options []trex.Value
}

// Question asks which option is meant.
func (c Choice) Question() string {
	texts := make([]string, len(c.Options))
	for i, option := range c.Options {
		texts[i] = option.String()
	}
	return "“" + c.Text + "” could be " + Either(texts) + ": which one?"
}

// Pick returns the option that an answer means: by its name, by a part that no
// other option has ("the base one"), or by its position.
func (c Choice) Pick(answer string) (option trex.Value, ok bool) {
	longest := 0
	for _, each := range c.Options {
		if name := vocab.Squash(each.String()); strings.Contains(vocab.Squash(answer), name) && len(name) > longest {
			option, longest = each, len(name)
		}
	}
	if longest > 0 {
		return option, true
	}
	for _, token := range lex.Scan(answer) {
		if n, ok := ordinalWord(token.Text); ok && n != 0 && n <= len(c.Options) {
			if n < 0 {
				n += len(c.Options) + 1
			}
			return c.Options[n-1], true
		}
		having := slices.DeleteFunc(slices.Clone(c.Options), func(option trex.Value) bool {
			return !slices.Contains(vocab.Words(strings.ToLower(option.String())), token.Text)
		})
		if len(having) == 1 {
			return having[0], true
		}
	}
	return trex.Value{}, false
}

// choose records the question which of its choices for a parameter a value
// means. ok is false when there is no question.
func (p *parser) choose(v value, param trex.Param) (ok bool) {
	c := Choice{Param: param.Name, Text: v.text, Options: v.choicesOf(param)}
	if v.kind != vChoice || len(c.Options) < 2 {
		return false
	}
	if p.s.Choice == nil && p.s.Ambiguous == "" {
		p.s.Choice = &c
	}
	p.s.ask(c.Question())
	return true
}
