package bot

import (
	"context"
	"crypto/rand"
	"encoding/hex"

	"github.com/trex-ml/trex"
)

// sentence turns an error into a sentence for a person. An internal error gets a
// reference that is also in the log.
func (b *Bot) sentence(ctx context.Context, err error) string {
	if text, ok := trex.Sentence(err); ok {
		if trex.KindOf(err) == trex.KindUnavailable {
			b.log.WarnContext(ctx, "unavailable", "error", err)
		}
		return text
	}
	var id [4]byte
	rand.Read(id[:]) //nolint:errcheck // never fails
	reference := hex.EncodeToString(id[:])
	b.log.ErrorContext(ctx, "request", "error", err, "reference", reference)
	return "Something broke on our side. If anything was changed, it is shown. Reference for the log: " + reference
}
