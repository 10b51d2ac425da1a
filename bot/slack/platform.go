package slack

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex/bot/chat"
)

// Name is Thread.Platform of threads in Slack.
const Name = "slack"

// Params says how to reach a workspace. With AppToken events come by Socket
// Mode, with SigningSecret by HTTP requests to ServeHTTP. Both can be set.
type Params struct {
	BotToken      string // xoxb-…; required
	AppToken      string // xapp-…
	SigningSecret string
	APIURL        string       // "" is Slack's
	HTTPClient    *http.Client // nil: one with a timeout
	Now           func() time.Time
	Log           *slog.Logger
}

// client lists the calls of *slack.Client that Trex uses.
type client interface {
	AuthTestContext(context.Context) (*api.AuthTestResponse, error)
	PostMessageContext(ctx context.Context, channel string, options ...api.MsgOption) (string, string, error)
	PostEphemeralContext(ctx context.Context, channel, user string, options ...api.MsgOption) (string, error)
	UpdateMessageContext(ctx context.Context, channel, ts string, options ...api.MsgOption) (string, string, string, error)
	SendMessageContext(ctx context.Context, channel string, options ...api.MsgOption) (string, string, string, error)
	OpenViewContext(ctx context.Context, trigger string, view api.ModalViewRequest) (*api.ViewResponse, error)
	PublishViewContext(ctx context.Context, request api.PublishViewContextRequest) (*api.ViewResponse, error)
	GetUserInfoContext(ctx context.Context, user string, options ...api.GetUserInfoOption) (*api.User, error)
	OpenConversationContext(context.Context, *api.OpenConversationParameters) (*api.Channel, bool, bool, error)
	GetConversationRepliesContext(context.Context, *api.GetConversationRepliesParameters) ([]api.Message, bool, string, error)
	GetConversationHistoryContext(context.Context, *api.GetConversationHistoryParameters) (*api.GetConversationHistoryResponse, error)
	GetUploadURLExternalContext(context.Context, api.GetUploadURLExternalParameters) (*api.GetUploadURLExternalResponse, error)
	UploadToURL(context.Context, api.UploadToURLParameters) error
	CompleteUploadExternalContext(context.Context, api.CompleteUploadExternalParameters) (*api.CompleteUploadExternalResponse, error)
	GetFileInfoContext(ctx context.Context, file string, count, page int) (*api.File, []api.Comment, *api.Paging, error)
	GetFileContext(ctx context.Context, address string, to io.Writer) error
	DeleteFileContext(ctx context.Context, file string) error
}

// Platform is Trex in one Slack workspace. It implements chat.Platform and its
// optional abilities, and http.Handler for HTTP mode.
type Platform struct {
	params   Params
	api      *api.Client // for Socket Mode, which needs the whole client
	client   client
	log      *slog.Logger
	now      func() time.Time
	people   *names
	pictures *pictures
	doubtful *doubtful
	spoken   *spoken
	replays  *replays
	lacks    lacking

	mu      sync.Mutex
	session *session // nil unless Run is connected
	self    string   // Trex's user id, "" until it is known
	// workspace is its address, "" until it is known.
	workspace string
}

var (
	_ chat.Platform   = (*Platform)(nil)
	_ chat.FormOpener = (*Platform)(nil)
	_ chat.Whisperer  = (*Platform)(nil)
	_ chat.Unfurler   = (*Platform)(nil)
	_ chat.HomeShower = (*Platform)(nil)
	_ chat.Finder     = (*Platform)(nil)
	_ chat.Linker     = (*Platform)(nil)
	_ http.Handler    = (*Platform)(nil)
)

// New returns a Platform that is not connected yet.
func New(params Params) (*Platform, error) {
	switch {
	case params.BotToken == "":
		return nil, errors.New("slack: SLACK_BOT_TOKEN is missing")
	case params.AppToken == "" && params.SigningSecret == "":
		return nil, errors.New("slack: set SLACK_APP_TOKEN for Socket Mode or SLACK_SIGNING_SECRET for HTTP")
	}
	if params.HTTPClient == nil {
		params.HTTPClient = &http.Client{Timeout: 30 * time.Second}
	}
	if params.Now == nil {
		params.Now = time.Now
	}
	if params.Log == nil {
		params.Log = slog.Default()
	}
	p := &Platform{
		params: params, api: newAPI(params), now: params.Now, log: params.Log.With("platform", Name),
		doubtful: newDoubtful(), spoken: newSpoken(), replays: newReplays(params.Now),
	}
	p.client = p.api
	p.people = newNames(p.client, p.now)
	p.pictures = newPictures(p.client, p.log)
	return p, nil
}

// newAPI returns the library's client with its own logging off, because it
// would log tokens and people's messages.
func newAPI(params Params) *api.Client {
	options := []api.Option{api.OptionHTTPClient(params.HTTPClient), api.OptionLog(quiet{})}
	if params.AppToken != "" {
		options = append(options, api.OptionAppLevelToken(params.AppToken))
	}
	if params.APIURL != "" {
		options = append(options, api.OptionAPIURL(strings.TrimRight(params.APIURL, "/")+"/"))
	}
	return api.New(params.BotToken, options...)
}

type quiet struct{}

func (quiet) Output(int, string) error { return nil }

// Name implements chat.Platform.
func (p *Platform) Name() string { return Name }

// Limits implements chat.Platform.
func (p *Platform) Limits() chat.Limits { return limits }

// drain reads the rest of a response, so that its connection can be used again.
func drain(body io.ReadCloser) {
	io.Copy(io.Discard, io.LimitReader(body, 1<<16)) //nolint:errcheck // nothing of it is needed
	body.Close()                                     //nolint:errcheck // read only
}
