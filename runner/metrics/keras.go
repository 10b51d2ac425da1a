package metrics

// kerasBar is what is known of the bars of Keras.
type kerasBar struct {
	Epoch *float64 // the one whose bar was last seen, nil: they come without
	Full  bool     // that bar was drawn to its end
	Total float64  // of a bar without an epoch
	Steps counter  // where there is one epoch or none
}

// readKeras reads a redraw of a Keras bar. Its values are running means over
// the epoch, so the full bar counts; a run of one epoch would be left without a
// curve, so there they count by the step. A bar that comes after an epoch's last
// is an evaluation.
func (p *Parser) readKeras(drawn barLine) {
	s, t := &p.scan, &p.track
	s.readWords(drawn.tail)
	s.epoch, s.step, s.bare = mark{}, mark{}, mark{}
	if t.Keras == nil {
		t.Keras = &kerasBar{}
	}
	full := drawn.n >= drawn.total
	switch {
	case t.Epoch == nil:
		p.readKerasSteps(drawn, full)
	case t.Keras.Epoch != nil && *t.Keras.Epoch == *t.Epoch && t.Keras.Full && p.isEvaluation(full):
		if full {
			p.keepEvaluation(drawn)
		}
	case t.Epochs == 1:
		p.readKerasSteps(drawn, full)
	default:
		p.readKerasEpoch(drawn, full)
	}
}

// readKerasSteps reads the bar of a training of one epoch, of which Keras prints
// no head. Further bars of the same length are further calls of fit.
func (p *Parser) readKerasSteps(drawn barLine, full bool) {
	s, t := &p.scan, &p.track
	k := t.Keras
	if k.Total != 0 && k.Total != drawn.total {
		if full {
			p.keepEvaluation(drawn)
		}
		return
	}
	k.Total = drawn.total
	step := k.Steps.redraw(drawn.n, drawn.total)
	inner := mark{set: true, value: drawn.n, total: drawn.total}
	s.step = inner
	p.countPairs(&s.reading)
	put(&t.Current, step)
	t.InSteps, t.FromSteps = true, true
	p.emit(p.fresh(step), step, true)
	p.progress(inner, k.Steps, false)
}

func (p *Parser) readKerasEpoch(drawn barLine, full bool) {
	s, t := &p.scan, &p.track
	put(&t.Keras.Epoch, *t.Epoch)
	t.Keras.Full = full
	s.epoch = mark{set: true, value: *t.Epoch, total: t.Epochs}
	if full {
		p.countPairs(&s.reading)
		p.emit(s.pairs, t.epochStep(), true)
	}
	p.progress(mark{set: true, value: drawn.n, total: drawn.total}, counter{}, full)
}

// isEvaluation tells an evaluation's bar from another redraw of an epoch's full
// bar, which repeats its values and may add those of the validation.
func (p *Parser) isEvaluation(full bool) bool {
	if !full {
		return true
	}
	for _, pair := range p.scan.pairs {
		last := p.track.Series[pair.name.metric]
		if last != nil && last.value() != pair.value {
			return true
		}
	}
	return false
}

// keepEvaluation names the metrics of model.evaluate apart from the training's.
func (p *Parser) keepEvaluation(drawn barLine) {
	s := &p.scan
	s.reset(&p.names)
	s.split = []byte("eval")
	s.readWords(drawn.tail)
	s.epoch, s.step, s.bare = mark{}, mark{}, mark{}
	p.settle(&s.reading)
}
