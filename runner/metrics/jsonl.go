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
	var long struct {
		metric []byte
		value  float64
		has    bool
	}
	d := dictReader{
		number: func(path []byte, value float64) {
			if string(path) == "value" {
				long.value, long.has = value, true
			}
			p.addExplicit(path, value)
		},
		text: func(path, value []byte) {
			if string(path) == "metric" || string(path) == "name" {
				long.metric = value
				return
			}
			if v, ok := special(value); ok { // JSON has no NaN, so some write "NaN"
				if string(path) == "value" {
					long.value, long.has = v, true
				}
				p.addExplicit(path, v)
			}
		},
	}
	if _, ok := d.read(line); !ok {
		return
	}
	if long.metric != nil && long.has && len(long.metric) <= maxName {
		s.pairs = append(s.pairs[:0], pair{p.names.explicit(long.metric), long.value})
	}
	p.settle(&s.reading)
}

func (p *Parser) addExplicit(path []byte, value float64) {
	s := &p.scan
	switch string(path) {
	case "step", "_step", "global_step", "iteration", "iter", "trainer/global_step":
		s.step.put(value, 0)
	case "epoch":
		s.epoch.put(value, 0)
	case "time", "timestamp", "ts", "_timestamp", "_runtime", "_wall_time", "wall_time":
	default:
		s.add(p.names.explicit(path), value)
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
