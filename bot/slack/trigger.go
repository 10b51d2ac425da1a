package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// A trigger is what Slack needs to answer one interaction. The bot carries it
// as Event.Trigger.
type trigger struct {
	ID          string      `json:"id,omitempty"`
	Thread      trex.Thread `json:"thread,omitzero"` // where the person asked for the form
	Ref         string      `json:"ref,omitempty"`   // the message with the button
	ResponseURL string      `json:"url,omitempty"`   // answers where Trex is not a member
	UnfurlID    string      `json:"unfurl,omitempty"`
	Source      string      `json:"source,omitempty"`
}

func (t trigger) encode() string {
	data, err := json.Marshal(t)
	if err != nil {
		return ""
	}
	return string(data)
}

// readTrigger reads what encode wrote; it returns the zero trigger for other
// text.
func readTrigger(text string) (t trigger) {
	if json.Unmarshal([]byte(text), &t) != nil {
		return trigger{}
	}
	return t
}

// responseURL returns the address that Slack sent with an interaction, only if
// it is Slack's own or that of the server configured in its place.
func (p *Platform) responseURL(address string) string {
	if p.ofSlack(address, "hooks.slack.com", "hooks.slack-gov.com") {
		return address
	}
	return ""
}

// respond answers an interaction at its own address; only one person sees it.
// It works in channels that Trex is not in.
func (p *Platform) respond(ctx context.Context, address string, m chat.Message) error {
	out := render(m, dialect{blocks: mostBlocks}, nil)
	body, err := json.Marshal(map[string]any{
		"response_type": "ephemeral", "replace_original": false, "text": out.text, "blocks": out.blocks,
	})
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	response, err := p.params.HTTPClient.Do(request)
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	defer drain(response.Body)
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("answer: Slack said %s", response.Status)
	}
	return nil
}
