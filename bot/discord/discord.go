package discord

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
)

// Params is what a Platform is made of. Token is required.
type Params struct {
	Token  string       // the bot's
	APIURL string       // another server that speaks Discord's protocol; "": Discord
	Log    *slog.Logger // nil: slog.Default
}

// Platform is Discord. It implements bot.Platform, bot.ThreadStarter,
// bot.FormOpener, bot.Whisperer and bot.Finder.
type Platform struct {
	session *discordgo.Session
	rest    rest
	log     *slog.Logger
	clicks  *clicks
	limits  bot.Limits
	work    sync.WaitGroup // events being handled

	mu     sync.Mutex
	closed bool // no event is taken any more
}

// New returns a platform that is not connected yet.
func New(params Params) (*Platform, error) {
	client, err := httpClient(params.APIURL)
	if err != nil {
		return nil, err
	}
	session, err := discordgo.New("Bot " + params.Token)
	if err != nil {
		return nil, err
	}
	session.Client = client
	session.ShouldRetryOnRateLimit = false // the bot paces and repeats calls for every platform alike
	session.MaxRestRetries = 0
	session.StateEnabled = true
	log := params.Log
	if log == nil {
		log = slog.Default()
	}
	return &Platform{
		session: session, rest: session, clicks: newClicks(session), limits: limits,
		log: log.With("platform", "discord"),
	}, nil
}

func (p *Platform) Name() string { return "discord" }

func (p *Platform) Limits() bot.Limits { return p.limits }

const intents = discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages |
	discordgo.IntentGuildMessageReactions

// Run connects and delivers events until ctx ends. While Discord cannot be
// reached it tries again, for longer and longer; a refused token ends it.
// Without the message content intent it goes on with mentions, direct messages
// and commands, which need none.
func (p *Platform) Run(ctx context.Context, handler bot.Handler) error {
	p.listen(ctx, handler)
	p.session.Identify.Intents = intents | discordgo.IntentMessageContent
	wait := time.Second
	for {
		err := p.session.Open()
		if err == nil {
			break
		}
		if closed, ok := errors.AsType[*websocket.CloseError](err); ok {
			switch closed.Code {
			case 4004:
				return trex.Forbidden("Discord refused DISCORD_TOKEN; reset it in the developer portal under Bot")
			case 4014:
				p.log.WarnContext(ctx, "the message content intent is off: replies in threads need a mention; trex doctor says how to switch it on")
				p.session.Identify.Intents = intents
				continue
			}
		}
		if rest, ok := errors.AsType[*discordgo.RESTError](err); ok && rest.Response != nil && rest.Response.StatusCode == 401 {
			return trex.Forbidden("Discord refused DISCORD_TOKEN; reset it in the developer portal under Bot")
		}
		p.log.WarnContext(ctx, "connect to Discord", "error", err, "again_in", wait)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		wait = min(2*wait, time.Minute)
	}
	<-ctx.Done()
	err := p.session.Close()
	p.stopTaking()
	p.work.Wait()
	if err != nil {
		p.log.WarnContext(ctx, "disconnect from Discord", "error", err)
	}
	return nil
}

func (p *Platform) stopTaking() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
}

// take runs work unless the platform is closing, and is waited for by Run.
func (p *Platform) take(work func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.closed {
		p.work.Go(work)
	}
}

// selfID is the bot's user id, "" before the first connection. The library's
// state has it before any event is handed out; a handler of Ready would set it
// too late for a message that came right behind.
func (p *Platform) selfID() string {
	state := p.session.State
	state.RLock()
	defer state.RUnlock()
	if state.User == nil {
		return ""
	}
	return state.User.ID
}
