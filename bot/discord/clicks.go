package discord

import (
	"context"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/trex-ml/trex"
)

// clicks keeps interactions while they can be answered: three seconds for the
// first answer, which may be a form, and 15 minutes for a message to one
// person.
//
// Safe for concurrent use.
type clicks struct {
	rest responder

	mu   sync.Mutex
	open map[string]*click // by interaction id
}

type click struct {
	interaction *discordgo.Interaction
	until       time.Time
	echo        string            // of a command: the text that everybody sees
	draft       map[string]string // what the person entered in the form before

	mu       sync.Mutex
	answered bool
}

// tokenLife is how long an interaction's token is valid, minus a margin.
const tokenLife = 14 * time.Minute

func newClicks(rest responder) *clicks {
	return &clicks{rest: rest, open: make(map[string]*click)}
}

func (c *clicks) add(interaction *discordgo.Interaction) *click {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	for id, old := range c.open {
		if now.After(old.until) {
			delete(c.open, id)
		}
	}
	added := newClick(interaction)
	c.open[interaction.ID] = added
	return added
}

func newClick(interaction *discordgo.Interaction) *click {
	return &click{interaction: interaction, until: time.Now().Add(tokenLife)}
}

func (c *clicks) find(id string) (*click, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.open[id]
	return found, ok && time.Now().Before(found.until)
}

// answer sends the first response; ok is false if there was one already.
func (c *clicks) answer(ctx context.Context, k *click, response *discordgo.InteractionResponse) (ok bool, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.answered {
		return false, nil
	}
	err = c.rest.InteractionRespond(k.interaction, response, discordgo.WithContext(ctx))
	if hasCode(err, codeAnswered) { // Discord has the response, but its own answer was lost
		k.answered = true
		return false, nil
	}
	k.answered = err == nil
	return true, told(err)
}

// whisper sends the person of an interaction a message that nobody else sees.
func (c *clicks) whisper(ctx context.Context, id string, r rendered) error {
	k, ok := c.find(id)
	if !ok {
		return trex.NotFound("that click is too old to be answered")
	}
	first, err := c.answer(ctx, k, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{
			Content: r.content, Embeds: r.embeds(), Components: r.components, Files: r.uploads(),
			AllowedMentions: r.mentions, Flags: discordgo.MessageFlagsEphemeral,
		},
	})
	if first {
		return err
	}
	if k.echo != "" { // hide the command too when its answer is for one person
		if err := c.rest.InteractionResponseDelete(k.interaction, discordgo.WithContext(ctx)); err != nil {
			return told(err)
		}
		r.content = clip(k.echo+"\n"+r.content, maxContent)
		k.echo = ""
	}
	_, err = c.rest.FollowupMessageCreate(k.interaction, true, &discordgo.WebhookParams{
		Content: r.content, Embeds: r.embeds(), Components: r.components, Files: r.uploads(),
		AllowedMentions: r.mentions, Flags: discordgo.MessageFlagsEphemeral,
	}, discordgo.WithContext(ctx))
	return told(err)
}
