package metrics

import (
	"bytes"
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
	Metrics bool // it shows metrics
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
		found = &bar{Kind: kindOf(head), Plain: plain}
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
		rest := drawn.cut()
		p.readTqdm(drawn)
		if len(rest) > 0 {
			p.readClean(rest)
		}
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
	if p.readClassHead(drawn.head) {
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
	case prepareBar:
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
		put(&t.Current, step)
		t.FromSteps = true
	}
	if b.Lead {
		p.resolve(step)
	}
	if drawn.n > 0 { // before the first step a bar shows what the last one left
		p.emit(p.fresh(step), step, true)
	}
	if b.Lead || b.Metrics {
		p.progress(s.step, b.Steps, false)
	}
}

// readEpochsBar takes what a bar counts for epochs. A redraw may come after a
// line that is further on, and then says nothing new.
func (p *Parser) readEpochsBar(b *bar, drawn barLine) {
	s, t := &p.scan, &p.track
	step := b.Steps.redraw(drawn.n, drawn.total)
	epoch := float64(step)
	if drawn.n == 0 || t.Epoch != nil && *t.Epoch > epoch {
		return
	}
	put(&t.Epoch, epoch)
	t.Epochs = max(t.Epochs, b.Steps.Base+drawn.total)
	s.epoch = mark{set: true, value: epoch, total: t.Epochs}
	s.step, s.bare = mark{}, mark{}
	p.countPairs(&s.reading)
	p.emit(p.fresh(t.epochStep()), t.epochStep(), true)
	p.progress(mark{}, counter{}, true)
}

// readEvalBar gives the metrics of a bar beside the training the training's
// step, once, when it is full. Metrics of a bar without a description may only
// share their names with the training's, and are left out.
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
	if len(p.fresh(*p.track.Current)) > 0 {
		p.settle(&s.reading)
	}
}

// fresh drops the metrics that a redraw at step shows again: those that did not
// change since their last point, and those that have one at this step.
func (p *Parser) fresh(step int64) []pair {
	kept := p.scan.pairs[:0]
	for _, pair := range p.scan.pairs {
		last := p.track.Series[pair.name.metric]
		if last == nil || last.Step != step && last.Bits != math.Float64bits(pair.value) {
			kept = append(kept, pair)
		}
	}
	p.scan.pairs = kept
	return kept
}

// barOfEpochs notices that the training's bar counts epochs: a line with the
// metrics of an epoch comes just before or after the bar counts it.
func (p *Parser) barOfEpochs(r *reading, counted int) {
	t := &p.track
	if counted == 0 || r.step.set || r.dict || r.epoch.value < 1 {
		return
	}
	b := t.lead()
	if b == nil || b.Kind != stepsBar || b.Steps.Base > 0 || b.Steps.Last != r.epoch.value && b.Steps.Last != r.epoch.value-1 {
		return
	}
	for _, another := range t.Bars {
		if another != b && another.Metrics {
			return
		}
	}
	b.Kind, b.Lead = epochsBar, false
	t.InSteps, t.FromSteps, t.LeadSteps = false, false, false
	t.Epochs = max(t.Epochs, b.Steps.Total)
}
