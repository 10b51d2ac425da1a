package read

// ordinals reads "the first two", "the second", "the last one", "#2" after a
// word that means keep or drop.
func (p *parser) ordinals(i int) int {
	op := p.pendingOp()
	if op != mDrop && op != mOnly && !p.is(i-1, "just", "only", "keep") && !p.is(i-2, "just", "only", "keep") && i > 1 {
		return i
	}
	j := p.skip(i, "the", "config", "run", "number", "configuration", "option", "#", "only")
	into := &p.s.Keep
	if op == mDrop {
		into = &p.s.Lose
	}
	if several := p.several(j); several != nil {
		*into = append(*into, several...)
		return p.skip(j+2, "configs", "runs", "ones", "of", "them", "configurations")
	}
	n, end := p.ordinal(j)
	if end == j || op == mNone && !p.is(i-1, "just", "only", "keep", "the") {
		return i
	}
	*into = append(*into, n)
	if p.is(end, "and", ",", "&") {
		if m, after := p.ordinal(p.skip(end, "and", ",", "&", "the")); after > p.skip(end, "and", ",", "&", "the") {
			*into, end = append(*into, m), after
		}
	}
	return p.skip(end, "one", "config", "run", "of", "them", "configuration", "option", "ones")
}

// several reads "first two" and "last three". Ordinals from the end are
// negative, from -1.
func (p *parser) several(j int) (ordinals []int) {
	num, ok := p.numberAt(j + 1)
	if !ok || !isWhole(num) || !p.is(j, "first", "last") || p.items[j+1].Text == "one" || p.isName(j+2) { // "the first 5 epochs"
		return nil
	}
	for k := range min(int(num.Value), 1000) {
		if p.is(j, "last") {
			k = -k - 2
		}
		ordinals = append(ordinals, k+1)
	}
	return ordinals
}

func (p *parser) ordinalWord(j int) (n int, ok bool) {
	if j < len(p.items) {
		n, ok = ordinalWords[p.items[j].Text]
	}
	return n, ok
}

func (p *parser) ordinal(j int) (int, int) {
	if n, ok := p.ordinalWord(j); ok {
		if _, isParam := p.paramAt(j + 1); !isParam {
			if j+1 < len(p.items) && p.items[j+1].isNumber() && p.items[j+1].Text == "one" {
				return n, j + 2
			}
			return n, j + 1
		}
	}
	if num, ok := p.numberAt(j); ok && (num.Ordinal || p.is(j-1, "config", "run", "number", "#", "configuration", "option")) && num.Value >= 1 && num.Value <= 1000 {
		return int(num.Value), j + 1
	}
	return 0, j
}

// pendingOp returns the marker that still has no object.
func (p *parser) pendingOp() marker {
	for n := len(p.atoms) - 1; n >= max(0, len(p.atoms)-4); n-- {
		a := p.atoms[n]
		if a.kind == aMark && (a.mark == mOnly || a.mark == mDrop) {
			return a.mark
		}
		if a.kind != aMark {
			return mNone
		}
	}
	return mNone
}

// strayOrdinal asks about a position that no rule reads: "10x the first".
func (p *parser) strayOrdinal(i int) int {
	_, ordinal := p.ordinalWord(i)
	end := p.skipWords(i+1, placeNouns)
	if !ordinal || !p.is(i-1, "the") || end < len(p.items) && !p.is(end, ",", ".") {
		return i
	}
	p.s.Unknown = append(p.s.Unknown, Unknown{Text: p.text(i-1, end)})
	return end
}
