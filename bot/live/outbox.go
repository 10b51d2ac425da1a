package live

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/wait"
)

// An Outbox sends to one platform within its limits. Safe for concurrent use.
type Outbox struct {
	platform chat.Platform
	limits   chat.Limits
	pacer    *pacer
	now      func() time.Time
	log      *slog.Logger
}

// answerFor is how long Trex tries to post an answer: longer than most outages of
// a service, and no longer than somebody would wait.
const answerFor = 5 * time.Minute

// NewOutbox returns an outbox for a platform.
func NewOutbox(platform chat.Platform, now func() time.Time, log *slog.Logger) *Outbox {
	limits := platform.Limits()
	return &Outbox{
		platform: platform, limits: limits, now: now,
		pacer: newPacer(limits, now),
		log:   log.With("platform", platform.Name()),
	}
}

// Platform returns the platform to which it sends.
func (o *Outbox) Platform() chat.Platform { return o.platform }

// Limits returns the platform's limits.
func (o *Outbox) Limits() chat.Limits { return o.limits }

// InTurn waits for its turn and runs call, which posts to a channel in another way
// than Platform.Post. again says that call may succeed later.
func (o *Outbox) InTurn(ctx context.Context, channel string, call func(context.Context) error) (again bool, err error) {
	if err := o.pacer.wait(ctx, channel, posting); err != nil {
		return true, err
	}
	err = call(ctx)
	return o.pacer.done(channel, posting, err), err
}

// post waits for its turn and sends message once. again says that it may succeed
// later.
func (o *Outbox) post(ctx context.Context, thread trex.Thread, message chat.Message) (ref string, again bool, err error) {
	if err := o.pacer.wait(ctx, thread.Channel, posting); err != nil {
		return "", true, err
	}
	// If a shutdown cut off the call, nobody would know whether it arrived.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	ref, err = o.platform.Post(ctx, thread, chat.Clean(message))
	return ref, o.pacer.done(thread.Channel, posting, err), err
}

// Update waits for its turn and replaces a message's content. again says that it
// may succeed later.
func (o *Outbox) Update(ctx context.Context, thread trex.Thread, ref string, message chat.Message) (again bool, err error) {
	if err := o.pacer.wait(ctx, thread.Channel, updating); err != nil {
		return true, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	err = o.platform.Update(ctx, thread, ref, chat.Clean(message))
	return o.pacer.done(thread.Channel, updating, err), err
}

// Answer posts message and tries again while the service is away.
func (o *Outbox) Answer(ctx context.Context, thread trex.Thread, message chat.Message) (ref string, err error) {
	giveUp := o.now().Add(answerFor)
	for {
		ref, again, err := o.post(ctx, thread, message)
		if err == nil || !again || ctx.Err() != nil || o.now().After(giveUp) {
			return ref, err
		}
	}
}

// Whisper shows message only to the person of event where the platform can do
// that, else in the thread.
func (o *Outbox) Whisper(ctx context.Context, event chat.Event, message chat.Message) error {
	if whisperer, ok := o.platform.(chat.Whisperer); ok && hasOneReader(event) {
		err := o.whisperPatiently(ctx, whisperer, event, message)
		if err == nil {
			return nil
		}
		o.log.WarnContext(ctx, "whisper", "error", err)
	}
	_, err := o.Answer(ctx, event.Thread, message)
	return err
}

// hasOneReader reports whether the service can show an answer to event to one
// person.
func hasOneReader(event chat.Event) bool {
	switch event.Did.(type) {
	case chat.Said, chat.Reacted:
		return true
	}
	return event.Trigger != ""
}

// whisperPatiently waits when the service asks for it, so that a message for one
// person is not shown to everybody only for that reason.
func (o *Outbox) whisperPatiently(ctx context.Context, whisperer chat.Whisperer, event chat.Event, message chat.Message) error {
	const tries, most = 3, 30 * time.Second
	for n := 1; ; n++ {
		err := whisperer.Whisper(ctx, event, chat.Clean(message))
		asked, ok := errors.AsType[*chat.RetryError](err)
		if !ok || n == tries || wait.For(ctx, min(asked.After, most)) != nil {
			return err
		}
	}
}

// digest returns a hash of a message's content. A picture counts by its own
// digest, without its bytes.
func digest(message chat.Message) string {
	for i := range message.Pictures {
		if i == 0 {
			message.Pictures = append([]chat.Picture(nil), message.Pictures...)
		}
		message.Pictures[i].PNG = nil
	}
	data, err := json.Marshal(message)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}
