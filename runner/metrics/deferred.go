package metrics

import "math"

// deferred holds the metrics of a dict that names a fractional epoch and no
// step, as Hugging Face's Trainer prints it. tqdm redraws its bar right after,
// and that redraw shows the exact step.
type deferred struct {
	Epoch   float64
	Metrics []string
	Bits    []uint64
}

// deferDict holds a dict's metrics back when the training's bar, which has no
// metrics of its own, will tell their step.
func (p *Parser) deferDict(r *reading) bool {
	t := &p.track
	if !r.dict || !r.epoch.set || r.step.set {
		return false
	}
	lead := t.lead()
	if lead == nil || !lead.Plain || lead.Metrics || t.Clumped {
		return false
	}
	if d := t.Deferred; d != nil && d.Epoch != r.epoch.value {
		// Two dicts and no redraw between: they were buffered apart from the bar,
		// which therefore tells nothing about them.
		t.Clumped = true
		t.Current, t.InSteps = nil, false
		p.settleDeferred()
		return false
	}
	p.settleDeferred()
	d := &deferred{Epoch: r.epoch.value}
	for _, pair := range r.pairs {
		d.Metrics = append(d.Metrics, pair.name.metric)
		d.Bits = append(d.Bits, math.Float64bits(pair.value))
	}
	t.Deferred = d
	return true
}

// resolve gives held back metrics the step of the training's bar.
func (p *Parser) resolve(step int64) {
	if p.track.Deferred == nil {
		return
	}
	p.track.InSteps, p.track.LeadSteps = true, true
	p.emit(p.takeDeferred(), step, true)
}

// settleDeferred gives held back metrics the step that their epoch alone tells.
func (p *Parser) settleDeferred() {
	d := p.track.Deferred
	if d == nil {
		return
	}
	now := p.track.Epoch
	p.track.Epoch = &d.Epoch
	p.emit(p.takeDeferred(), p.track.epochStep(), true)
	p.track.Epoch = now
}

func (p *Parser) takeDeferred() []pair {
	d := p.track.Deferred
	p.track.Deferred = nil
	var pairs []pair
	for i, metric := range d.Metrics {
		if i < len(d.Bits) {
			pairs = append(pairs, pair{name: &name{metric: metric, class: measure}, value: math.Float64frombits(d.Bits[i])})
		}
	}
	return pairs
}
