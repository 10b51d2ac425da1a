package metrics

import (
	"math"
	"slices"
)

// means are the means of an evaluation that may have ended: `Test: [194/195]`
// is its last line where batches count from 0, and the last but one where they
// count from 1.
type means struct {
	Step    int64
	Known   bool
	Metrics []string
	Bits    []uint64
}

// keepMeans keeps the means of an evaluation's last line of progress, such as
// `Test: [10/195]  Acc@1: 8.5 (8.6)`. Earlier means are of a part of the data,
// and the values in front of them of one batch.
func (p *Parser) keepMeans() {
	s := &p.scan
	if !s.bare.set || s.bare.total < 1 || s.split == nil || !s.label ||
		!slices.ContainsFunc(s.pairs, func(pair pair) bool { return pair.meaned }) {
		p.settleMeans()
		return
	}
	left := s.bare.total - s.bare.value
	s.bare = mark{} // of the evaluation, not of the training
	p.track.Means = nil
	if left > 1 {
		s.pairs = s.pairs[:0]
		return
	}
	for i, pair := range s.pairs {
		if pair.meaned {
			s.pairs[i].value = pair.mean
		}
	}
	if left == 1 {
		p.holdMeans()
	}
}

// holdMeans takes the line's pairs away until the next line.
func (p *Parser) holdMeans() {
	s, t := &p.scan, &p.track
	if p.countPairs(&s.reading) == 0 {
		return
	}
	t.Means = &means{Known: t.Current != nil}
	if t.Current != nil {
		t.Means.Step = *t.Current
	}
	for _, pair := range s.pairs {
		t.Means.Metrics = append(t.Means.Metrics, pair.name.metric)
		t.Means.Bits = append(t.Means.Bits, math.Float64bits(pair.value))
	}
	s.pairs = s.pairs[:0]
}

// settleMeans makes points of means that no line of the same evaluation followed.
func (p *Parser) settleMeans() {
	held := p.track.Means
	if held == nil {
		return
	}
	p.track.Means = nil
	var pairs []pair
	for i, metric := range held.Metrics {
		if i < len(held.Bits) {
			pairs = append(pairs, pair{name: &name{metric: metric, class: measure}, value: math.Float64frombits(held.Bits[i])})
		}
	}
	p.emit(pairs, held.Step, held.Known)
}
