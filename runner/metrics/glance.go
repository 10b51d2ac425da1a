package metrics

// glance tells, in one cheap pass, whether a line can say anything: most lines
// of most logs do not. It looks at what comes before each number. Saying yes too
// often costs time only; it must never say no to a line that readLine would take
// something from.
func (p *Parser) glance(line []byte) bool {
	for i := 0; i < len(line); {
		switch classes[line[i]] {
		case punctChar:
			if line[i] == '{' {
				return true
			}
			i++
		case spaceChar:
			i++
		case wideChar:
			i++
		default:
			end := i + 1
			for end < len(line) && classes[line[end]] >= runChar && classes[line[end]] != wideChar {
				end++
			}
			if p.promises(line, i, end) {
				return true
			}
			i = end
		}
	}
	return false
}

// promises reports whether line[start:end] may be a number that its context
// gives a meaning.
func (p *Parser) promises(line []byte, start, end int) bool {
	if line[end-1] == '%' && end+1 < len(line) && line[end+1] >= 0x80 {
		return true
	}
	if line[end-1] == '%' && end < len(line) && line[end] == '|' {
		return true
	}
	class := classes[line[start]]
	if class == alphaChar && (end-start != 3 && end-start != 8 || !isSpecial(line[start:end])) {
		return false
	}
	if class == runChar && !signed(line[start:end]) {
		return false
	}
	if p.track.Table != nil || p.track.Classes != nil { // any line may be a row
		return true
	}
	before := start - 1
	for before >= 0 && classes[line[before]] == spaceChar {
		before--
	}
	if before < 0 {
		return p.beginsLine(line[start:end], line[end:])
	}
	switch c := line[before]; {
	case c == '[':
		return true
	case c == '=' || c == ':':
		for before--; before >= 0 && classes[line[before]] == spaceChar; before-- {
		}
		word := runStart(line, before)
		return word <= before && (classes[line[word]] == alphaChar || !ascii(line[word:before+1]))
	case c == '(':
		word := runStart(line, before-1)
		return word < before && (isWrapper(line[word:before]) || !ascii(line[word:before]))
	case c >= 0x80:
		return true
	case classes[c] >= runChar && before < start-1:
		word := runStart(line, before)
		if !ascii(line[word : before+1]) {
			return true
		}
		if classes[line[word]] != alphaChar {
			return false
		}
		switch p.names.find(line[word : before+1]).class {
		case measure, epochMark, stepMark:
			return true
		case other, denied, config:
		}
	}
	return false
}

// beginsLine reports whether a number that begins a line may be a bar's count or
// a step of CatBoost's.
func (p *Parser) beginsLine(run, rest []byte) bool {
	if len(rest) > 0 && rest[0] == ':' {
		return true
	}
	for _, c := range run {
		if c == '/' {
			return true
		}
	}
	return false
}

// runStart returns where the run that line[last] ends begins; last+1 when there
// is none.
func runStart(line []byte, last int) int {
	start := last + 1
	for start > 0 && (classes[line[start-1]] >= runChar) {
		start--
	}
	return start
}

func isSpecial(run []byte) bool {
	_, ok := special(run)
	return ok
}

func ascii(s []byte) bool {
	for _, c := range s {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// signed reports whether a run that begins with a sign or a point is a number's.
func signed(run []byte) bool {
	for _, c := range run {
		if classes[c] == digitChar {
			return true
		}
	}
	return isSpecial(run)
}
