package runlog

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression that is compiled when it is first used. There
// are about sixty of them for logs, and the processes that supervise runs use
// none. Compiled at the start, they would be half of the cost of such a
// process.
type Pattern struct {
	expr    string
	once    sync.Once
	program *regexp.Regexp
}

// NewPattern takes an expression as package regexp does; a wrong one panics at
// its first use.
func NewPattern(expr string) *Pattern { return &Pattern{expr: expr} }

func (p *Pattern) compiled() *regexp.Regexp {
	p.once.Do(func() { p.program = regexp.MustCompile(p.expr) })
	return p.program
}

func (p *Pattern) MatchString(text string) bool { return p.compiled().MatchString(text) }

func (p *Pattern) FindStringSubmatch(text string) []string {
	return p.compiled().FindStringSubmatch(text)
}

func (p *Pattern) FindAllStringSubmatch(text string, n int) [][]string {
	return p.compiled().FindAllStringSubmatch(text, n)
}

func (p *Pattern) ReplaceAllString(text, with string) string {
	return p.compiled().ReplaceAllString(text, with)
}
