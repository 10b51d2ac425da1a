package slack

import (
	"context"
	"fmt"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// What Trex writes into the metadata of its messages, which Slack does not
// show.
const (
	metadataType  = "trex_message"
	metadataKey   = "key"
	metadataFiles = "files"
)

func metadataOf(key string, files []chat.File) api.SlackMetadata {
	payload := make(map[string]any)
	if key != "" {
		payload[metadataKey] = key
	}
	if digest := filesDigest(files); digest != "" {
		payload[metadataFiles] = digest
	}
	return api.SlackMetadata{EventType: metadataType, EventPayload: payload}
}

func keyOf(m api.Message) string {
	if m.Metadata.EventType != metadataType {
		return ""
	}
	key, _ := m.Metadata.EventPayload[metadataKey].(string)
	return key
}

// Where FindPosted looks: a message posted just before a crash is among the
// newest.
const (
	findPage  = 200
	findPages = 5
)

// FindPosted implements chat.Finder.
func (p *Platform) FindPosted(ctx context.Context, thread trex.Thread, key string) (ref string, err error) {
	cursor := ""
	for range findPages {
		messages, next, err := p.page(ctx, thread, cursor)
		if err != nil {
			if isSlackError(err, "thread_not_found") {
				return "", nil
			}
			return "", p.told("look for "+key, err)
		}
		for _, m := range messages {
			if keyOf(m) == key && p.own(m) {
				return m.Timestamp, nil
			}
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	return "", nil
}

func (p *Platform) page(ctx context.Context, thread trex.Thread, cursor string) ([]api.Message, string, error) {
	if thread.ID != "" {
		messages, more, next, err := p.client.GetConversationRepliesContext(ctx, &api.GetConversationRepliesParameters{
			ChannelID: thread.Channel, Timestamp: thread.ID, Cursor: cursor, Limit: findPage, IncludeAllMetadata: true,
		})
		if !more {
			next = ""
		}
		return messages, next, err
	}
	history, err := p.client.GetConversationHistoryContext(ctx, &api.GetConversationHistoryParameters{
		ChannelID: thread.Channel, Cursor: cursor, Limit: findPage, IncludeAllMetadata: true,
	})
	if err != nil {
		return nil, "", err
	}
	if !history.HasMore {
		return history.Messages, "", nil
	}
	return history.Messages, history.ResponseMetaData.NextCursor, nil
}

// message reads one message of a channel, also one in a thread.
func (p *Platform) message(ctx context.Context, channel, ref string) (api.Message, error) {
	messages, _, _, err := p.client.GetConversationRepliesContext(ctx, &api.GetConversationRepliesParameters{
		ChannelID: channel, Timestamp: ref, Limit: 1, Inclusive: true, IncludeAllMetadata: true,
	})
	if err != nil {
		return api.Message{}, fmt.Errorf("read message: %w", err)
	}
	for _, m := range messages {
		if m.Timestamp == ref {
			return m, nil
		}
	}
	return api.Message{}, trex.NotFound("that message is gone from Slack")
}
