package discord

import (
	"context"
	"errors"

	"github.com/bwmarrin/discordgo"
	"github.com/trex-ml/trex"
)

// StartThread implements bot.ThreadStarter. A thread on a message has the
// message's id, which makes a second start find the first one's thread. Direct
// messages have no threads: the conversation stays where it is.
func (p *Platform) StartThread(ctx context.Context, channel trex.Thread, reference, name string) (trex.Thread, error) {
	channelID, messageID, err := parseRef(reference)
	if err != nil {
		return trex.Thread{}, err
	}
	if channel.ID != "" || p.isDirect(channelID) {
		return channel, nil
	}
	started, err := p.rest.MessageThreadStartComplex(channelID, messageID, &discordgo.ThreadStart{
		Name: clip(name, maxThreadName), AutoArchiveDuration: 1440,
	}, discordgo.WithContext(ctx))
	if refused, ok := errors.AsType[*discordgo.RESTError](err); ok && refused.Message != nil && refused.Message.Code == codeThreadExists {
		return trex.Thread{Platform: "discord", Channel: channelID, ID: messageID}, nil
	}
	if err != nil {
		return trex.Thread{}, told(err)
	}
	return trex.Thread{Platform: "discord", Channel: channelID, ID: started.ID}, nil
}

// CloseThread implements bot.ThreadStarter.
func (p *Platform) CloseThread(ctx context.Context, thread trex.Thread) error {
	if thread.ID == "" {
		return nil
	}
	archived := true
	_, err := p.rest.ChannelEdit(thread.ID, &discordgo.ChannelEdit{Archived: &archived}, discordgo.WithContext(ctx))
	return told(err)
}

func (p *Platform) isDirect(channelID string) bool {
	channel, err := p.session.State.Channel(channelID)
	if err != nil {
		channel, err = p.rest.Channel(channelID)
	}
	return err == nil && (channel.Type == discordgo.ChannelTypeDM || channel.Type == discordgo.ChannelTypeGroupDM)
}
