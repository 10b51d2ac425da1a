package chunk

import (
	"math"
	"math/bits"
)

// Values of full precision are stored as the XOR with the value before, with
// leading and trailing zero bits left out: Pelkonen et al., "Gorilla: A Fast,
// Scalable, In-Memory Time Series Database", VLDB 2015, section 4.1.2. One
// thing differs: the window's length takes 6 bits with 0 for 64.

func appendXOR(dst []byte, samples []Sample) []byte {
	w := bitWriter{out: dst}
	previous := math.Float64bits(samples[0].Value)
	w.write(previous, 64)
	lead, trail := 65, 0 // no window yet
	for i := 1; i < len(samples); i++ {
		value := math.Float64bits(samples[i].Value)
		x := value ^ previous
		previous = value
		if x == 0 {
			w.write(0, 1)
			continue
		}
		l, t := min(bits.LeadingZeros64(x), 31), bits.TrailingZeros64(x)
		// A window much wider than needed would cost more than writing a new one.
		if l >= lead && t >= trail && (l-lead)+(t-trail) < 12 {
			w.write(0b10, 2)
			w.write(x>>trail, 64-lead-trail)
			continue
		}
		lead, trail = l, t
		size := 64 - lead - trail
		w.write(0b11, 2)
		w.write(uint64(lead), 5)
		w.write(uint64(size&63), 6)
		w.write(x>>trail, size)
	}
	return w.finish()
}

func readXOR(samples []Sample, data []byte) ([]byte, error) {
	r := bitReader{in: data}
	previous := r.read(64)
	samples[0].Value = math.Float64frombits(previous)
	lead, size := 0, 64
	for i := 1; i < len(samples); i++ {
		if r.read(1) == 1 {
			if r.read(1) == 1 {
				lead, size = int(r.read(5)), int(r.read(6))
				if size == 0 {
					size = 64
				}
				if lead+size > 64 {
					return nil, errShort
				}
			}
			previous ^= r.read(size) << (64 - lead - size)
		}
		samples[i].Value = math.Float64frombits(previous)
	}
	if r.short {
		return nil, errShort
	}
	return r.rest(), nil
}
