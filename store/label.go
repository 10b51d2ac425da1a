package store

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// mostLabel is how many bytes an indexed text may have. PostgreSQL refuses an
// index entry of more than 2,704 bytes, and a script may print a metric's name
// of any length; the append with such a name must not fail for ever.
const mostLabel = 300

// label makes any text fit into an index. A text that is too long is cut and
// gets a digest of the whole, so that different texts stay different.
func label(s string) string {
	s = clean(s)
	if len(s) <= mostLabel {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return strings.ToValidUTF8(s[:mostLabel-40], "") + "…" + hex.EncodeToString(sum[:16])
}
