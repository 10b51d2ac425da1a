package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// useProject chooses or forgets the project of requests in a channel that name none.
func (b *Bot) useProject(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	before, err := b.channelProject(ctx, event.Thread)
	if err != nil {
		return reply{}, err
	}
	if intent.Project == "" {
		return b.forgetProject(ctx, event, before)
	}
	chosen, err := b.lab.UseProject(ctx, event.Thread, intent.Project, event.Person)
	if err != nil {
		return reply{}, err
	}
	m := channelMessage(chosen)
	if before.Project != "" && before.Project != chosen.Project {
		m.Blocks = append(m.Blocks, chat.Block{Note: "until now they were for " + before.Project})
	}
	return reply{message: m}, nil
}

func (b *Bot) forgetProject(ctx context.Context, event message, before trex.ChannelProject) (reply, error) {
	if err := b.lab.ForgetProject(ctx, event.Thread); err != nil {
		return reply{}, err
	}
	if before.Project == "" {
		return reply{message: b.noChannelProject()}, nil
	}
	return reply{message: chat.Message{
		Headline: fmt.Sprintf("In this channel, requests without a project are not for %s any more.", before.Project),
		Blocks:   []chat.Block{{Text: "I go by the words of a request; name a project to be sure."}},
	}}, nil
}

// showDefaultProject says which project requests without one are for.
func (b *Bot) showDefaultProject(ctx context.Context, event message, _ agent.Intent) (reply, error) {
	chosen, err := b.channelProject(ctx, event.Thread)
	if err != nil || chosen.Project == "" {
		return reply{message: b.noChannelProject()}, err
	}
	m := channelMessage(chosen)
	m.Blocks = append(m.Blocks, chat.Block{Note: "chosen by " + say.Clip(chosen.SetBy.Name, 60)})
	return reply{message: m}, nil
}

func channelMessage(chosen trex.ChannelProject) chat.Message {
	return chat.Message{
		Headline: fmt.Sprintf("In this channel, requests without a project are for %s.", chosen.Project),
		Blocks:   []chat.Block{{Text: "Say another project's name in a request to use that one; “no default project here” ends this."}},
	}
}

func (b *Bot) noChannelProject() chat.Message {
	m := chat.Message{Headline: "This channel has no default project."}
	if len(b.projects) == 0 {
		return m
	}
	names := make([]string, len(b.projects))
	for i := range b.projects {
		names[i] = b.projects[i].Name
	}
	text := fmt.Sprintf("There is: %s. “use %s here” makes it the one of requests that name none.", say.Clip(strings.Join(names, ", "), 300), names[0])
	m.Blocks = []chat.Block{{Text: text}}
	return m
}

// channelProject returns the project that was chosen for a channel, one with no name
// when there is none or it is not configured any more.
func (b *Bot) channelProject(ctx context.Context, in trex.Thread) (trex.ChannelProject, error) {
	chosen, err := b.store.FindChannelProject(ctx, in.Platform, in.Channel)
	if trex.KindOf(err) == trex.KindNotFound {
		return trex.ChannelProject{}, nil
	}
	if err != nil {
		return trex.ChannelProject{}, err
	}
	if _, err := b.projects.Find(chosen.Project); err != nil {
		return trex.ChannelProject{}, nil
	}
	return chosen, nil
}
