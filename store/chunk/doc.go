// Package chunk packs consecutive points of one metric into a small blob and
// thins long series for drawing. A chunk is what stores keep in one row: the
// blob and a Summary from which a decimated read is answered without
// unpacking it.
//
// Every float64 comes back bit for bit, NaN and Inf included, and every step
// and millisecond exactly. The package does no I/O and knows no database. All
// functions are safe for concurrent use.
package chunk
