package metrics

// readBracket reads what stands in brackets that no word explains: [3/20], the
// [12] at the beginning of a line, [1, 2000].
func (s *scanner) readBracket(i int) int {
	if i+2 >= len(s.tokens) {
		return i + 1
	}
	t := s.tokens[i+1]
	switch {
	case t.kind == fraction && (s.isPunct(i+2, ']') || s.isPunct(i+2, '(')):
		s.bare.put(t.value, t.total)
		return i + 2
	case t.kind == number && t.whole && s.isPunct(i+2, ']') && s.afterPlace(i) && s.isPunct(i+4, '='):
		s.step.put(t.value, 0) // of CLU, for JAX: `writer.py:48] [500] loss=3.2`
		return i + 3
	case t.kind != number || !t.whole || i > 0:
	case s.isPunct(i+2, ']'):
		s.bare.put(t.value, 0)
		return i + 3
	case s.isPunct(i+2, ',') && i+4 < len(s.tokens) && s.isPunct(i+4, ']') && s.tokens[i+3].whole:
		s.epoch.put(t.value, 0)
		s.step.put(s.tokens[i+3].value, 0)
		return i + 5
	}
	return i + 1
}

// afterPlace reports whether the end of glog's head stands before tokens[i]:
// `writer.py:48]`.
func (s *scanner) afterPlace(i int) bool {
	return i >= 3 && s.isPunct(i-1, ']') && s.tokens[i-2].kind == number && s.isPunct(i-3, ':')
}

var (
	noName   = &name{}
	noMetric = &name{class: denied}
)

// markAt returns what the words tokens[from:i] mark; class other is nothing.
func (s *scanner) markAt(line []byte, from, i int) *name {
	from = max(from, i-4)
	found := s.names.find(line[s.tokens[from].start:s.tokens[i-1].end])
	if found.class != epochMark && found.class != stepMark {
		return noName
	}
	if i-from > 1 && s.isSplit(line, from) { // "Train Epoch", "val step"
		s.setSplit(line, from, from+1, true)
	}
	return found
}

// readCount reads the `100 / 1234` after `epoch 1:`, and the `12:` and tab that
// begin a line of CatBoost's.
func (s *scanner) readCount(line []byte, i int) {
	if i+1 >= len(s.tokens) || !s.isPunct(i, ':') || s.tokens[i].gap {
		return
	}
	switch next := s.tokens[i+1]; {
	case next.kind == fraction && next.gap && next.whole:
		s.step.put(next.value, next.total)
	case i == 1 && next.kind == word && s.tokens[0].whole && line[s.tokens[1].end] == '\t':
		s.bare.put(s.tokens[0].value, 0)
	}
}

// readMark reads the number or fraction at tokens[i] inside brackets.
func (s *scanner) readMark(line []byte, from, wordsEnd, i int) int {
	if i >= len(s.tokens) {
		return i
	}
	found := s.markAt(line, from, wordsEnd)
	t := s.tokens[i]
	if t.kind == fraction || t.kind == number && t.whole {
		s.putMark(found, t)
		return i + 1
	}
	return i
}

func (s *scanner) putMark(found *name, t token) {
	total := 0.0
	if t.kind == fraction {
		total = t.total
	}
	s.words--
	m := &s.step
	if found.class == epochMark {
		m = &s.epoch
	}
	if !m.set {
		m.put(t.value, total)
		m.late = len(s.pairs) > 0
		m.whole = found.metric == "num_updates"
	}
}

// trimPassing moves from past words that say nothing about the name: log
// levels, and everything up to the last preposition, which related reports.
func (s *scanner) trimPassing(line []byte, from, i int) (first int, related bool) {
	for j := i - 1; j >= from; j-- {
		text := s.text(line, j)
		if inSet(prepositions, text) {
			return j + 1, true
		}
		if j < i-1 && inSet(passing, text) { // as the last word, Error may be a name
			return j + 1, false
		}
	}
	return from, false
}

func (s *scanner) isSplit(line []byte, i int) bool {
	return s.tokens[i].kind == word && inSet(splits, s.text(line, i))
}

// inSet looks up a word whatever its case, without allocating.
func inSet(set map[string]bool, w []byte) bool {
	var lower [16]byte
	if len(w) > len(lower) {
		return false
	}
	for i, c := range w {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	return set[string(lower[:len(w)])]
}

// labels reports whether a split that a dash follows stands at the beginning of
// a line or of its message, rather than being the name of a logger.
func (s *scanner) labels(line []byte, i int) bool {
	if i+2 < len(s.tokens) && s.tokens[i+2].kind == word && inSet(levels, s.text(line, i+2)) {
		return false
	}
	return i == 0 || s.tokens[i-1].kind == number || s.isPunct(i-1, '-') || s.isPunct(i-1, ':') || s.isPunct(i-1, '|') || s.isPunct(i-1, ']')
}

// setSplit notes which data the rest of the line is about. A label for training
// is the usual case and adds no name.
func (s *scanner) setSplit(line []byte, from, to int, label bool) {
	text := line[s.tokens[from].start:s.tokens[to-1].end]
	if label && (fold(text, "train") || fold(text, "training")) {
		s.split = nil
		return
	}
	s.split, s.label = text, label
}

// keyName returns the name of the words tokens[from:i]. A measure that does not
// name its data gets the data the line is about in front.
func (s *scanner) keyName(line []byte, from, i int) *name {
	best := from
	for best < i && !inSet(summaries, s.text(line, best)) {
		best++
	}
	switch {
	case best < i-1: // "best val loss" is another metric than the loss
		from = best
	case i-from > 3:
		if from = i - 1; s.names.find(s.text(line, from)).class != measure {
			return noMetric // the end of a sentence
		}
	}
	for j := from; j < i-1 && best == i; j++ {
		if s.isSplit(line, j) {
			from = j
			break
		}
	}
	key := line[s.tokens[from].start:s.tokens[i-1].end]
	if i-from > 1 && s.isSplit(line, from) {
		s.split, s.label = s.text(line, from), false
		return s.names.find(key)
	}
	found := s.names.find(key)
	if s.split == nil || found.class != measure || saysSplit(key) {
		return found
	}
	s.key = append(append(append(s.key[:0], s.split...), ' '), key...)
	return s.names.find(s.key)
}

// saysSplit reports whether an identifier begins or ends with the data it is
// about.
func saysSplit(key []byte) bool {
	end := 0
	for end < len(key) && classes[key[end]] == alphaChar && key[end] != '_' {
		end++
	}
	start := len(key)
	for start > 0 && classes[key[start-1]] == alphaChar && key[start-1] != '_' {
		start--
	}
	return inSet(splits, key[:end]) || inSet(splits, key[start:])
}
