package discord

import (
	"context"
	"errors"
	"net"
	"sync"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/connection"
	"github.com/trex-ml/trex/bot/lanes"
)

// A session is one call of Run: a connection to the gateway, and the work to
// do.
type session struct {
	platform *Platform
	ctx      context.Context //nolint:containedctx // of Run, for the jobs it takes
	handler  chat.Handler
	gateway  *discordgo.Session
	broken   chan struct{} // holds a token when the connection broke
	line     net.Conn      // used by Run's goroutine: the newest connection below TLS and websocket, nil before the first

	link *connection.Link
	work connection.Queues // drops events that do not fit

	mu         sync.Mutex
	closed     bool // no more work is accepted
	registered bool // the commands are registered, or soon will be

	answers sync.WaitGroup // first answers to interactions, and the registration
}

const (
	intents = discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages |
		discordgo.IntentGuildMessageReactions
	closeToken  = 4004
	closeIntent = 4014
)

// Run implements chat.Platform. It delivers events until ctx ends. While
// Discord is unavailable it tries again, with longer and longer pauses. A
// refused token ends it. Without the message content intent it continues with
// mentions, direct messages and commands, which do not need the intent.
func (p *Platform) Run(ctx context.Context, handler chat.Handler) error {
	gateway, err := p.newClient()
	if err != nil {
		return err
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	s := &session{
		platform: p, ctx: ctx, handler: handler, gateway: gateway, broken: make(chan struct{}, 1),
		link: connection.NewLink(connection.Params{Service: "Discord", First: p.again, Log: p.log}), work: connection.NewQueues(),
	}
	gateway.Identify.Intents = intents | discordgo.IntentMessageContent
	// The library calls the handlers one after the other, in the order of
	// events. In a goroutine each, the second of two messages could come
	// first. The handlers only queue.
	gateway.SyncEvents = true
	s.listen()
	p.mu.Lock()
	p.state = gateway.State
	p.mu.Unlock()
	err = s.link.Keep(ctx, s.connect)
	end() // also when the token was refused: no answer is needed any more
	s.leave()
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.answers.Wait()
	s.work.Close()
	return err
}

// connect keeps one connection until it breaks.
func (s *session) connect(ctx context.Context) error {
	select {
	case <-s.broken: // of an earlier connection
	default:
	}
	err := s.open()
	switch {
	case err == nil || errors.Is(err, discordgo.ErrWSAlreadyOpen):
		s.link.Up(ctx)
		select {
		case <-ctx.Done():
		case <-s.broken:
		}
		return nil
	case tokenRefused(err):
		return trex.Forbidden("Discord refused DISCORD_TOKEN; reset it in the developer portal under Bot")
	case closedWith(err, closeIntent) && s.gateway.Identify.Intents != intents:
		s.platform.log.WarnContext(ctx, "the message content intent is off: replies in threads need a mention; trex doctor says how to switch it on")
		s.gateway.Identify.Intents = intents
		return nil
	}
	return err
}

func tokenRefused(err error) bool {
	rest, ok := errors.AsType[*discordgo.RESTError](err)
	return closedWith(err, closeToken) || ok && rest.Response != nil && rest.Response.StatusCode == 401
}

func closedWith(err error, code int) bool {
	closed, ok := errors.AsType[*websocket.CloseError](err)
	return ok && closed.Code == code
}

// take runs work unless the session is ending; Run waits for it.
func (s *session) take(work func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.answers.Go(work)
	}
}

// handle gives an event to the bot.
func (s *session) handle(event chat.Event) {
	if s.ctx.Err() == nil {
		s.handler.Handle(s.ctx, event)
	}
}

// queue runs work in the lane of key, after the lane's earlier work.
func (s *session) queue(on *lanes.Lanes, key string, work func()) {
	if !on.Do(key, work) && s.ctx.Err() == nil {
		s.platform.log.WarnContext(s.ctx, "an event of Discord was dropped: too many wait")
	}
}
