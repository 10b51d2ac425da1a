package live

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// openThread opens a thread for an experiment where the platform has one for each:
// on the card it was launched from, else on a line posted for it. On other
// platforms, and for a request inside a thread, the experiment stays where it is.
func (k *Keeper) openThread(ctx context.Context, v *view, s *card.Standing) error {
	starter, ok := v.outbox.platform.(chat.ThreadStarter)
	if !ok || s.Experiment.Thread.ID != "" || v.noThread {
		return nil
	}
	ref, err := k.threadAnchor(ctx, v, s)
	if err != nil {
		return err
	}
	thread := s.Experiment.Thread
	if ref != "" {
		if err := v.outbox.pacer.wait(ctx, v.channel, posting); err != nil {
			return err
		}
		thread, err = starter.StartThread(ctx, thread, ref, card.ThreadName(s))
		if v.outbox.pacer.done(v.channel, posting, err) {
			return err
		}
	}
	if err != nil || thread.ID == "" {
		v.noThread = true // direct messages have no threads: use the channel
		k.log.WarnContext(ctx, "no thread for an experiment", "experiment", v.id, "error", err)
		return nil
	}
	if err := k.store.MoveExperiment(ctx, v.id, thread); err != nil {
		return err
	}
	s.Experiment.Thread = thread
	return nil
}

// Discussion returns the address where an experiment is discussed: of its live
// message, else of its thread; "" when its platform does not know it.
func (k *Keeper) Discussion(ctx context.Context, e *trex.Experiment) (string, error) {
	o, ok := k.outboxes[e.Thread.Platform]
	if !ok {
		return "", nil
	}
	linker, ok := o.platform.(chat.Linker)
	if !ok {
		return "", nil
	}
	live, err := k.store.FindPost(ctx, liveKey(e.ID))
	if err != nil && trex.KindOf(err) != trex.KindNotFound {
		return "", err
	}
	if live.Platform != o.platform.Name() || live.Channel != e.Thread.Channel {
		live.Ref = ""
	}
	return linker.Link(e.Thread, live.Ref), nil
}

// threadAnchor returns the message on which to open an experiment's thread.
func (k *Keeper) threadAnchor(ctx context.Context, v *view, s *card.Standing) (ref string, err error) {
	card, err := k.store.FindPost(ctx, cardKey(trex.Proposal{ID: s.Experiment.Proposal, Version: 1}))
	if err == nil && card.Ref != "" && card.Channel == s.Experiment.Thread.Channel {
		return card.Ref, nil
	}
	line := chat.Message{Headline: fmt.Sprintf("%s · %s · %s, asked by %s",
		v.id, s.Experiment.Project, say.Count(len(s.Runs), "run"), s.Experiment.Requester.Name)}
	post, _, err := k.poster.ensure(ctx, v.outbox, "thread:"+string(v.id), s.Experiment.Thread,
		func() (content, error) { return content{message: line}, nil })
	if err != nil || post.Done {
		return post.Ref, err
	}
	post.Done = true
	return post.Ref, k.store.SavePost(ctx, post)
}

// closeThread archives an experiment's thread unless a newer experiment uses it.
func (k *Keeper) closeThread(ctx context.Context, v *view, s *card.Standing) (again bool, err error) {
	starter, ok := v.outbox.platform.(chat.ThreadStarter)
	if !ok || s.Experiment.Thread.ID == "" {
		return false, nil
	}
	newest, err := k.store.FindExperimentByThread(ctx, s.Experiment.Thread)
	if err != nil {
		return true, err
	}
	if newest.ID != v.id {
		return false, nil
	}
	if err := v.outbox.pacer.wait(ctx, v.channel, posting); err != nil {
		return true, err
	}
	err = starter.CloseThread(ctx, s.Experiment.Thread)
	if v.outbox.pacer.done(v.channel, posting, err) {
		return true, err
	}
	if err != nil {
		k.log.WarnContext(ctx, "close thread", "experiment", v.id, "error", err)
	}
	return false, nil
}
