package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// A trigger is what Slack needs to answer one interaction; it travels through
// the bot as Event.Trigger.
type trigger struct {
	ID          string      `json:"id,omitempty"`
	Thread      trex.Thread `json:"thread,omitzero"` // where the form was asked for
	Ref         string      `json:"ref,omitempty"`   // the message it was asked on
	ResponseURL string      `json:"url,omitempty"`   // answers where Trex is no member
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

// readTrigger reads what encode wrote; anything else is the zero trigger.
func readTrigger(text string) (t trigger) {
	if json.Unmarshal([]byte(text), &t) != nil {
		return trigger{}
	}
	return t
}

// responseURL keeps the address that Slack sends with an interaction only when
// it is Slack's own, or that of the server which stands in for it.
func (p *Platform) responseURL(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	if u.Scheme == "https" && (host == "hooks.slack.com" || host == "hooks.slack-gov.com") {
		return address
	}
	if own, err := url.Parse(p.params.APIURL); err == nil && own.Host != "" && own.Hostname() == host {
		return address
	}
	return ""
}

// respond answers an interaction by its own address, seen by one person only.
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
