package discord

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/lanes"
)

// A session is one Run: a connection to the gateway that is kept up, and the
// work under way.
type session struct {
	platform *Platform
	ctx      context.Context //nolint:containedctx // of Run, for the jobs it takes
	handler  chat.Handler
	gateway  *discordgo.Session
	broken   chan struct{} // holds a token when the connection broke
	line     net.Conn      // of Run's goroutine: the newest connection below TLS and websocket, nil before the first

	// Messages may take long (a language model); clicks must not wait behind
	// them, since the form that one opens has to be there within seconds.
	messages *lanes.Lanes
	clicks   *lanes.Lanes

	mu         sync.Mutex
	closed     bool // nothing is taken any more
	registered bool // the commands are, or are about to be

	answers sync.WaitGroup // first answers to interactions, and the registration
}

const (
	messageWorkers = 16
	clickWorkers   = 32
	mostWaiting    = 2000 // jobs; beyond, events are dropped

	intents = discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages |
		discordgo.IntentGuildMessageReactions
	mostWait    = time.Minute // between two attempts to connect
	lastedLong  = time.Minute // a connection that did is no reason to wait before the next
	closeToken  = 4004
	closeIntent = 4014
)

// Run implements bot.Platform. It delivers events until ctx ends; while Discord
// cannot be reached it tries again, for longer and longer; a refused token ends
// it. Without the message content intent it goes on with mentions, direct
// messages and commands, which need none.
func (p *Platform) Run(ctx context.Context, handler chat.Handler) error {
	gateway, err := p.newClient()
	if err != nil {
		return err
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	s := &session{
		platform: p, ctx: ctx, handler: handler, gateway: gateway, broken: make(chan struct{}, 1),
		messages: lanes.New(messageWorkers, mostWaiting),
		clicks:   lanes.New(clickWorkers, mostWaiting),
	}
	gateway.Identify.Intents = intents | discordgo.IntentMessageContent
	// The library's handlers run one after the other, in the order of events:
	// in goroutines of their own, of two messages the second could come first.
	// They only queue.
	gateway.SyncEvents = true
	s.listen()
	p.mu.Lock()
	p.state = gateway.State
	p.mu.Unlock()
	err = s.keepConnected()
	end() // also when the token was refused: nothing waits for an answer any more
	s.leave()
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.answers.Wait()
	s.messages.Close()
	s.clicks.Close()
	return err
}

// keepConnected connects, again whenever the connection breaks.
func (s *session) keepConnected() error {
	log := s.platform.log
	wait := time.Duration(0) // before the next attempt
	for s.ctx.Err() == nil {
		select {
		case <-s.broken: // of an earlier connection
		default:
		}
		began := time.Now()
		err := s.open()
		switch {
		case err == nil || errors.Is(err, discordgo.ErrWSAlreadyOpen):
			log.InfoContext(s.ctx, "connected to Discord")
			select {
			case <-s.ctx.Done():
				return nil
			case <-s.broken:
			}
			log.WarnContext(s.ctx, "the connection to Discord broke")
			if time.Since(began) > lastedLong {
				wait = 0
			}
		case tokenRefused(err):
			return trex.Forbidden("Discord refused DISCORD_TOKEN; reset it in the developer portal under Bot")
		case closedWith(err, closeIntent) && s.gateway.Identify.Intents != intents:
			log.WarnContext(s.ctx, "the message content intent is off: replies in threads need a mention; trex doctor says how to switch it on")
			s.gateway.Identify.Intents = intents
		default:
			wait = max(wait, s.platform.again)
			log.WarnContext(s.ctx, "connect to Discord", "error", err, "again_in", wait)
		}
		pause(s.ctx, wait)
		wait = min(max(2*wait, s.platform.again), mostWait)
	}
	return nil
}

func tokenRefused(err error) bool {
	rest, ok := errors.AsType[*discordgo.RESTError](err)
	return closedWith(err, closeToken) || ok && rest.Response != nil && rest.Response.StatusCode == 401
}

func closedWith(err error, code int) bool {
	closed, ok := errors.AsType[*websocket.CloseError](err)
	return ok && closed.Code == code
}

// pause waits for d or for the end of ctx.
func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// take runs work unless the session is ending, and is waited for by Run.
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

// queue does work in a lane, after what came before it there.
func (s *session) queue(on *lanes.Lanes, key string, work func()) {
	if !on.Do(key, work) && s.ctx.Err() == nil {
		s.platform.log.WarnContext(s.ctx, "an event of Discord was dropped: too many wait")
	}
}
