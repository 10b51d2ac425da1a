package live

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/internal/wait"
)

// cardKey returns the key of a posted card: "card:p43" for the first, "card:p43/2"
// for the one posted with version 2. All of them show the newest version.
func cardKey(p trex.Proposal) string {
	if p.Version == 1 {
		return "card:" + string(p.ID)
	}
	return "card:" + string(p.ID) + "/" + strconv.Itoa(p.Version)
}

func cardOf(key string) (trex.ProposalID, bool) {
	return trex.ProposalID(SubjectOf(key)), strings.HasPrefix(key, "card:")
}

// SubjectOf returns the id of the proposal, experiment or warning that a post with
// this key is about.
func SubjectOf(key string) string {
	_, subject, _ := strings.Cut(key, ":")
	id, _, _ := strings.Cut(subject, "/")
	return id
}

// cardStamp changes when a posted card must be updated. It does not change with an
// estimate.
func cardStamp(p trex.Proposal) string {
	stamp := fmt.Sprintf("%d/%s", p.Version, p.State)
	if p.Ticked != nil {
		stamp += fmt.Sprint(p.Ticked)
	}
	return stamp
}

// PostCard posts a proposal's card and returns the reference. It tries for
// answerFor; after that the keeper tries.
func (k *Keeper) PostCard(ctx context.Context, o *Outbox, p trex.Proposal) (ref string, err error) {
	render := func() (content, error) { return k.cardContent(ctx, o, p.ID) }
	giveUp := k.now().Add(answerFor)
	for {
		post, again, err := k.poster.ensure(ctx, o, cardKey(p), p.Thread, render)
		if !again {
			k.addCard(p.ID, post)
			return post.Ref, err
		}
		if ctx.Err() != nil || k.now().After(giveUp) {
			k.addCard(p.ID, post)
			return "", err
		}
		if err := wait.For(ctx, k.pause(o, p.Thread.Channel)); err != nil {
			return "", err
		}
	}
}

// pause returns how long to wait before the next try in a channel.
func (k *Keeper) pause(o *Outbox, channel string) time.Duration {
	return max(o.pacer.free(channel, posting).Sub(k.now()), 100*time.Millisecond)
}

func (k *Keeper) cardContent(ctx context.Context, o *Outbox, id trex.ProposalID) (content, error) {
	p, err := k.store.FindProposal(ctx, id)
	if err != nil {
		return content{}, err
	}
	state, err := k.reader.Card(ctx, p)
	if err != nil {
		return content{}, err
	}
	return content{message: card.Render(state, o.limits), stamp: cardStamp(p), final: p.State != trex.ProposalOpen}, nil
}

// addCard begins to keep a posted card. It asks for a look at once, because the
// proposal may have changed meanwhile.
func (k *Keeper) addCard(id trex.ProposalID, post trex.Post) {
	k.saveCard(id, post)
	k.proposalChanged(id)
}

// saveCard notes the state of a posted card and forgets one that is done.
func (k *Keeper) saveCard(id trex.ProposalID, post trex.Post) {
	k.mu.Lock()
	defer k.mu.Unlock()
	posts := slices.DeleteFunc(k.cards[id], func(other trex.Post) bool { return other.Key == post.Key })
	if !post.Done {
		posts = append(posts, post)
	}
	if len(posts) == 0 {
		delete(k.cards, id)
		return
	}
	k.cards[id] = posts
}

func (k *Keeper) proposalChanged(id trex.ProposalID) {
	k.mu.Lock()
	posts := slices.Clone(k.cards[id])
	k.mu.Unlock()
	for _, post := range posts {
		if o, ok := k.outboxes[post.Platform]; ok {
			k.touch(o, post.Channel, string(id), k.now())
		}
	}
}

// lookAtCard brings every posted card of a proposal up to date.
func (k *Keeper) lookAtCard(ctx context.Context, o *Outbox, id trex.ProposalID) time.Time {
	c, err := k.cardContent(ctx, o, id)
	if err != nil {
		if ctx.Err() == nil {
			k.log.WarnContext(ctx, "render card", "proposal", id, "error", err)
		}
		return k.now().Add(time.Second)
	}
	p, err := k.store.FindProposal(ctx, id)
	if err != nil || cardStamp(p) != c.stamp {
		return k.now().Add(time.Second)
	}
	k.mu.Lock()
	posts := slices.Clone(k.cards[id])
	k.mu.Unlock()
	var later time.Time
	for _, post := range posts {
		again := false
		if post.Ref == "" {
			post, again, err = k.poster.ensure(ctx, o, post.Key, p.Thread, func() (content, error) { return c, nil })
		} else {
			post, again, err = k.poster.show(ctx, o, post, p.Thread, c)
		}
		if err != nil {
			k.log.WarnContext(ctx, "keep card", "key", post.Key, "error", err)
		}
		if again {
			later = k.now().Add(k.pause(o, post.Channel))
		} else if post.Ref != "" && !post.Done && p.State != trex.ProposalOpen {
			later = k.now() // just posted: the next look marks it done
		}
		k.saveCard(id, post)
	}
	return later
}
