package chunk

import "encoding/binary"

// bitWriter appends bits, most significant first.
type bitWriter struct {
	out  []byte
	hold uint64
	free int // bits free in hold, 64-free are used; 0 at the start means "not begun"
	open bool
}

func (w *bitWriter) write(value uint64, size int) {
	if !w.open {
		w.open, w.free, w.hold = true, 64, 0
	}
	if size < 64 {
		value &= 1<<size - 1
	}
	if size < w.free {
		w.free -= size
		w.hold |= value << w.free
		return
	}
	over := size - w.free
	w.hold |= value >> over
	w.out = binary.BigEndian.AppendUint64(w.out, w.hold)
	w.free, w.hold = 64-over, 0
	if over > 0 {
		w.hold = value << w.free
	}
}

// finish pads the last byte with zeros.
func (w *bitWriter) finish() []byte {
	used := 64 - w.free
	for shift := 56; used > 0; used, shift = used-8, shift-8 {
		w.out = append(w.out, byte(w.hold>>shift))
	}
	return w.out
}

// bitReader reads what bitWriter wrote. Past the end it returns zeros and sets
// short.
type bitReader struct {
	in    []byte
	at    int // bits consumed
	short bool
}

func (r *bitReader) read(size int) uint64 {
	end := r.at + size
	if end > 8*len(r.in) {
		r.short = true
		return 0
	}
	first, skip := r.at/8, r.at%8
	r.at = end
	if size+skip <= 64 && first+8 <= len(r.in) {
		return binary.BigEndian.Uint64(r.in[first:]) << skip >> (64 - size)
	}
	value := uint64(0)
	for left := size; left > 0; {
		take := min(8-skip, left)
		bits := uint64(r.in[first]) << (56 + skip) >> (64 - take)
		value = value<<take | bits
		left -= take
		first, skip = first+1, 0
	}
	return value
}

func (r *bitReader) rest() []byte { return r.in[(r.at+7)/8:] }
