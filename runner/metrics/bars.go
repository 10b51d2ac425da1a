package metrics

import (
	"bytes"
	"hash/fnv"
	"math"
	"strconv"
)

// maxBars bounds how many bars are told apart; descriptions may change without
// end.
const maxBars = 16

// bar is what is known of one progress bar from its redraws.
type bar struct {
	Kind    barKind
	Lead    bool // the first bar of steps: what the run's progress is read from
	Plain   bool // without a description
	Steps   counter
	Metrics bool   // it shows metrics
	Shown   uint64 // digest of those last taken
	Taken   int64  // step at which they were
}

// findBar returns the bar with a description and a total, whatever numbers are
// in the description.
func (t *track) findBar(head []byte, total float64) *bar {
	if colon := bytes.IndexByte(head, ':'); colon >= 0 {
		head = head[:colon]
	}
	key := make([]byte, 0, 64)
	for _, c := range head {
		if classes[c] != digitChar && classes[c] != spaceChar && len(key) < 40 {
			key = append(key, c)
		}
	}
	plain := len(key) == 0
	key = strconv.AppendInt(append(key, '/'), int64(total), 10)
	name := string(bytes.ToValidUTF8(key, nil))
	found := t.Bars[name]
	if found == nil {
		if len(t.Bars) >= maxBars {
			clear(t.Bars)
		}
		found = &bar{Kind: kindOf(head), Plain: plain, Taken: -1}
		found.Lead = found.Kind == stepsBar && t.lead() == nil
		if plain && !found.Lead { // a plain bar that is not the training's runs beside it
			found.Kind = evalBar
		}
		t.Bars[name] = found
	}
	return found
}

func (t *track) lead() *bar {
	for _, b := range t.Bars {
		if b.Lead {
			return b
		}
	}
	return nil
}

// readBar reads a redraw of a progress bar.
func (p *Parser) readBar(line []byte) bool {
	if drawn, ok := tqdmLine(line); ok {
		p.readTqdm(drawn)
		return true
	}
	if drawn, ok := kerasLine(line); ok {
		p.readKeras(drawn)
		return true
	}
	return false
}

func (p *Parser) readTqdm(drawn barLine) {
	s, t := &p.scan, &p.track
	if drawn.total == 0 {
		return
	}
	s.readWords(drawn.head)
	if p.readRow(drawn.head) {
		p.readRowBar(drawn)
		return
	}
	b := t.findBar(drawn.head, drawn.total)
	s.readWords(drawn.tail)
	switch b.Kind {
	case stepsBar:
		p.readStepsBar(b, drawn)
	case epochsBar:
		p.readEpochsBar(b, drawn)
	case evalBar:
		p.readEvalBar(b, drawn)
	}
}

// readStepsBar gives a bar's metrics the step it shows.
func (p *Parser) readStepsBar(b *bar, drawn barLine) {
	s, t := &p.scan, &p.track
	if s.epoch.set {
		t.setEpoch(s.epoch)
	}
	step := b.Steps.redraw(drawn.n, drawn.total)
	s.step = mark{set: true, value: drawn.n, total: drawn.total}
	b.Metrics = p.countPairs(&s.reading) > 0 || b.Metrics
	t.InSteps = t.InSteps || b.Metrics
	if b.Metrics || b.Lead && t.Deferred != nil || !t.InSteps || t.LeadSteps {
		t.Current, t.FromSteps = &step, true
	}
	if b.Lead {
		p.resolve(step)
	}
	if b.fresh(s.pairs, drawn.n, step) {
		p.emit(s.pairs, step, true)
	}
	p.barProgress(b, s.step)
}

// readEpochsBar takes what a bar counts for epochs.
func (p *Parser) readEpochsBar(b *bar, drawn barLine) {
	s := &p.scan
	s.epoch = mark{set: true, value: drawn.n, total: drawn.total}
	s.step, s.bare = mark{}, mark{}
	if drawn.n > 0 && !b.fresh(s.pairs, drawn.n, int64(drawn.n)) {
		s.pairs = s.pairs[:0]
	}
	if drawn.n == 0 {
		return
	}
	p.settle(&s.reading)
}

// readEvalBar gives the metrics of a bar beside the training the training's
// step, once, when it is full. Without a description they may be the same as
// the training's in name only, and are left out.
func (p *Parser) readEvalBar(b *bar, drawn barLine) {
	s := &p.scan
	s.epoch, s.step, s.bare = mark{}, mark{}, mark{}
	if drawn.n < drawn.total || p.track.Current == nil {
		return
	}
	kept := s.pairs[:0]
	for _, pair := range s.pairs {
		if !b.Plain || p.track.Series[pair.name.metric] == nil {
			kept = append(kept, pair)
		}
	}
	s.pairs = kept
	if b.fresh(s.pairs, drawn.n, *p.track.Current) {
		p.settle(&s.reading)
	}
}

// fresh reports whether a redraw shows metrics that were not taken yet: they
// changed, and none were taken at this step.
func (b *bar) fresh(pairs []pair, n float64, step int64) bool {
	if len(pairs) == 0 || n == 0 || step == b.Taken {
		return false
	}
	sum := fnv.New64a()
	for _, pair := range pairs {
		sum.Write([]byte(pair.name.metric))
		bits := math.Float64bits(pair.value)
		sum.Write([]byte{byte(bits), byte(bits >> 8), byte(bits >> 16), byte(bits >> 24),
			byte(bits >> 32), byte(bits >> 40), byte(bits >> 48), byte(bits >> 56)})
	}
	digest := sum.Sum64()
	if digest == b.Shown {
		return false
	}
	b.Shown, b.Taken = digest, step
	return true
}

// barProgress tells progress by the training's own bar.
func (p *Parser) barProgress(b *bar, inner mark) {
	if b.Lead || b.Metrics {
		p.progress(inner, b.Steps, false)
	}
}
