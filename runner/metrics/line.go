package metrics

import (
	"bytes"
	"strconv"
)

// readLine reads one line of a log.
func (p *Parser) readLine(line []byte) {
	line, p.clean = strip(p.clean, line)
	p.readClean(line)
}

// readClean reads a line without escape sequences.
func (p *Parser) readClean(line []byte) {
	if p.isCode(line) || p.readBox(line) {
		return
	}
	p.rank = rankOf(line)
	if p.readCOCO(line) || p.readFastText(line) {
		if len(p.patterns) > 0 {
			p.scan.reset(&p.names)
			p.readPatterns(line)
			p.settle(&p.scan.reading)
		}
		return
	}
	promising := p.glance(line)
	if !promising {
		p.readHead(line)
		if len(p.patterns) == 0 && !p.thorough {
			return
		}
	}
	p.scan.reset(&p.names)
	if promising || p.thorough {
		if p.readBar(line) {
			return
		}
		if !p.readDict(line) {
			p.scan.readWords(line)
			p.keepMeans()
			if !p.readAll(line) {
				p.readRow(line)
			}
		}
	}
	p.readPatterns(line)
	p.settle(&p.scan.reading)
}

// isCode recognises the lines of code that Python shows in a traceback, which
// stand two spaces to the right of their frame, and below a warning.
func (p *Parser) isCode(line []byte) bool {
	t := &p.track
	if at := t.Frame; at > 0 && len(line) > at+1 && line[at-1] == ' ' && line[at] == ' ' {
		return true
	}
	t.Frame = 0
	if at := bytes.Index(line, []byte(`File "`)); at >= 0 && bytes.Contains(line[at:], []byte(`", line `)) {
		t.Frame = at + 1
		return true
	}
	if at := bytes.Index(line, []byte("Warning: ")); at > 0 && bytes.Contains(line[:at], []byte(".py:")) {
		t.Frame = 1
	}
	return false
}

// rankOf returns which process of a distributed run printed a line, -1 where it
// lacks the prefix of torch's launchers: `[rank1]: `, `[default1]:`.
func rankOf(line []byte) int {
	for _, prefix := range [...]string{"[rank", "[default"} {
		rest, ok := bytes.CutPrefix(line, []byte(prefix))
		if !ok {
			continue
		}
		digits, _, ok := bytes.Cut(rest[:min(len(rest), 8)], []byte("]:"))
		if rank, err := strconv.Atoi(string(digits)); ok && err == nil && rank >= 0 {
			return rank
		}
	}
	return -1
}

// othersRank reports whether a line is from another process than the first that
// printed metrics: each has its own part of the data.
func (t *track) othersRank(rank int) bool {
	if rank < 0 {
		return false
	}
	if t.Rank == nil {
		put(&t.Rank, rank)
	}
	return *t.Rank != rank
}

// readDict reads the first object on a line, after the words before it.
func (p *Parser) readDict(line []byte) bool {
	brace := bytes.IndexByte(line, '{')
	if brace < 0 {
		return false
	}
	s := &p.scan
	s.readWords(line[:brace])
	before := len(s.pairs)
	if s.settingsFollow(line[:brace]) {
		return true
	}
	named := s.epoch.set
	if p.dict.read(line[brace:]) {
		s.dict = !named
		return true
	}
	// An incomplete object counts as none; its numbers may still be pairs.
	s.pairs = s.pairs[:before]
	s.reset(&p.names)
	return false
}

// addKey takes one number of an object.
func (p *Parser) addKey(path []byte, value float64) {
	s := &p.scan
	found := p.names.find(path)
	switch found.class {
	case epochMark:
		s.epoch.put(value, 0)
	case stepMark:
		s.step.put(value, 0)
	default:
		s.add(found, value)
	}
}

// addText takes a text of an object: some loggers write numbers as texts.
func (p *Parser) addText(path, value []byte) {
	if v, ok := bareNumber(value); ok {
		p.addKey(path, v)
	}
}

// settingsFollow reports whether the words before an object say that it holds
// settings.
func (s *scanner) settingsFollow(line []byte) bool {
	for i := len(s.tokens) - 1; i >= 0; i-- {
		if s.tokens[i].kind == word {
			return inSet(settingsHeads, s.text(line, i))
		}
	}
	return false
}

var settingsHeads = set(`config configuration cfg args arguments parameters params hparams
	hyperparameters options settings kwargs namespace`)
