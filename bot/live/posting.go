package live

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/lanes"
)

// unsent marks in Post.Digest a claimed post of which it is certain that it
// did not arrive. A claimed post with no reference and without this mark may
// have arrived: Trex died between sending and noting the reference.
const unsent = "unsent"

// A poster sends what must be there exactly once, and keeps what was sent up to
// date.
type poster struct {
	store   Store
	now     func() time.Time
	log     *slog.Logger
	sending *lanes.Locks // one attempt at a post's key at a time
}

// content is a message and what its post's digest is made of.
type content struct {
	message chat.Message
	stamp   string // instead of the message's digest, "" is none
	final   bool   // it will not change any more
}

func (c content) digest() string {
	if c.stamp != "" {
		return c.stamp
	}
	return digest(c.message)
}

// ensure posts a message that must be there exactly once, by its key. The
// claim in the store comes before the call to the service, so that two servers,
// or one that crashed and came back, never post twice; whether a claimed post
// arrived is then asked of the platform (Finder), and where it cannot say the
// message counts as sent. render is called when its turn has come. again says
// that it should be tried later.
func (p poster) ensure(ctx context.Context, o *Outbox, key string, thread trex.Thread, render func() (content, error)) (
	post trex.Post, again bool, err error,
) {
	defer p.sending.Take(key)() // a claim of this server's own that is on its way is not lost
	post, claimed, err := p.store.ClaimPost(ctx, trex.Post{
		Key: key, Platform: o.platform.Name(), Channel: thread.Channel, At: p.now(),
	})
	if err != nil {
		return post, true, err
	}
	if post.Ref != "" || post.Done {
		return post, false, nil
	}
	if !claimed && post.Digest != unsent {
		return p.recover(ctx, o, post, thread, render)
	}
	return p.sendClaimed(ctx, o, post, thread, render)
}

func (p poster) recover(ctx context.Context, o *Outbox, post trex.Post, thread trex.Thread, render func() (content, error)) (
	trex.Post, bool, error,
) {
	finder, ok := o.platform.(chat.Finder)
	if !ok {
		post.Done = true
		p.log.WarnContext(ctx, "claimed post of an earlier run counts as sent", "key", post.Key)
		return post, false, p.store.SavePost(ctx, post)
	}
	ref, err := finder.FindPosted(ctx, thread, post.Key)
	if err != nil {
		return post, true, err
	}
	if ref == "" {
		return p.sendClaimed(ctx, o, post, thread, render)
	}
	post.Ref = ref
	return post, false, p.store.SavePost(ctx, post)
}

func (p poster) sendClaimed(ctx context.Context, o *Outbox, post trex.Post, thread trex.Thread, render func() (content, error)) (
	trex.Post, bool, error,
) {
	if post.Digest == unsent {
		post.Digest = ""
		if err := p.store.SavePost(ctx, post); err != nil {
			return post, true, err
		}
	}
	c, err := render()
	if err != nil {
		return post, true, p.markUnsent(ctx, post, err)
	}
	c.message.Key = post.Key
	ref, again, err := o.post(ctx, thread, c.message)
	if err != nil {
		if !again {
			post.Done = true
			p.log.ErrorContext(ctx, "post refused", "key", post.Key, "error", err)
			return post, false, p.store.SavePost(context.WithoutCancel(ctx), post)
		}
		if mayHaveArrived(o, err) {
			return post, true, err
		}
		return post, true, p.markUnsent(ctx, post, err)
	}
	post.Ref, post.Digest, post.At = ref, c.digest(), p.now()
	return post, false, p.store.SavePost(context.WithoutCancel(ctx), post)
}

// mayHaveArrived reports whether a post that came back with an error is to be
// looked for before it is sent again, which only a Finder can.
func mayHaveArrived(o *Outbox, err error) bool {
	_, refused := errors.AsType[*chat.RetryError](err)
	_, finder := o.platform.(chat.Finder)
	return finder && !refused
}

func (p poster) markUnsent(ctx context.Context, post trex.Post, cause error) error {
	post.Digest = unsent
	if err := p.store.SavePost(context.WithoutCancel(ctx), post); err != nil {
		return err
	}
	return cause
}

// show brings a posted message up to date: nothing when its content is what
// was sent last. What is final is not looked at again once it arrived.
func (p poster) show(ctx context.Context, o *Outbox, post trex.Post, thread trex.Thread, c content) (
	_ trex.Post, again bool, err error,
) {
	c.message.Key = post.Key
	fresh, final := c.digest(), c.final
	if fresh != post.Digest {
		again, err := o.Update(ctx, thread, post.Ref, c.message)
		switch {
		case err == nil:
		case again:
			return post, true, err
		case trex.KindOf(err) == trex.KindNotFound:
			final = true // somebody deleted it: nothing is left to keep true
		default:
			p.log.ErrorContext(ctx, "update refused", "key", post.Key, "error", err)
		}
		post.Digest, post.At = fresh, p.now()
	} else if post.Done == final {
		return post, false, nil
	}
	post.Done = final
	return post, false, p.store.SavePost(context.WithoutCancel(ctx), post)
}
