package metrics

import "bytes"

// readFastText reads fastText's progress,
//
//	Progress:  34.1% words/sec/thread:  965697 lr:  0.097882 avg.loss:  0.003399 ETA:   0h 0m 4s
//
// as a bar of a hundred steps, and the rows of its test: `P@1<tab>0.842`.
func (p *Parser) readFastText(line []byte) bool {
	if len(line) < 5 || line[0] != 'P' && line[0] != 'R' {
		return false
	}
	if line[1] == '@' {
		return p.readFastTextTest(line)
	}
	rest, ok := bytes.CutPrefix(line, []byte("Progress:"))
	percent, rest, hasPercent := bytes.Cut(rest, []byte("%"))
	if !ok || !hasPercent || !bytes.HasPrefix(bytes.TrimLeft(rest, " "), []byte("words/sec/thread:")) {
		return false
	}
	done, isNumber := bareNumber(bytes.TrimSpace(percent))
	lr := bytes.Index(rest, []byte(" lr:"))
	if !isNumber || !(done >= 0 && done <= 100) || lr < 0 {
		return false
	}
	drawn := barLine{head: line[:len("Progress")], tail: rest[lr:], n: float64(int(done)), total: 100}
	p.scan.reset(&p.names)
	p.readTqdm(drawn)
	return true
}

func (p *Parser) readFastTextTest(line []byte) bool {
	name, text, ok := bytes.Cut(line, []byte("\t"))
	value, isNumber := bareNumber(bytes.TrimSpace(text))
	_, isWhole := bareNumber(name[2:])
	if !ok || len(name) > 12 || !isNumber || !isWhole || !(value >= 0 && value <= 1) {
		return false
	}
	p.emitHere(name, value)
	return true
}
