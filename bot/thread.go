package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// openThread opens a thread of its own for an experiment where the platform
// does so: on the card it was launched from, else on a line that says so.
// Elsewhere, and when it was asked for inside a thread, that is its thread.
func (b *Bot) openThread(ctx context.Context, v *view, s *experimentState) (again bool, err error) {
	starter, ok := v.outbox.Platform.(chat.ThreadStarter)
	if !ok || s.experiment.Thread.ID != "" || v.noThread {
		return false, nil
	}
	ref, again, err := b.threadAnchor(ctx, v, s)
	if err != nil {
		return again, err
	}
	thread := s.experiment.Thread
	if ref != "" {
		if err := v.outbox.pacer.wait(ctx, v.channel, posting); err != nil {
			return true, err
		}
		thread, err = starter.StartThread(ctx, thread, ref, threadName(s))
		if v.outbox.pacer.done(v.channel, posting, err) {
			return true, err
		}
	}
	if err != nil || thread.ID == "" {
		v.noThread = true // a direct message has no threads: the channel serves
		b.log.WarnContext(ctx, "no thread for an experiment", "experiment", v.id, "error", err)
		return false, nil
	}
	if err := b.store.MoveExperiment(ctx, v.id, thread); err != nil {
		return true, err
	}
	s.experiment.Thread = thread
	return false, nil
}

// Discussion returns the address where an experiment is discussed, at its live
// message where there is one; "" when its platform cannot tell.
func (b *Bot) Discussion(ctx context.Context, e *trex.Experiment) (string, error) {
	o, ok := b.platformOf(e.Thread.Platform)
	if !ok {
		return "", nil
	}
	linker, ok := o.Platform.(chat.Linker)
	if !ok {
		return "", nil
	}
	live, err := b.store.FindPost(ctx, liveKey(e.ID))
	if err != nil && trex.KindOf(err) != trex.KindNotFound {
		return "", err
	}
	if live.Platform != o.Name() || live.Channel != e.Thread.Channel {
		live.Ref = ""
	}
	return linker.Link(e.Thread, live.Ref), nil
}

// threadAnchor is the message on which an experiment's thread hangs.
func (b *Bot) threadAnchor(ctx context.Context, v *view, s *experimentState) (ref string, again bool, err error) {
	card, err := b.store.FindPost(ctx, cardKey(trex.Proposal{ID: s.experiment.Proposal, Version: 1}))
	if err == nil && card.Ref != "" && card.Channel == s.experiment.Thread.Channel {
		return card.Ref, false, nil
	}
	line := chat.Message{Headline: fmt.Sprintf("%s · %s · %s, asked by %s",
		v.id, s.experiment.Project, say.Count(len(s.runs), "run"), s.experiment.Requester.Name)}
	post, again, err := b.ensurePosted(ctx, v.outbox, "thread:"+string(v.id), s.experiment.Thread,
		func() (content, error) { return content{message: line}, nil })
	if err != nil || again || post.Done {
		return post.Ref, again, err
	}
	post.Done = true
	return post.Ref, false, b.store.SavePost(ctx, post)
}

func threadName(s *experimentState) string {
	name := fmt.Sprintf("%s · %s · %s", s.experiment.ID, s.experiment.Project, say.Summary(s.project, s.configs()))
	return say.Clip(name, 90)
}

// closeThread archives an experiment's thread when nothing else is discussed
// in it.
func (b *Bot) closeThread(ctx context.Context, v *view, s *experimentState) (again bool, err error) {
	starter, ok := v.outbox.Platform.(chat.ThreadStarter)
	if !ok || s.experiment.Thread.ID == "" {
		return false, nil
	}
	newest, err := b.store.FindExperimentByThread(ctx, s.experiment.Thread)
	if err != nil {
		return true, err
	}
	if newest.ID != v.id {
		return false, nil
	}
	if err := v.outbox.pacer.wait(ctx, v.channel, posting); err != nil {
		return true, err
	}
	err = starter.CloseThread(ctx, s.experiment.Thread)
	if v.outbox.pacer.done(v.channel, posting, err) {
		return true, err
	}
	if err != nil {
		b.log.WarnContext(ctx, "close thread", "experiment", v.id, "error", err)
	}
	return false, nil
}
