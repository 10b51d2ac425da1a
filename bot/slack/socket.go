package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	api "github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// longestBackoff is the longest pause before Trex connects to Slack again. The
// library's own pauses double up to five minutes, so after an outage of one
// minute Trex would be away for another minute.
const longestBackoff = 10 * time.Second

// dialer connects the socket with the HTTP client's proxy, dial and TLS
// settings.
func (p *Platform) dialer() *websocket.Dialer {
	dialer := &websocket.Dialer{
		Proxy: http.ProxyFromEnvironment, HandshakeTimeout: longestBackoff,
		WriteBufferSize: 32 << 10, // Slack drops acknowledgements that are split into several frames
	}
	if way, ok := p.params.HTTPClient.Transport.(*http.Transport); ok {
		dialer.Proxy, dialer.NetDialContext, dialer.TLSClientConfig = way.Proxy, way.DialContext, way.TLSClientConfig
	}
	return dialer
}

// connect receives by Socket Mode. It runs one client of the library until that
// gives up or would pause too long. The library connects again when Slack asks
// for it, when the connection breaks, and when no ping came for half a minute,
// in which Slack sends several.
func (s *session) connect(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client := socketmode.New(s.platform.api, socketmode.OptionLog(quiet{}), socketmode.OptionDialer(s.platform.dialer()),
		socketmode.OptionReadLimit(8<<20))
	var wg sync.WaitGroup
	defer wg.Wait()
	var result error
	wg.Go(func() {
		defer cancel()
		result = client.RunContext(ctx)
	})
	for {
		select {
		case <-ctx.Done():
			wg.Wait()
			if errors.Is(result, context.Canceled) {
				return nil
			}
			return s.platform.told("apps.connections.open", result)
		case event := <-client.Events:
			if !s.received(ctx, client, &wg, event) {
				cancel()
			}
		}
	}
}

// received acknowledges an event and hands it on. It returns false when the
// client must be replaced.
func (s *session) received(ctx context.Context, client *socketmode.Client, wg *sync.WaitGroup, event socketmode.Event) bool {
	switch event.Type {
	case socketmode.EventTypeHello:
		s.link.Up(ctx)
	case socketmode.EventTypeConnectionError:
		if failed, ok := event.Data.(*api.ConnectionErrorEvent); ok {
			s.link.Down(ctx, failed.ErrorObj, failed.Backoff)
			return failed.Backoff < longestBackoff
		}
	case socketmode.EventTypeErrorBadMessage:
		// The library does not know this event. Without an
		// acknowledgement Slack would deliver it again and again.
		if bad, ok := event.Data.(*socketmode.ErrorBadMessage); ok {
			s.acknowledgeUnknown(ctx, client, bad)
		}
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeInteractive, socketmode.EventTypeSlashCommand:
		s.request(ctx, client, wg, *event.Request)
	}
	return true
}

func (s *session) request(ctx context.Context, client *socketmode.Client, wg *sync.WaitGroup, request socketmode.Request) {
	reply := s.accept(request.Type, request.Payload)
	if !reply.taken {
		s.platform.log.WarnContext(ctx, "too much to do: an event was refused; Slack delivers it again")
		return
	}
	if reply.later == nil {
		s.acknowledge(ctx, client, request.EnvelopeID, reply.body)
		return
	}
	wg.Go(func() { s.acknowledge(ctx, client, request.EnvelopeID, reply.wait(ctx)) })
}

func (s *session) acknowledge(ctx context.Context, client *socketmode.Client, envelope string, body any) {
	if err := client.AckCtx(ctx, envelope, body); err != nil && ctx.Err() == nil {
		s.platform.log.WarnContext(ctx, "acknowledge", "error", err)
	}
}

func (s *session) acknowledgeUnknown(ctx context.Context, client *socketmode.Client, bad *socketmode.ErrorBadMessage) {
	var envelope struct {
		ID string `json:"envelope_id"`
	}
	if err := json.Unmarshal(bad.Message, &envelope); err != nil || envelope.ID == "" {
		s.platform.log.WarnContext(ctx, "unreadable message from Slack", "error", fmt.Errorf("parse: %w", bad.Cause))
		return
	}
	s.acknowledge(ctx, client, envelope.ID, nil)
}
