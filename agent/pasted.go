package agent

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/paste"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// plain returns a text with what is pasted in it as words. Names are those of any
// project: which one is meant is decided by the words.
func (v *vocabs) plain(req *Request, text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD") // answers quote it
	means := func(is func(vocab.Meaning) bool) func(string) bool {
		return func(name string) bool {
			return slices.ContainsFunc(req.Projects, func(p trex.Project) bool {
				meaning, _ := v.of(&p).Find(name)
				return is(meaning)
			})
		}
	}
	return paste.Plain(text, paste.Names{
		Param:  means(func(m vocab.Meaning) bool { return m.Param != "" }),
		Choice: means(func(m vocab.Meaning) bool { return len(m.Choices) > 0 }),
	})
}
