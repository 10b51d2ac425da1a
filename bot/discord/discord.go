package discord

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex/bot/chat"
)

// Name is Thread.Platform of threads in Discord.
const Name = "discord"

// Params configures a Platform. Token is required.
type Params struct {
	Token  string       // the bot's token
	APIURL string       // another server that speaks Discord's protocol; "": Discord
	Log    *slog.Logger // nil: slog.Default
}

// Platform is Discord. It implements chat.Platform, chat.ThreadStarter,
// chat.FormOpener, chat.Whisperer, chat.Finder and chat.Linker.
type Platform struct {
	params   Params
	client   *http.Client
	rest     rest
	log      *slog.Logger
	commands subcommands
	clicks   *clicks
	drafts   *drafts
	limits   chat.Limits
	again    time.Duration // pause before the first retry
	settle   time.Duration // how long a click that may open a form stays unanswered

	mu    sync.Mutex
	self  string           // the bot's user id, "" before the first connection
	state *discordgo.State // of the newest connection, nil before the first
}

// New returns a platform that is not connected yet. commands are the
// sub-commands of /trex.
func New(params Params, commands []chat.Command) (*Platform, error) {
	client, err := httpClient(params.APIURL)
	if err != nil {
		return nil, err
	}
	if params.Log == nil {
		params.Log = slog.Default()
	}
	p := &Platform{
		params: params, client: client, commands: commands, limits: limits, again: time.Second, settle: formWait, drafts: newDrafts(),
		log: params.Log.With("platform", Name),
	}
	session, err := p.newClient()
	if err != nil {
		return nil, err
	}
	p.rest, p.clicks = session, newClicks(session)
	return p, nil
}

// newClient returns a client of the library that neither repeats calls nor
// reconnects by itself: the bot paces and repeats calls for all platforms, and
// Run keeps the connection.
func (p *Platform) newClient() (*discordgo.Session, error) {
	session, err := discordgo.New("Bot " + p.params.Token)
	if err != nil {
		return nil, err
	}
	session.Client = p.client
	session.ShouldRetryOnRateLimit = false
	session.MaxRestRetries = 0
	session.ShouldReconnectOnError = false
	session.LogLevel = -1 // Run logs these errors in Trex's format
	return session, nil
}

func (p *Platform) Name() string { return Name }

func (p *Platform) Limits() chat.Limits { return p.limits }

// selfID is the bot's user id, "" before the first connection.
func (p *Platform) selfID() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.self
}

// known returns a channel that the newest connection knows.
func (p *Platform) known(channelID string) (*discordgo.Channel, bool) {
	p.mu.Lock()
	state := p.state
	p.mu.Unlock()
	if state == nil {
		return nil, false
	}
	channel, err := state.Channel(channelID)
	return channel, err == nil
}

// remember stores a channel that was looked up.
func (p *Platform) remember(channel *discordgo.Channel) {
	p.mu.Lock()
	state := p.state
	p.mu.Unlock()
	if state != nil {
		_ = state.ChannelAdd(channel) // fails for an unknown server; the channel is then looked up again
	}
}
