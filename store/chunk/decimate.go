package chunk

import "math"

// A long series is thinned by min-max aggregation: it is cut, in order of
// arrival, into stretches of about equal length, and the smallest and the
// largest value of each are kept, together with the first and the last point
// of all. No extreme can be lost, and a line drawn through the result covers
// the same pixels as one drawn through all points once there are two stretches
// a pixel (Jugel, Jerzak, Hackenbroich, Markl: "M4: A Visualization-Oriented
// Time Series Data Aggregation", VLDB 2014; compared with LTTB by Van Der
// Donckt et al.: "MinMaxLTTB", IEEE VIS 2023). Min-max was chosen over LTTB
// because summaries of chunks are enough to compute it, and because people look
// for the extremes of a loss curve. A stretch without any finite value is
// represented by its first sample, so that a curve shows where it turned NaN.

// Decimate returns at most limit of the samples, in their order, or all when
// limit is 0. The result may share memory with samples.
func Decimate(samples []Sample, limit int) []Sample {
	if limit <= 0 || len(samples) <= limit {
		return samples
	}
	t := NewThinner(limit, int64(len(samples)))
	for len(samples) > 0 {
		n := t.Room(len(samples))
		t.Add(Summarize(samples[:n]))
		samples = samples[n:]
	}
	return t.Samples()
}

// Thinner decimates a series from summaries alone. Not safe for concurrent use.
type Thinner struct {
	limit   int
	total   int64
	buckets int64
	seen    int64
	first   Sample
	last    Sample
	open    Summary // of the current stretch; Count 0: nothing in it yet
	openEnd int64
	kept    []keptSample
}

type keptSample struct {
	index int64
	Sample
}

// NewThinner returns a Thinner for about total samples that keeps at most limit
// of them.
func NewThinner(limit int, total int64) *Thinner {
	return &Thinner{limit: limit, total: max(total, 1), buckets: int64(max((limit-2)/2, 0))}
}

// Room returns how many of the next n samples still belong to the current
// stretch; at least one.
func (t *Thinner) Room(n int) int {
	if t.buckets == 0 {
		return n
	}
	return int(min(int64(n), max(t.end(t.seen)-t.seen, 1)))
}

// end returns the end of the stretch that holds sample i. The last stretch also
// takes the samples beyond the announced total.
func (t *Thinner) end(i int64) int64 {
	bucket := i * t.buckets / t.total
	if bucket >= t.buckets-1 {
		return math.MaxInt64
	}
	return ((bucket+1)*t.total + t.buckets - 1) / t.buckets
}

// Add appends the next samples by their summary. All of them go to the stretch
// of the first.
func (t *Thinner) Add(s Summary) {
	if s.Count == 0 {
		return
	}
	if t.seen == 0 {
		t.first = s.First
	}
	t.last = s.Last
	if t.buckets > 0 {
		if t.open.Count > 0 && t.seen >= t.openEnd {
			t.flush()
		}
		if t.open.Count == 0 {
			t.openEnd = t.end(t.seen)
		}
		t.open = join(t.open, s)
	}
	t.seen += int64(s.Count)
}

// join returns the summary of a followed by b.
func join(a, b Summary) Summary {
	if a.Count == 0 {
		return b
	}
	joined := a
	joined.Count += b.Count
	joined.Last = b.Last
	if b.Low.Index >= 0 && (a.Low.Index < 0 || b.Low.Value < a.Low.Value) {
		joined.Low = Extreme{b.Low.Sample, a.Count + b.Low.Index}
	}
	if b.High.Index >= 0 && (a.High.Index < 0 || b.High.Value > a.High.Value) {
		joined.High = Extreme{b.High.Sample, a.Count + b.High.Index}
	}
	return joined
}

func (t *Thinner) flush() {
	start := t.seen - int64(t.open.Count)
	one, two := t.open.Low, t.open.High
	if one.Index < 0 {
		one = Extreme{Sample: t.open.First}
		two = one
	}
	if one.Index > two.Index {
		one, two = two, one
	}
	t.keep(start+int64(one.Index), one.Sample)
	if two.Index != one.Index {
		t.keep(start+int64(two.Index), two.Sample)
	}
	t.open = Summary{}
}

func (t *Thinner) keep(index int64, s Sample) {
	t.kept = append(t.kept, keptSample{index, s})
}

// Samples ends the series and returns the samples that are kept.
func (t *Thinner) Samples() []Sample {
	if t.seen == 0 {
		return nil
	}
	if t.open.Count > 0 {
		t.flush()
	}
	if t.seen == 1 || t.limit == 1 {
		return []Sample{t.last}
	}
	samples := make([]Sample, 0, len(t.kept)+2)
	samples = append(samples, t.first)
	for _, k := range t.kept {
		if k.index > 0 && k.index < t.seen-1 { // both ends are kept anyway
			samples = append(samples, k.Sample)
		}
	}
	return append(samples, t.last)
}
