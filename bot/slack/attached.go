package slack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/trex-ml/trex/bot/chat"
)

// sharedFile is a file of a message, as events have it.
type sharedFile struct {
	Name     string `json:"name"`
	Size     int64  `json:"size"`
	Download string `json:"url_private_download"`
	Private  string `json:"url_private"`
}

func (s *session) files(shared []sharedFile) []chat.Attachment {
	var files []chat.Attachment
	for _, f := range shared {
		files = append(files, chat.Attachment{Name: f.Name, Size: f.Size, Fetch: func(ctx context.Context, most int64) ([]byte, error) {
			return s.platform.fetch(ctx, f, most)
		}})
	}
	return files
}

// fetch downloads a file. The bot's token goes with the request, so only to Slack.
func (p *Platform) fetch(ctx context.Context, f sharedFile, most int64) ([]byte, error) {
	address := f.Download
	if address == "" {
		address = f.Private
	}
	if !p.ofSlack(address, "files.slack.com", "files.slack-gov.com") {
		return nil, fmt.Errorf("a file at %.100q, which is not Slack", address)
	}
	first := &firstBytes{most: int(most) + 1}
	if err := p.client.GetFileContext(ctx, address, first); err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	if page := bytes.TrimSpace(first.data); bytes.HasPrefix(bytes.ToLower(page), []byte("<!doctype html")) && !strings.HasSuffix(f.Name, ".html") {
		return nil, errors.New("Slack gave its sign-in page for a file")
	}
	return first.data, nil
}

var errEnough = errors.New("enough")

// firstBytes keeps the first bytes that are written to it, and refuses more.
type firstBytes struct {
	data []byte
	most int
}

func (w *firstBytes) Write(p []byte) (int, error) {
	n := min(len(p), w.most-len(w.data))
	w.data = append(w.data, p[:n]...)
	if n < len(p) {
		return n, errEnough
	}
	return n, nil
}
