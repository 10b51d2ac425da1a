package metrics

import (
	"regexp"
	"strings"

	"github.com/trex-ml/trex"
)

// pattern is one of a project's own regular expressions.
type pattern struct {
	re            *regexp.Regexp
	metric, value int // groups of that name, -1: none
	epoch, step   int
	epochs, steps int
	named         []group // every other named group is a metric
}

type group struct {
	index  int
	metric *name
}

func compile(texts []string) ([]*pattern, error) {
	var patterns []*pattern
	for _, text := range texts {
		re, err := regexp.Compile(text)
		if err != nil {
			return nil, trex.Invalid("the pattern %q is not a regular expression (RE2): %v", text, err)
		}
		pt := &pattern{re: re, metric: -1, value: -1, epoch: -1, step: -1, epochs: -1, steps: -1}
		for i, groupName := range re.SubexpNames() {
			pt.setGroup(i, groupName)
		}
		if (pt.metric < 0) != (pt.value < 0) {
			return nil, trex.Invalid("the pattern %q has only one of the groups metric and value; it needs both", text)
		}
		if pt.value < 0 && len(pt.named) == 0 && pt.epoch < 0 && pt.step < 0 {
			return nil, trex.Invalid("the pattern %q names no metric: it needs a group like (?P<loss>…), or (?P<metric>…) and (?P<value>…)", text)
		}
		patterns = append(patterns, pt)
	}
	return patterns, nil
}

func (pt *pattern) setGroup(i int, groupName string) {
	switch groupName {
	case "":
	case "metric":
		pt.metric = i
	case "value":
		pt.value = i
	case "epoch":
		pt.epoch = i
	case "step":
		pt.step = i
	case "epochs":
		pt.epochs = i
	case "steps":
		pt.steps = i
	default:
		pt.named = append(pt.named, group{i, &name{metric: groupName, class: measure}})
	}
}

// readPatterns adds the pairs that the project's patterns find. They replace
// pairs of the same names that were found without patterns.
func (p *Parser) readPatterns(line []byte) {
	for _, pt := range p.patterns {
		match := pt.re.FindSubmatchIndex(line)
		if match == nil {
			continue
		}
		number := func(i int) (float64, bool) {
			if i < 0 || match[2*i] < 0 {
				return 0, false
			}
			return bareNumber(line[match[2*i]:match[2*i+1]])
		}
		s := &p.scan
		putGroup(&s.epoch, pt.epoch, pt.epochs, number)
		putGroup(&s.step, pt.step, pt.steps, number)
		if v, ok := number(pt.value); ok && match[2*pt.metric] >= 0 {
			s.replace(p.names.explicit(line[match[2*pt.metric]:match[2*pt.metric+1]]), v)
		}
		for _, g := range pt.named {
			if v, ok := number(g.index); ok {
				s.replace(g.metric, v)
			}
		}
	}
}

func putGroup(m *mark, value, total int, number func(int) (float64, bool)) {
	if v, ok := number(value); ok {
		*m = mark{}
		t, _ := number(total)
		m.put(v, t)
	}
}

func (s *scanner) replace(found *name, value float64) {
	for i, old := range s.pairs {
		if strings.EqualFold(old.name.metric, found.metric) {
			s.pairs[i] = pair{name: found, value: value}
			return
		}
	}
	s.add(found, value)
}
