package metrics

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
	inner := mark{set: true, value: drawn.n, total: drawn.total}
	if t.Epoch == nil || t.Keras.Epoch == *t.Epoch && t.Keras.Full && p.isEvaluation(full) {
		if full {
			p.keepEvaluation(drawn)
		}
		return
	}
	if *t.Epoch != t.Keras.Epoch || !full {
		*t.Keras = kerasBar{Epoch: *t.Epoch, Bar: t.Keras.Bar}
	}
	t.Keras.Full = full
	if t.Epochs == 1 {
		step := t.Keras.Bar.Steps.redraw(drawn.n, drawn.total)
		s.step = inner
		p.countPairs(&s.reading)
		t.InSteps, t.FromSteps, t.Current = true, true, &step
		if full || t.Keras.Bar.fresh(s.pairs, drawn.n, step) {
			p.emit(s.pairs, step, true)
		}
		p.progress(inner, t.Keras.Bar.Steps, false)
		return
	}
	s.epoch = mark{set: true, value: *t.Epoch, total: t.Epochs}
	if full {
		p.countPairs(&s.reading)
		p.emit(s.pairs, t.epochStep(), true)
	}
	p.progress(inner, counter{}, full)
}

// kerasBar is what is known of the bar of an epoch.
type kerasBar struct {
	Epoch float64
	Full  bool
	Bar   bar // for runs of one epoch
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
