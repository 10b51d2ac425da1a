package metrics

// readProse reads `loss 0.4` and `epoch 3`. Only the names of measures take a
// value this way, and only a value that no count can be. related says that a
// preposition comes before: `from score 2.5` is no score.
func (s *scanner) readProse(line []byte, from, i int, related bool) int {
	t := s.tokens[i]
	if !t.gap || s.isPunct(i+1, ':') && i+2 < len(s.tokens) && !s.tokens[i+2].gap {
		return i
	}
	if mark := s.markAt(line, from, i); mark.class != other {
		if related {
			return s.readRelated(line, from, i, mark)
		}
		if t.kind == fraction || t.whole {
			s.putMark(mark, t)
			s.readCount(line, i+1)
		}
		return i + 1
	}
	if related && !t.whole && (s.step.set || s.epoch.set) && fold(s.text(line, from-1), "with") {
		related = false // `epoch 3 ended with loss 0.4`
	}
	if t.kind != number || related || t.whole && !s.step.set && !s.epoch.set {
		return i
	}
	for j := from; j < i; j++ {
		if inSet(summaries, s.text(line, j)) {
			return i
		}
	}
	last := s.text(line, i-1)
	if s.names.find(last).class != measure || !s.step.set && !s.epoch.set && inSet(verbs, last) {
		return i
	}
	if found := s.keyName(line, from, i); found.class == measure {
		s.addMeasured(found, t.value, i+1)
		return i + 1
	}
	return i
}

// readRelated reads `loss at step 100: 0.4`. A mark after a preposition is
// otherwise of some other time: `resuming from step 100`, `best at epoch 3`.
func (s *scanner) readRelated(line []byte, from, i int, mark *name) int {
	t := s.tokens[i]
	if from < 2 || !t.whole || t.kind != number || !s.isPunct(i+1, ':') || i+2 >= len(s.tokens) {
		return i + 1
	}
	value, after, ok := s.value(line, i+2)
	first := from - 1
	for first > 0 && s.tokens[first-1].kind == word {
		first--
	}
	if !ok || s.tokens[i+2].whole || first == from-1 {
		return i + 1
	}
	found := s.keyName(line, first, from-1)
	if found.class != measure {
		return i + 1
	}
	s.putMark(mark, t)
	s.add(found, value)
	return after
}
