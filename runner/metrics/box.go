package metrics

import (
	"bytes"
	"math"
)

// maxBox is how many rows of one box are read.
const maxBox = 200

// box is a table of names and values in two columns, drawn between rules, as
// reinforcement learning libraries print it:
//
//	| rollout/           |      |
//	|    ep_rew_mean     | 22.3 |
//	|    total_timesteps | 256  |
//
// Its step may come after its metrics, so they are kept until it ends.
type box struct {
	Section string
	Step    *float64
	Metrics []string
	Bits    []uint64
}

// readBox reads a row of a box, or the rule that ends one.
func (p *Parser) readBox(line []byte) bool {
	if len(line) < 5 || line[0] != '|' && line[0] != '-' && line[0] != '+' {
		return false
	}
	line = bytes.TrimRight(line, " ")
	if line[0] != '|' {
		return p.track.Box != nil && isRule(line) && p.endBox()
	}
	name, value, ok := cells(line)
	if !ok {
		return false
	}
	if p.track.Box == nil {
		p.track.Box = &box{}
	}
	b := p.track.Box
	switch v, isNumber := bareNumber(value); {
	case len(value) == 0 && name[len(name)-1] == '/':
		b.Section = string(bytes.ToValidUTF8(name, nil))
	case isNumber && isTotalSteps(name):
		b.Step = &v
	case isNumber && len(b.Metrics) < maxBox:
		b.Metrics = append(b.Metrics, b.Section+string(bytes.ToValidUTF8(name, nil)))
		b.Bits = append(b.Bits, math.Float64bits(v))
	}
	return true
}

// cells returns the two cells of a row.
func cells(line []byte) (name, value []byte, ok bool) {
	middle := bytes.IndexByte(line[1:], '|') + 1
	last := len(line) - 1
	if line[last] != '|' || middle <= 1 || middle >= last || bytes.IndexByte(line[middle+1:last], '|') >= 0 {
		return nil, nil, false
	}
	name, value = bytes.TrimSpace(line[1:middle]), bytes.TrimSpace(line[middle+1:last])
	if len(name) == 0 || len(name) > maxName/2 || bytes.IndexByte(name, ' ') >= 0 || classes[name[0]] != alphaChar {
		return nil, nil, false
	}
	return name, value, true
}

func isTotalSteps(name []byte) bool {
	switch string(name) {
	case "total_timesteps", "total timesteps", "total_steps", "timesteps", "step", "global_step", "epoch", "iteration":
		return true
	}
	return false
}

func isRule(line []byte) bool {
	for _, c := range line {
		if c != '-' && c != '+' && c != '=' && c != '|' {
			return false
		}
	}
	return true
}

// endBox gives the box's metrics its step.
func (p *Parser) endBox() bool {
	b := p.track.Box
	p.track.Box = nil
	s := &p.scan
	s.reset(&p.names)
	if b.Step != nil {
		s.step.put(*b.Step, 0)
	}
	for i, metric := range b.Metrics {
		if i < len(b.Bits) {
			s.add(p.names.find([]byte(metric)), math.Float64frombits(b.Bits[i]))
		}
	}
	p.settle(&s.reading)
	return true
}
