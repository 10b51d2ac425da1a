package read

// singly reads "one thing at a time": each value is a case by itself. It returns
// i when the words differ.
func (p *parser) singly(i int) int {
	j := p.skip(i, "change", "vary", "changing", "varying", "only", "just")
	if j >= len(p.items) || p.items[j].Text != "one" && !p.is(j, "single") {
		return i
	}
	j = p.skip(j+1, "single", "thing", "change", "factor", "parameter", "param", "hyperparameter", "knob", "variable", "setting", "value", "of", "them", "these")
	if !p.spells(j, []string{"at", "a", "time"}) {
		return i
	}
	return j + 3
}

// single reads that the values are cases by themselves.
func (p *parser) single(i int) int {
	end := p.singly(i)
	p.s.Singly = p.s.Singly || end > i
	return end
}
