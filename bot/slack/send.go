package slack

import (
	"context"
	"slices"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// Post implements chat.Platform. The reference is the message's timestamp.
func (p *Platform) Post(ctx context.Context, thread trex.Thread, m chat.Message) (ref string, err error) {
	if m.Key != "" && p.doubtful.has(thread, m.Key) {
		ref, err := p.FindPosted(ctx, thread, m.Key)
		if err != nil {
			return "", err
		}
		if ref != "" {
			err = p.Update(ctx, thread, ref, m)
		}
		if err != nil {
			return "", err // it may still have arrived
		}
		p.doubtful.clear(thread, m.Key)
		if ref != "" {
			return ref, nil
		}
	}
	ready, err := p.prepare(ctx, "", m)
	if err != nil {
		return "", err
	}
	err = p.speak(ctx, ready, func(r rendered) error {
		_, ref, err = p.client.PostMessageContext(ctx, thread.Channel, options(thread.ID, m, r)...)
		return err
	})
	if err != nil {
		if m.Key != "" && mayHaveArrived(err) {
			p.doubtful.add(thread, m.Key)
		}
		return "", p.told("chat.postMessage", err)
	}
	p.pictures.shown(ref, ready.pictures)
	p.spoken.add(thread, ref)
	files := m.Files
	if ready.cut {
		files = append(slices.Clone(files), chat.File{Name: "message.txt", Content: []byte(plainText(m))})
	}
	p.share(ctx, thread, ref, files)
	p.spoken.setFiles(ref, filesDigest(m.Files))
	return ref, nil
}

// Update implements chat.Platform.
func (p *Platform) Update(ctx context.Context, thread trex.Thread, ref string, m chat.Message) error {
	ready, err := p.prepare(ctx, ref, m)
	if err != nil {
		return err
	}
	before := p.sharedWith(ctx, thread, ref, m.Files)
	err = p.speak(ctx, ready, func(r rendered) error {
		_, _, _, err := p.client.UpdateMessageContext(ctx, thread.Channel, ref, options("", m, r)...)
		return err
	})
	if err != nil {
		return p.told("chat.update", err)
	}
	p.spoken.add(thread, ref)
	p.deleteFiles(ctx, p.pictures.shown(ref, ready.pictures))
	if digest := filesDigest(m.Files); digest != "" && digest != before {
		p.share(ctx, thread, ref, m.Files)
		p.spoken.setFiles(ref, digest)
	}
	return nil
}

// Whisper implements chat.Whisperer.
func (p *Platform) Whisper(ctx context.Context, event chat.Event, m chat.Message) error {
	ready, err := p.prepare(ctx, "", m)
	if err != nil {
		return err
	}
	to := readTrigger(event.Trigger)
	err = p.speak(ctx, ready, func(r rendered) error {
		_, err := p.client.PostEphemeralContext(ctx, event.Thread.Channel, event.Person.ID, options(event.Thread.ID, m, r)...)
		return err
	})
	if to.ResponseURL != "" && isSlackError(err, "channel_not_found", "not_in_channel", "user_not_in_channel") {
		err = p.respond(ctx, to.ResponseURL, m)
	}
	return p.told("chat.postEphemeral", err)
}

// ready is a message whose pictures are uploaded.
type ready struct {
	message  chat.Message
	pictures []shownPicture
	cut      bool
}

// prepare uploads the pictures that Slack does not have yet.
func (p *Platform) prepare(ctx context.Context, ref string, m chat.Message) (*ready, error) {
	pictures, err := p.pictures.upload(ctx, ref, m.Pictures)
	if err != nil {
		if err = p.told("upload picture", err); trex.KindOf(err) == trex.KindUnavailable {
			return nil, err
		}
		p.log.WarnContext(ctx, "send without picture", "error", err)
	}
	return &ready{message: m, pictures: pictures}, nil
}

func options(threadID string, m chat.Message, r rendered) []api.MsgOption {
	options := []api.MsgOption{
		api.MsgOptionText(r.text, false),
		api.MsgOptionBlocks(r.blocks...),
		api.MsgOptionDisableLinkUnfurl(),
		api.MsgOptionDisableMediaUnfurl(),
	}
	if threadID != "" {
		options = append(options, api.MsgOptionTS(threadID))
		if m.Broadcast {
			options = append(options, api.MsgOptionBroadcast())
		}
	}
	if m.Key != "" || len(m.Files) > 0 {
		options = append(options, api.MsgOptionMetadata(metadataOf(m.Key, m.Files)))
	}
	return options
}
