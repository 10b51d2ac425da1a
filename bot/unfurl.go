package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/live"
)

// mostPreviews is the most previews for one message.
const mostPreviews = 5

// unfurl shows previews of links to runs and experiments.
func (b *Bot) unfurl(ctx context.Context, o *live.Outbox, event chat.Event, urls []string) error {
	unfurler, ok := o.Platform().(chat.Unfurler)
	if !ok || b.publicURL == "" {
		return nil
	}
	if err := b.permits.use(event); err != nil {
		return err
	}
	previews := make(map[string]chat.Message)
	for _, link := range urls {
		if len(previews) == mostPreviews {
			break
		}
		m, err := b.preview(ctx, o, link)
		if trex.KindOf(err) == trex.KindNotFound || trex.KindOf(err) == trex.KindInvalid {
			continue
		}
		if err != nil {
			return err
		}
		previews[link] = chat.Clean(m)
	}
	if len(previews) == 0 {
		return nil
	}
	return unfurler.Unfurl(ctx, event, previews)
}

// preview returns the message for a link, without buttons: a preview may be in
// any channel.
func (b *Bot) preview(ctx context.Context, o *live.Outbox, link string) (chat.Message, error) {
	path, ok := strings.CutPrefix(link, b.publicURL+"/")
	if !ok {
		return chat.Message{}, trex.NotFound("not a link to Trex")
	}
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	kind, name, _ := strings.Cut(strings.Trim(path, "/"), "/")
	var m chat.Message
	switch kind {
	case "run":
		id, err := trex.ParseRunID(name)
		if err != nil {
			return m, err
		}
		if m, err = b.answers.runDetails(ctx, o.Limits(), id); err != nil {
			return m, err
		}
	case "experiment":
		id, err := trex.ParseExperimentID(name)
		if err != nil {
			return m, err
		}
		if m, err = b.answers.experimentStatus(ctx, o.Limits(), id); err != nil {
			return m, err
		}
	default:
		return m, trex.NotFound("not a link to a run or an experiment")
	}
	m.Buttons, m.More = nil, nil
	return m, nil
}

// glances are the reactions that ask how an experiment is doing.
var glances = []string{"eyes", "👀", "bar_chart", "📊"}

// react answers a glance in an experiment's thread with the experiment's status.
// No reaction launches or stops anything: it is easily given by mistake, and it
// names no version of a proposal.
func (b *Bot) react(ctx context.Context, o *live.Outbox, event chat.Event, reaction string) error {
	if !slices.Contains(glances, reaction) || b.permits.use(event) != nil {
		return nil
	}
	experiment, err := b.store.FindExperimentByThread(ctx, event.Thread)
	if err != nil {
		if trex.KindOf(err) == trex.KindNotFound {
			return nil
		}
		return err
	}
	m, err := b.answers.experimentStatus(ctx, o.Limits(), experiment.ID)
	if err != nil {
		return err
	}
	return o.Whisper(ctx, event, m)
}
