package metrics

// counter adds up steps that begin anew with every epoch or bar.
type counter struct {
	Base   float64
	Last   float64
	Total  float64  // of Last's epoch, 0: not said
	Stride float64  // between the last two steps
	Epoch  *float64 // in which Last was seen
	Seen   bool
	Global bool // steps went on over an epoch's end: they do not begin anew
}

// add notes step n and returns it counted from the beginning.
func (c *counter) add(n, total float64, epoch *float64) int64 {
	nextEpoch := c.Epoch != nil && epoch != nil && *epoch > *c.Epoch
	switch {
	case !c.Seen:
		c.Stride = n
	case n > c.Last:
		c.Global = c.Global || nextEpoch && n > c.Total
		c.Stride = n - c.Last
	case nextEpoch && !c.Global, n < c.Last && epoch == nil && (c.Total > 0 || n <= 1):
		c.restart(n)
	}
	c.Last, c.Total, c.Seen = n, total, true
	if epoch != nil {
		put(&c.Epoch, *epoch)
	}
	return int64(min(c.Base+n, maxStep))
}

// redraw notes that a bar shows n, and returns n counted from the first bar. n
// is less than before when the bar is drawn anew.
func (c *counter) redraw(n, total float64) int64 {
	if c.Seen && n < c.Last {
		c.restart(n)
	}
	c.Last, c.Total, c.Seen = n, total, true
	return int64(min(c.Base+n, maxStep))
}

// restart makes n follow the last step: by a whole epoch where its length is
// known, else at the distance that steps had.
func (c *counter) restart(n float64) {
	if c.Total > 0 {
		c.Base += max(c.Total, c.Last)
		return
	}
	c.Base += c.Last + max(c.Stride, 1) - n
}
