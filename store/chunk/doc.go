// Package chunk packs consecutive points of one metric into a small blob and
// thins long series for drawing. A store keeps a chunk in one row: the blob and
// a Summary, which is enough for a decimated read without unpacking the blob.
//
// Every float64 comes back bit for bit, NaN and Inf included, and every step
// and millisecond exactly. The package does no I/O and knows no database. All
// functions are safe for concurrent use.
package chunk
