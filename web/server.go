package web

import (
	"context"
	"errors"
	"html/template"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/lab"
)

// Params has what a Server needs. A field without a default is required.
type Params struct {
	Store    store
	Bot      conversation
	Lab      verbs
	Chat     *Chat // the platform that Bot was given
	Projects []trex.Project
	Capacity interface{ Capacity() trex.Capacity }
	RunDir   func(trex.RunID) string // folder of a run's files
	Addr     string                  // listen address, host:port
	Token    string                  // required by every page and call; "" only on a loopback address
	// PublicURL is the address at which people reach the server from other
	// machines, "" if they cannot.
	PublicURL string
	Version   string
	Now       func() time.Time // nil: time.Now
	Log       *slog.Logger     // nil: slog.Default()
}

// conversation is the part of the bot that the web calls; *bot.Bot implements it.
type conversation interface {
	Handle(ctx context.Context, event chat.Event) chat.Outcome
	Answer(ctx context.Context, event chat.Event) (ref string, err error)
	Examples() []string
	Discussion(ctx context.Context, experiment *trex.Experiment) (address string, err error)
}

// verbs are the changes that the web makes; *lab.Lab implements them.
type verbs interface {
	Launch(ctx context.Context, decision trex.Decision) (trex.Experiment, []trex.Run, error)
	LaunchNow(ctx context.Context, draft lab.Draft) (trex.Experiment, []trex.Run, error)
	Edit(ctx context.Context, edit trex.Edit) (trex.Proposal, error)
	Dismiss(ctx context.Context, decision trex.Decision) (trex.Proposal, error)
	Stop(ctx context.Context, scope trex.RunScope, by trex.Person) (trex.Stopped, error)
	StopRun(ctx context.Context, id trex.RunID, by trex.Person) (trex.Run, error)
}

// store is what the web reads from; *sqlite.DB and *postgres.DB implement it.
type store interface {
	chatStore
	FindRun(ctx context.Context, id trex.RunID) (trex.Run, error)
	ListRuns(ctx context.Context, query trex.RunQuery) (trex.RunPage, error)
	CountRuns(ctx context.Context, project string) (map[trex.Status]int, error)
	ListRequesters(ctx context.Context) ([]string, error)
	ListRunProjects(ctx context.Context) ([]string, error)
	SumUsage(ctx context.Context, since time.Time) ([]trex.UsageSum, error)
	FindExperiment(ctx context.Context, id trex.ExperimentID) (trex.Experiment, error)
	ListExperiments(ctx context.Context, query trex.ExperimentQuery) ([]trex.Experiment, error)
	ListExperimentRuns(ctx context.Context, id trex.ExperimentID) ([]trex.Run, error)
	FindProposal(ctx context.Context, id trex.ProposalID) (trex.Proposal, error)
	ListSeries(ctx context.Context, id trex.RunID) ([]trex.Series, error)
	ReadPoints(ctx context.Context, query trex.PointQuery) ([]trex.Point, error)
	Subscribe() (changes <-chan trex.Change, cancel func())
}

// Server answers HTTP. Run keeps its live updates going.
type Server struct {
	Params
	pages    *template.Template
	assets   *assets
	feed     *feed
	meters   *meters
	limits   *limiters
	sparks   *sparkCache
	handler  http.Handler
	loopback bool     // Addr is loopback, so foreign hosts are refused
	public   *url.URL // PublicURL, nil for none
	origins  *http.CrossOriginProtection

	writeTimeout time.Duration // for one write to a live connection
}

// New checks params and loads templates and assets. Without a token it refuses an
// address that is not loopback.
func New(params Params) (*Server, error) { return newServer(params, dist) }

func newServer(params Params, built fs.FS) (*Server, error) {
	if params.Now == nil {
		params.Now = time.Now
	}
	if params.Log == nil {
		params.Log = slog.Default()
	}
	s := &Server{Params: params, limits: newLimiters(params.Now), sparks: newSparkCache(), writeTimeout: 10 * time.Second}
	host, _, err := net.SplitHostPort(params.Addr)
	if err != nil {
		return nil, trex.Invalid("the address must be host:port, got %q", params.Addr)
	}
	s.loopback = isLoopback(host)
	if !s.loopback && params.Token == "" {
		return nil, trex.Invalid("%s can be reached from other machines: set TREX_WEB_TOKEN to a long random text, "+
			"or listen on 127.0.0.1", params.Addr)
	}
	if params.PublicURL != "" {
		s.public, err = url.Parse(params.PublicURL)
		if err != nil || s.public.Host == "" {
			return nil, trex.Invalid("the public URL must look like https://trex.example.com, got %q", params.PublicURL)
		}
	}
	if s.origins, err = trustedOrigins(s.public); err != nil {
		return nil, trex.Invalid("the public URL must look like https://trex.example.com, got %q", params.PublicURL)
	}
	if s.assets, err = loadAssets(built); err != nil {
		return nil, err
	}
	if s.pages, err = parseTemplates(s); err != nil {
		return nil, err
	}
	s.meters = newMeters(s)
	s.feed = newFeed(s.render)
	params.Chat.onDraft(s.feed.draft)
	s.handler = s.routes()
	return s, nil
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Run feeds live updates from the store's changes until ctx ends. Without it,
// pages and calls work, but there are no live updates.
func (s *Server) Run(ctx context.Context) error {
	changes, cancel := s.Store.Subscribe()
	defer cancel()
	s.feed.reset() // earlier readers may have missed changes
	if err := s.feed.run(ctx, changes); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func (s *Server) project(name string) (*trex.Project, bool) {
	for i := range s.Projects {
		if s.Projects[i].Name == name {
			return &s.Projects[i], true
		}
	}
	return nil, false
}
