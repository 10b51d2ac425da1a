package discord

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex/bot/chat"
)

// files are the files of a message. Discord's programs send a long text as one.
func (p *Platform) files(attachments []*discordgo.MessageAttachment) []chat.Attachment {
	var files []chat.Attachment
	for _, a := range attachments {
		files = append(files, chat.Attachment{Name: a.Filename, Size: int64(a.Size), Fetch: func(ctx context.Context, most int64) ([]byte, error) {
			return p.fetch(ctx, a.URL, most)
		}})
	}
	return files
}

func (p *Platform) fetch(ctx context.Context, address string, most int64) ([]byte, error) {
	if u, err := url.Parse(address); err != nil || p.params.APIURL == "" && !ofDiscord(u) {
		return nil, fmt.Errorf("a file at %q, which is not Discord", address)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := p.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("get a file: %s", response.Status)
	}
	return io.ReadAll(io.LimitReader(response.Body, most+1))
}

func ofDiscord(u *url.URL) bool {
	return u.Scheme == "https" && (strings.HasSuffix(u.Host, ".discordapp.com") || strings.HasSuffix(u.Host, ".discordapp.net") || strings.HasSuffix(u.Host, ".discord.com"))
}
