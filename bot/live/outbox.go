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

// answerFor is how long an answer to a person is tried: longer than a service
// is usually away, shorter than anybody waits for an answer.
const answerFor = 5 * time.Minute

// NewOutbox returns an outbox of a platform.
func NewOutbox(platform chat.Platform, now func() time.Time, log *slog.Logger) *Outbox {
	limits := platform.Limits()
	return &Outbox{
		platform: platform, limits: limits, now: now,
		pacer: newPacer(limits, now),
		log:   log.With("platform", platform.Name()),
	}
}

// Platform is where it sends to.
func (o *Outbox) Platform() chat.Platform { return o.platform }

// Limits is what the platform's messages can hold.
func (o *Outbox) Limits() chat.Limits { return o.limits }

// InTurn calls what posts to a channel by other means than a message, as soon as
// its turn has come. again says that it may succeed later.
func (o *Outbox) InTurn(ctx context.Context, channel string, call func(context.Context) error) (again bool, err error) {
	if err := o.pacer.wait(ctx, channel, posting); err != nil {
		return true, err
	}
	err = call(ctx)
	return o.pacer.done(channel, posting, err), err
}

// post sends message once, as soon as its turn has come.
func (o *Outbox) post(ctx context.Context, thread trex.Thread, message chat.Message) (ref string, again bool, err error) {
	if err := o.pacer.wait(ctx, thread.Channel, posting); err != nil {
		return "", true, err
	}
	// A shutdown in the middle of a call would leave open whether it arrived.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	ref, err = o.platform.Post(ctx, thread, chat.Clean(message))
	return ref, o.pacer.done(thread.Channel, posting, err), err
}

// Update replaces a message's content once, as soon as its turn has come.
func (o *Outbox) Update(ctx context.Context, thread trex.Thread, ref string, message chat.Message) (again bool, err error) {
	if err := o.pacer.wait(ctx, thread.Channel, updating); err != nil {
		return true, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	err = o.platform.Update(ctx, thread, ref, chat.Clean(message))
	return o.pacer.done(thread.Channel, updating, err), err
}

// Answer posts message, again while the service is away.
func (o *Outbox) Answer(ctx context.Context, thread trex.Thread, message chat.Message) (ref string, err error) {
	giveUp := o.now().Add(answerFor)
	for {
		ref, again, err := o.post(ctx, thread, message)
		if err == nil || !again || ctx.Err() != nil || o.now().After(giveUp) {
			return ref, err
		}
	}
}

// Whisper answers so that only the person of event sees it, where the platform
// can, else in the thread.
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

// hasOneReader reports whether a service knows whom an answer to event is for.
func hasOneReader(event chat.Event) bool {
	switch event.Did.(type) {
	case chat.Said, chat.Reacted:
		return true
	}
	return event.Trigger != ""
}

// whisperPatiently waits when the service asks to: what one person was to see
// is not shown to everybody for that.
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

// digest names the content of a message. Pictures count by their own digest,
// so that equal pictures need not be compared byte by byte.
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
