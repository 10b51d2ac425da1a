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

// unsent in Post.Digest marks a claimed post that certainly did not arrive. A
// claimed post without a reference and without this mark may have arrived: Trex
// may have died between sending it and noting the reference.
const unsent = "unsent"

// A poster posts messages exactly once and keeps them up to date.
type poster struct {
	store   Store
	now     func() time.Time
	log     *slog.Logger
	sending *lanes.Locks // one attempt at a post's key at a time
}

// content is a message with the digest of its post.
type content struct {
	message chat.Message
	stamp   string // replaces the message's digest unless ""
	final   bool   // the message will not change any more
}

func (c content) digest() string {
	if c.stamp != "" {
		return c.stamp
	}
	return digest(c.message)
}

// ensure posts a message exactly once, by its key. It claims the key in the store
// before it calls the service, so that two servers, or one after a crash, never
// post twice. It asks the platform (Finder) whether an earlier claimed post
// arrived; on a platform that cannot tell, the post counts as sent. It calls
// render only when it sends. again says that the caller should try later.
func (p poster) ensure(ctx context.Context, o *Outbox, key string, thread trex.Thread, render func() (content, error)) (
	post trex.Post, again bool, err error,
) {
	defer p.sending.Take(key)() // a post that this server is sending now must not count as lost
	claim := trex.Post{Key: key, Platform: o.platform.Name(), Channel: thread.Channel, At: p.now()}
	post, claimed, err := p.store.ClaimPost(ctx, claim)
	if err != nil {
		return claim, true, err
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
		p.log.WarnContext(ctx, "post may have been lost in a restart; it counts as sent", "key", post.Key)
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
			return post, false, errors.Join(err, p.store.SavePost(context.WithoutCancel(ctx), post))
		}
		if mayHaveArrived(o, err) {
			return post, true, err
		}
		return post, true, p.markUnsent(ctx, post, err)
	}
	post.Ref, post.Digest, post.At = ref, c.digest(), p.now()
	return post, false, p.store.SavePost(context.WithoutCancel(ctx), post)
}

// mayHaveArrived reports whether to ask a Finder for a post that returned an
// error, before it is sent again.
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

// show brings a posted message up to date. It sends nothing when the content has
// not changed. It marks the post done when a final content arrived.
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
			final = true // somebody deleted it: nothing is left to update
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
