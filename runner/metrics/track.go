package metrics

import (
	"math"

	"github.com/trex-ml/trex"
)

// maxSeries bounds how many metrics a run may have: a script that puts a number
// into a metric's name would make more without end.
const maxSeries = 1000

// track is what a parser knows from earlier lines. It is saved as JSON.
type track struct {
	Epoch     *float64 // the latest seen, counted from the beginning of the run
	EpochBase float64  // epochs before the script began to count anew
	EpochStep *int64   // Current when Epoch was set
	StepEpoch float64  // the epoch of EpochStep
	Epochs    float64  // their total, 0: not said
	ZeroBased bool     // an epoch 0 was seen
	Steps     counter
	InSteps   bool             // metrics are counted in steps, not epochs
	Current   *int64           // the step of lines that name none
	FromSteps bool             // Current is a step, not an epoch
	LeadSteps bool             // Current follows the training's bar, though it shows no metrics
	Clumped   bool             // dicts are buffered apart from the bar
	Partial   *partial         // epochs are printed as fractions
	Series    map[string]*tail // by metric
	Bars      map[string]*bar
	Keras     *kerasBar
	Table     []column // the table that the lines are in, nil: none
	Classes   []column // the same of a table with a row for each class
	Box       *box     // that is being drawn
	Detected  string   `json:",omitempty"` // in front of COCO's metrics: "segm_"
	Deferred  *deferred
	Means     *means
	Progress  *trex.Progress // the last told
	Rank      *int           // whose metrics count where lines say which process printed them
	Frame     int            // where the frame of a traceback began on the line before, from 1; 0: there was none
	Skipping  bool
}

// tail is the last point of a metric.
type tail struct {
	Count int64
	Step  int64
	Bits  uint64 // of its value, which may be NaN
	None  bool   `json:",omitempty"` // there was no step to give it
}

// partial numbers epochs like 0.33, 0.67, 1 in the order they come.
type partial struct {
	Epoch float64
	Step  int64
}

func (l *tail) value() float64 { return math.Float64frombits(l.Bits) }

// currentStep returns the step at an epoch of a run that counts steps. Epochs
// that pass without any step are counted on from there.
func (t *track) currentStep() int64 {
	step := *t.Current
	switch moved := t.EpochStep == nil || *t.EpochStep != step; {
	case t.StepEpoch == *t.Epoch:
		return step
	case !moved:
		step++
		put(&t.Current, step)
	}
	put(&t.EpochStep, step)
	t.StepEpoch = *t.Epoch
	return step
}

func (t *track) reset() {
	*t = track{Series: map[string]*tail{}, Bars: map[string]*bar{}}
}

// put sets the value that p points to, and makes it if it is nil.
func put[T any](p **T, v T) {
	if *p == nil {
		*p = new(T)
	}
	**p = v
}

// setEpoch notes an epoch a line names.
func (t *track) setEpoch(m mark) {
	epoch := t.EpochBase + m.value
	if m.late && t.Epoch != nil && epoch < *t.Epoch {
		return
	}
	if t.Epoch != nil && m.value <= 1 && epoch < *t.Epoch && *t.Epoch-t.EpochBase >= 2 {
		t.EpochBase = *t.Epoch // the script trains once more
		if t.ZeroBased {
			t.EpochBase++
		}
		epoch = t.EpochBase + m.value
	}
	put(&t.Epoch, epoch)
	if m.total > 0 {
		t.Epochs = max(t.EpochBase+m.total, t.Epochs)
	}
	if epoch == 0 {
		t.ZeroBased = true
	}
}

// setStep notes a step a line names and returns it counted from the beginning
// of the run.
func (t *track) setStep(m mark) int64 {
	step := int64(m.value)
	if !m.whole {
		step = t.Steps.add(m.value, m.total, t.Epoch)
	}
	put(&t.Current, step)
	t.FromSteps = true
	return step
}

// epochStep returns the step of a line that names an epoch only.
func (t *track) epochStep() int64 {
	if t.InSteps && t.Current != nil {
		return t.currentStep()
	}
	step := int64(*t.Epoch)
	if p := t.Partial; p != nil {
		if *t.Epoch > p.Epoch {
			p.Step++
		}
		p.Epoch, step = *t.Epoch, p.Step
	} else if whole := math.Trunc(*t.Epoch); whole != *t.Epoch {
		last := int64(0)
		if t.Current != nil {
			last = *t.Current
		}
		step = last + 1
		t.Partial = &partial{*t.Epoch, step}
	}
	put(&t.Current, step)
	t.FromSteps = false
	return step
}

// settle turns the reading of a line into points and progress.
func (p *Parser) settle(r *reading) {
	t := &p.track
	counted := p.countPairs(r)
	if counted > 0 && t.othersRank(p.rank) {
		return
	}
	if r.bare.set && !r.step.set && (counted > 0 || r.words <= 2) {
		r.step = r.bare
	}
	if r.split != nil && r.step.total > 0 && t.Current != nil && !fold(r.split, "train") {
		r.step = mark{} // of the validation, which has steps of its own
	}
	if r.epoch.set {
		t.setEpoch(r.epoch)
		p.barOfEpochs(r, counted)
	}
	if counted > 0 && p.deferDict(r) {
		return
	}
	step, known := int64(0), true
	switch {
	case r.step.set:
		step = t.setStep(r.step)
		t.InSteps = t.InSteps || counted > 0
	case r.epoch.set:
		step = t.epochStep()
	case t.Current != nil:
		step = *t.Current
		t.InSteps = t.InSteps || counted > 0 && t.FromSteps
	default:
		known = false
	}
	if counted > 0 {
		p.emit(r.pairs, step, known)
	}
	if r.epoch.set || r.step.set {
		p.progress(r.step, t.Steps, counted > 0)
	}
}

// countPairs drops the pairs that are no metrics on this line and returns how
// many are left.
func (p *Parser) countPairs(r *reading) int {
	company := r.step.set || r.epoch.set || r.bare.set
	settings := 0
	for _, pair := range r.pairs {
		company = company || pair.name.class == measure
		if pair.name.class == config {
			settings++
		}
	}
	kept := r.pairs[:0]
	for _, pair := range r.pairs {
		switch {
		case settings > 1, settings == 1 && (pair.name.class != measure || !r.step.set && !r.epoch.set):
		case pair.name.class == measure, pair.name.class == other && company:
			kept = append(kept, pair)
		}
	}
	if settings > 0 && len(kept) == 0 {
		r.step, r.epoch, r.bare = mark{}, mark{}, mark{} // these are settings too
	}
	r.pairs = kept
	return len(kept)
}

// emit appends points, except for those that repeat the last one.
func (p *Parser) emit(pairs []pair, step int64, known bool) {
	for _, pair := range pairs {
		metric := pair.name.metric
		last := p.track.Series[metric]
		bits := math.Float64bits(pair.value)
		switch {
		case last == nil:
			if len(p.track.Series) >= maxSeries {
				continue
			}
			last = &tail{}
			p.track.Series[metric] = last
		case known && !last.None && last.Step == step && last.Bits == bits:
			continue
		}
		last.Count++
		at := step
		if !known {
			at = last.Count
		}
		last.Step, last.Bits, last.None = at, bits, !known
		p.out.Points = append(p.out.Points, trex.Point{Metric: metric, Step: at, Value: pair.value, Time: p.at})
	}
}
