package metrics

import "bytes"

// reading is what one line says, before it is decided what counts.
type reading struct {
	pairs []pair
	epoch mark
	step  mark
	bare  mark // a fraction in brackets that no word explains
	words int  // words that are neither keys nor markers
	split []byte
	label bool // split was written as a label in front of the rest
	dict  bool // the pairs are an object's, and no words before it named an epoch
}

// pair is a name with a value.
type pair struct {
	name   *name
	value  float64
	mean   float64 // stood behind the value in brackets: `Acc@1: 8.5 (8.6)`
	meaned bool
}

// mark is an epoch or a step that a line names.
type mark struct {
	set          bool
	late         bool    // it came after a value: `best 0.3 (epoch 1)` looks back
	whole        bool    // counted from the beginning of the run, whatever the epoch
	value, total float64 // total 0: not said
}

func (m *mark) put(value, total float64) {
	if !m.set && value >= 0 && value <= maxStep && total <= maxStep {
		*m = mark{set: true, value: value, total: total}
	}
}

// maxStep is the largest step a float64 and a chart can tell from the next.
const maxStep = 1 << 50

// scanner reads lines into a reading, reusing its memory.
type scanner struct {
	reading
	names  *names
	tokens []token
	key    []byte
}

func (s *scanner) reset(names *names) {
	s.reading = reading{pairs: s.pairs[:0]}
	s.names = names
}

// maxScan is how much of a line without braces is looked at; metrics come
// early.
const maxScan = 4 << 10

// words reads what is said in words, names and numbers.
func (s *scanner) readWords(line []byte) {
	if len(line) > maxScan {
		line = line[:maxScan]
	}
	s.tokens = tokenize(s.tokens[:0], line)
	run := -1 // index of the first of the words before i
	if len(s.tokens) > 0 && s.tokens[0].kind == number {
		s.readCount(line, 1)
	}
	if s.isPunct(0, '*') { // the validation's sums in the ImageNet example
		s.split = []byte("val")
	}
	for i := 0; i < len(s.tokens); {
		t := &s.tokens[i]
		if t.kind == word {
			if run < 0 {
				run = i
			}
			s.words++
			i++
			continue
		}
		if run >= 0 {
			if next := s.readKey(line, run, i); next > i {
				i, run = next, -1
				continue
			}
			run = -1
		}
		if t.kind == punct && t.char == '[' {
			i = s.readBracket(i)
			continue
		}
		i++
	}
}

// readKey reads what follows the words tokens[from:i], and returns the index
// after it, or i when it is not theirs.
func (s *scanner) readKey(line []byte, from, i int) int {
	t := s.tokens[i]
	from, related := s.trimPassing(line, from, i)
	if from == i {
		return i
	}
	if t.kind == number || t.kind == fraction {
		return s.readProse(line, from, i, related)
	}
	if t.kind != punct {
		return i
	}
	switch t.char {
	case ':', '=':
		return s.readSeparated(line, from, i)
	case '[':
		if s.markAt(line, from, i).class != other {
			return s.readMark(line, from, i, i+1)
		}
	case '(':
		if i+2 < len(s.tokens) && s.isSplit(line, i+1) && s.isPunct(i+2, ')') { // Epoch(val) [1][3/20]
			s.setSplit(line, i+1, i+2, true)
			if s.isPunct(i+3, '[') && s.markAt(line, from, i).class != other {
				return s.readMark(line, from, i, i+4)
			}
			return i + 3
		}
	case ']', '|', '-':
		if i-from == 1 && s.isSplit(line, from) && (t.char != '-' || s.labels(line, from)) {
			s.setSplit(line, from, i, true)
		}
	}
	return i
}

// readSeparated reads `words: value` or `words = value`.
func (s *scanner) readSeparated(line []byte, from, i int) int {
	colon := s.tokens[i].char == ':'
	if i+1 >= len(s.tokens) {
		return i
	}
	next := s.tokens[i+1]
	if s.isPunct(i+1, '[') && s.markAt(line, from, i).class != other {
		return s.readMark(line, from, i, i+2)
	}
	value, after, ok := s.value(line, i+1)
	if !ok {
		if colon && i-from <= 2 {
			s.labelSplit(line, from, i)
		}
		return i
	}
	if mark := s.markAt(line, from, i); mark.class != other {
		s.putMark(mark, next)
		return after
	}
	found := s.keyName(line, from, i)
	if next.whole && next.kind == number && i-from == 1 && s.isSplit(line, from) {
		return after // `Train: 0 [10/500]` counts
	}
	tight := colon && !next.gap && next.whole
	last := s.text(line, i-1)
	switch {
	case tight && (found.class != measure || bytes.IndexByte(last, '.') >= 0), // train_error.py:12
		next.whole && value > 1 && fold(last, "precision"), // of numbers that are printed, or 16 bits
		s.looksLikeAddress(i):
		return after
	}
	if next.kind == fraction {
		if found.class != measure {
			return after
		}
		value /= next.total
	}
	s.addMeasured(found, value, after)
	return after
}

// labelSplit reads `Validation:` and `Test set:`.
func (s *scanner) labelSplit(line []byte, from, i int) {
	for j := from; j < i; j++ {
		if s.isSplit(line, j) {
			s.setSplit(line, j, j+1, true)
			return
		}
	}
}

// looksLikeAddress tells //host:80 and the like from a key.
func (s *scanner) looksLikeAddress(i int) bool {
	next := s.tokens[i+1]
	return next.end-next.start > 1 && s.isPunct(i+2, ':') && !s.tokens[i+2].gap && i+3 < len(s.tokens) && !s.tokens[i+3].gap
}

// value reads the number at tokens[i], also inside tensor(…) and the like.
func (s *scanner) value(line []byte, i int) (value float64, after int, ok bool) {
	t := s.tokens[i]
	switch t.kind {
	case number, fraction:
		if s.isPunct(i+1, ':') && !s.tokens[i+1].gap && i+2 < len(s.tokens) && !s.tokens[i+2].gap && s.tokens[i+2].kind != word {
			return 0, i, false // a time of day
		}
		return t.value, i + 1, true
	case word:
		if i+2 < len(s.tokens) && s.isPunct(i+1, '(') && s.tokens[i+2].kind == number && isWrapper(s.text(line, i)) {
			return s.tokens[i+2].value, i + 3, true
		}
	case punct, junk:
	}
	return 0, i, false
}

func isWrapper(w []byte) bool {
	switch string(w) {
	case "tensor", "array", "np.float64", "np.float32", "numpy.float64", "numpy.float32", "np.float16",
		"float", "Array", "jnp.float32", "Decimal":
		return true
	}
	return bytes.HasSuffix(w, []byte("Tensor"))
}

func (s *scanner) add(name *name, value float64) {
	s.pairs = append(s.pairs, pair{name: name, value: value})
}

// addMeasured is add for a value in a line of words, which ends before
// tokens[after].
func (s *scanner) addMeasured(name *name, value float64, after int) {
	s.add(name, value)
	if s.isPunct(after, '(') && s.isPunct(after+2, ')') && s.tokens[after+1].kind == number {
		last := &s.pairs[len(s.pairs)-1]
		last.mean, last.meaned = s.tokens[after+1].value, true
	}
}

func (s *scanner) isPunct(i int, char byte) bool {
	return i < len(s.tokens) && s.tokens[i].kind == punct && s.tokens[i].char == char
}

func (s *scanner) text(line []byte, i int) []byte {
	return line[s.tokens[i].start:s.tokens[i].end]
}
