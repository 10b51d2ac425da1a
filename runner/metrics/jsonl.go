package metrics

import "bytes"

// readJSONLine reads one line of a metrics.jsonl. Every number of it is a
// metric, whatever its name, except for steps, epochs and times.
func (p *Parser) readJSONLine(line []byte) {
	line = bytes.TrimSpace(line)
	if len(line) == 0 || line[0] != '{' {
		return
	}
	s := &p.scan
	s.reset(&p.names)
	p.long = longForm{}
	if !p.dict.read(line) {
		return
	}
	if long := p.long; long.metric != nil && long.has && len(long.metric) <= maxName {
		s.pairs = append(s.pairs[:0], pair{name: p.names.explicit(long.metric), value: long.value})
	}
	p.settle(&s.reading)
}

// longForm is a line that has a metric's name as a value.
type longForm struct {
	metric []byte
	value  float64
	has    bool
}

func (p *Parser) addExplicit(path []byte, value float64) {
	s := &p.scan
	switch string(path) {
	case "step", "_step", "global_step", "iteration", "iter", "trainer/global_step":
		s.step.put(value, 0)
		return
	case "epoch":
		s.epoch.put(value, 0)
		return
	case "time", "timestamp", "ts", "_timestamp", "_runtime", "_wall_time", "wall_time":
		return
	case "value":
		p.long.value, p.long.has = value, true
	}
	s.add(p.names.explicit(path), value)
}

// addExplicitText takes the name of a metric, and values that JSON has no
// numbers for: some write "NaN".
func (p *Parser) addExplicitText(path, value []byte) {
	if string(path) == "metric" || string(path) == "name" {
		p.long.metric = value
		return
	}
	if v, ok := special(value); ok {
		p.addExplicit(path, v)
	}
}

// explicit returns a name as it is, for sources that hold metrics only.
func (n *names) explicit(key []byte) *name {
	if known, ok := n.exact[string(key)]; ok {
		return known
	}
	if len(n.exact) >= maxNames {
		clear(n.exact)
	}
	found := &name{metric: string(bytes.ToValidUTF8(key, []byte("\uFFFD"))), class: measure}
	if len(key) == 0 || len(key) > maxName {
		found.class = denied
	}
	n.exact[string(key)] = found
	return found
}
