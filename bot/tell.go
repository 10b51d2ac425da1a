package bot

import (
	"context"
	"crypto/rand"
	"encoding/hex"

	"github.com/trex-ml/trex"
)

// sentence turns an error into what a person reads. An error of ours is told
// with a reference that is in the log.
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
	return "Something broke on our side; nothing was changed that is not shown. Reference for the log: " + reference
}
