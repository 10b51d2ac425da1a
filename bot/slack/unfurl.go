package slack

import (
	"context"
	"html"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex/bot/chat"
)

// Unfurl implements chat.Unfurler.
func (p *Platform) Unfurl(ctx context.Context, event chat.Event, previews map[string]chat.Message) error {
	var pictures []chat.Picture
	for _, m := range previews {
		pictures = append(pictures, m.Pictures...)
	}
	// One message holds all pictures: what Slack refuses is removed from
	// all previews.
	ready, err := p.prepare(ctx, "", chat.Message{Pictures: pictures})
	if err != nil {
		return err
	}
	t := readTrigger(event.Trigger)
	d := p.dialect()
	d.tables = false
	err = p.speakIn(ctx, d, ready, func(r rendered) error {
		attachments := make(map[string]api.Attachment, len(previews))
		for link, m := range previews {
			out := render(m, r.dialect, fileIDs(ready.pictures))
			attachments[link] = api.Attachment{Fallback: out.text, Blocks: api.Blocks{BlockSet: out.blocks}}
		}
		option := api.MsgOptionUnfurl(event.Ref, attachments)
		channel := event.Thread.Channel
		if t.UnfurlID != "" && t.Source != "" {
			option, channel = api.MsgOptionUnfurlByID(t.UnfurlID, t.Source, attachments), ""
		}
		_, _, _, err := p.client.SendMessageContext(ctx, channel, option)
		return err
	})
	return p.told("chat.unfurl", err)
}

// unescapeLink restores the ampersands of a link, which Slack escapes.
func unescapeLink(link string) string { return html.UnescapeString(link) }
