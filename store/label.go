package store

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// mostLabel is how long an indexed text may be. PostgreSQL refuses an index
// entry of more than 2,704 bytes, and a script may print a metric's name of any
// length; the append that holds it must not fail for ever.
const mostLabel = 300

// label makes any text fit for an index. One that is too long keeps its
// beginning and gets a digest of the whole, so that different texts stay
// different.
func label(s string) string {
	s = clean(s)
	if len(s) <= mostLabel {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return strings.ToValidUTF8(s[:mostLabel-40], "") + "…" + hex.EncodeToString(sum[:16])
}
