package live

import (
	"context"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/look"
	"github.com/trex-ml/trex/insight"
)

// A view is an experiment as it is shown in chat. Only its lane changes it.
type view struct {
	id      trex.ExperimentID
	outbox  *Outbox
	channel string
	began   time.Time // when the experiment was created, about the age of its live message

	posts    map[string]trex.Post // its posted messages by key
	curve    look.Drawn
	looked   clockTime // when it was last looked at
	noThread bool      // its platform could not open a thread for it
}

// leastEvery is the least time between two looks at an experiment, on platforms
// without a limit on updates too.
const leastEvery = 250 * time.Millisecond

// oldAfter is the age of a message from which OldUpdateEvery counts.
const oldAfter = time.Hour

func newView(experiment trex.Experiment, o *Outbox) *view {
	return &view{
		id: experiment.ID, outbox: o, channel: experiment.Thread.Channel, began: experiment.CreatedAt,
		posts: make(map[string]trex.Post),
	}
}

// notBefore returns when the keeper may look at the experiment again.
func (v *view) notBefore() time.Time {
	at := v.looked.get()
	if at.IsZero() {
		return at
	}
	every := max(v.outbox.limits.UpdateEvery, leastEvery)
	if at.Sub(v.began) > oldAfter {
		every = max(every, v.outbox.limits.OldUpdateEvery)
	}
	return at.Add(every)
}

// A notice is one message to show about an experiment.
type notice struct {
	key    string
	thread trex.Thread
	final  bool // its content will not change any more
	// onlyUpdate is set when the message is no longer news: it is updated if it
	// was posted, but not posted now.
	onlyUpdate bool
	render     func(context.Context) (chat.Message, error)
}

func liveKey(id trex.ExperimentID) string { return "live:" + string(id) }
func endKey(id trex.ExperimentID) string  { return "end:" + string(id) }

// keep brings all messages of an experiment up to date. It returns when to look
// again, zero for not before its next change.
func (k *Keeper) keep(ctx context.Context, v *view) time.Time {
	v.looked.set(k.now()) // a change from now on needs another look
	defer func() { v.looked.set(k.now()) }()
	s, err := k.reader.Experiment(ctx, v.id)
	if err != nil {
		return k.keepFailed(ctx, v, "load experiment", err)
	}
	if err := k.openThread(ctx, v, s); err != nil {
		return k.keepFailed(ctx, v, "open thread", err)
	}
	for _, n := range k.notices(v, s) {
		again, err := k.keepNotice(ctx, v, n)
		if err != nil && again {
			return k.keepFailed(ctx, v, n.key, err)
		}
		if err != nil {
			k.log.ErrorContext(ctx, "keep message", "key", n.key, "error", err)
		}
	}
	if !s.Settled() {
		return time.Time{}
	}
	if again, err := k.closeThread(ctx, v, s); err != nil && again {
		return k.keepFailed(ctx, v, "close thread", err)
	}
	if err := k.saveEnd(ctx, v); err != nil {
		return k.keepFailed(ctx, v, "save end", err)
	}
	k.closeView(v, s.Runs)
	return time.Time{}
}

// keepNotice posts or updates one message. It sends at most twice.
func (k *Keeper) keepNotice(ctx context.Context, v *view, n notice) (again bool, err error) {
	post, known := v.posts[n.key]
	var made *content // the rendered message, so that it is rendered once
	render := func() (content, error) {
		if made != nil {
			return *made, nil
		}
		m, err := n.render(ctx)
		if err == nil {
			made = &content{message: m}
		}
		return content{message: m}, err
	}
	if !known && n.onlyUpdate {
		post, err = k.store.FindPost(ctx, n.key)
		if trex.KindOf(err) == trex.KindNotFound {
			v.posts[n.key] = trex.Post{Done: true}
			return false, nil
		}
		if err != nil {
			return true, err
		}
		known = true
	}
	defer func() { v.posts[n.key] = post }()
	if !known || post.Ref == "" && !post.Done {
		if post, again, err = k.poster.ensure(ctx, v.outbox, n.key, n.thread, render); again || err != nil {
			return again, err
		}
	}
	if post.Done {
		return false, nil
	}
	c, err := render()
	c.final = n.final
	if err != nil {
		return true, err
	}
	post, again, err = k.poster.show(ctx, v.outbox, post, n.thread, c)
	return again, err
}

func (k *Keeper) keepFailed(ctx context.Context, v *view, what string, err error) time.Time {
	if ctx.Err() != nil {
		return time.Time{}
	}
	k.log.WarnContext(ctx, "will be tried again", "doing", what, "experiment", v.id, "error", err)
	return k.now().Add(k.pause(v.outbox, v.channel))
}

// notices lists the messages to show about an experiment, the most important
// first.
func (k *Keeper) notices(v *view, s *card.Standing) []notice {
	notices := []notice{{
		key: liveKey(s.Experiment.ID), thread: s.Experiment.Thread, final: s.Settled(),
		render: func(ctx context.Context) (chat.Message, error) { return k.renderLive(ctx, v, s) },
	}}
	notices = append(notices, k.warningNotices(s)...)
	notices = append(notices, k.failureNotices(v, s)...)
	if s.Settled() && !insight.AllFailedAlike(s.Runs) {
		notices = append(notices, k.endNotices(v, s)...)
	}
	return notices
}

// saveEnd notes that all messages of an experiment are final, also when it has no
// end message.
func (k *Keeper) saveEnd(ctx context.Context, v *view) error {
	post, _, err := k.store.ClaimPost(ctx, trex.Post{
		Key: endKey(v.id), Platform: v.outbox.platform.Name(), Channel: v.channel, At: k.now(), Done: true,
	})
	if err != nil || post.Done {
		return err
	}
	post.Done = true
	return k.store.SavePost(ctx, post)
}

func (k *Keeper) renderLive(ctx context.Context, v *view, s *card.Standing) (chat.Message, error) {
	picture, err := k.reader.Curve(ctx, v.outbox.limits, &v.curve, s)
	if err != nil {
		// A message without its picture is better than no message.
		k.log.ErrorContext(ctx, "draw curve", "experiment", v.id, "error", err)
	}
	return card.Live(s, picture, v.outbox.limits), nil
}
