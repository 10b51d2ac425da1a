package discord

import (
	"context"

	"github.com/bwmarrin/discordgo"
	"github.com/trex-ml/trex"
)

// archiveAfter is how many minutes Discord shows a thread in which nobody
// writes: a week, the maximum, because edits do not count.
const archiveAfter = 7 * 24 * 60

// StartThread implements chat.ThreadStarter. A thread on a message has the
// message's id, so a second start finds the first thread. Direct messages have
// no threads: the conversation stays where it is.
func (p *Platform) StartThread(ctx context.Context, channel trex.Thread, reference, name string) (trex.Thread, error) {
	channelID, messageID, err := parseRef(reference)
	if err != nil {
		return trex.Thread{}, err
	}
	if channel.ID != "" {
		return channel, nil
	}
	direct, err := p.isDirect(ctx, channelID)
	if err != nil || direct {
		return channel, err
	}
	started, err := p.rest.MessageThreadStartComplex(channelID, messageID, &discordgo.ThreadStart{
		Name: clip(oneLine(name), maxThreadName), AutoArchiveDuration: archiveAfter,
	}, discordgo.WithContext(ctx))
	if hasCode(err, codeThreadExists) {
		return trex.Thread{Platform: Name, Channel: channelID, ID: messageID}, nil
	}
	if err != nil {
		return trex.Thread{}, told(err)
	}
	p.remember(started)
	return trex.Thread{Platform: Name, Channel: channelID, ID: started.ID}, nil
}

// CloseThread implements chat.ThreadStarter.
func (p *Platform) CloseThread(ctx context.Context, thread trex.Thread) error {
	if thread.ID == "" {
		return nil
	}
	return told(p.archive(ctx, thread.ID, true))
}

func (p *Platform) archive(ctx context.Context, threadID string, archived bool) error {
	_, err := p.rest.ChannelEdit(threadID, &discordgo.ChannelEdit{Archived: &archived}, discordgo.WithContext(ctx))
	return err
}

func (p *Platform) isDirect(ctx context.Context, channelID string) (bool, error) {
	channel, ok := p.known(channelID)
	if !ok {
		var err error
		if channel, err = p.rest.Channel(channelID, discordgo.WithContext(ctx)); err != nil {
			return false, told(err)
		}
		p.remember(channel)
	}
	return channel.Type == discordgo.ChannelTypeDM || channel.Type == discordgo.ChannelTypeGroupDM, nil
}
