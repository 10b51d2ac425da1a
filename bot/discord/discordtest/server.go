package discordtest

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Ids that are always there.
const (
	GuildID   = "100"
	ChannelID = "200"
	SelfID    = "300"
	AppID     = "301"
	ownToken  = "test-token"
)

// Server is a Discord with one guild, one channel and one bot.
type Server struct {
	URL   string // of the API
	Token string

	// Burst is how many messages may be sent to or edited in one channel in
	// Window; more are answered with 429. 0: any number.
	Burst  int
	Window time.Duration

	http *httptest.Server

	mu       sync.Mutex
	next     int64
	messages []*Message
	threads  map[string]string // thread → channel it is in
	archived map[string]bool
	commands []*discordgo.ApplicationCommand
	recent   map[string][]time.Time // channel → when it was written to
	fault    func(method, path string) int
	gateway  gateway
	asked    map[string]*interaction // open interactions by id
	limited  int
	calls    int
}

// Message is a message as Discord keeps it.
type Message struct {
	discordgo.Message
	Files     map[string][]byte
	Ephemeral bool
	Edits     int
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	s := &Server{
		Token: ownToken, next: 1000,
		threads: map[string]string{}, archived: map[string]bool{},
		recent: map[string][]time.Time{}, asked: map[string]*interaction{},
	}
	s.gateway.init()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v10/gateway/bot", s.gatewayURL)
	mux.HandleFunc("GET /gateway/", s.serveGateway)
	for pattern, handle := range map[string]func(*http.Request) (any, error){
		"GET /api/v10/users/@me":                                      s.getSelf,
		"GET /api/v10/users/@me/guilds":                               s.getGuilds,
		"GET /api/v10/oauth2/applications/@me":                        s.getApplication,
		"PUT /api/v10/applications/{app}/commands":                    s.putCommands,
		"GET /api/v10/channels/{channel}":                             s.getChannel,
		"PATCH /api/v10/channels/{channel}":                           s.patchChannel,
		"GET /api/v10/channels/{channel}/messages":                    s.getMessages,
		"POST /api/v10/channels/{channel}/messages":                   s.postMessage,
		"PATCH /api/v10/channels/{channel}/messages/{message}":        s.patchMessage,
		"POST /api/v10/channels/{channel}/messages/{message}/threads": s.postThread,
		"POST /api/v10/interactions/{id}/{token}/callback":            s.postCallback,
		"POST /api/v10/webhooks/{app}/{token}":                        s.postFollowup,
	} {
		mux.HandleFunc(pattern, s.call(handle))
	}
	s.http = httptest.NewServer(mux)
	s.URL = s.http.URL + "/api/v10"
	t.Cleanup(func() {
		s.gateway.close()
		s.http.Close()
	})
	return s
}

// SetFault decides, for each REST call, on a status to fail with; 0 lets it
// pass.
func (s *Server) SetFault(fault func(method, path string) int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = fault
}

// refusal is an answer other than success.
type refusal struct {
	status int
	code   int
	wait   time.Duration
}

func (r *refusal) Error() string { return http.StatusText(r.status) }

func (s *Server) call(handle func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		answer, err := s.admit(r)
		if err == nil {
			answer, err = handle(r)
		}
		w.Header().Set("Content-Type", "application/json")
		refused, isRefusal := errors.AsType[*refusal](err)
		switch {
		case isRefusal && refused.status == http.StatusTooManyRequests:
			w.Header().Set("Retry-After", strconv.FormatFloat(refused.wait.Seconds(), 'f', 3, 64))
			w.WriteHeader(refused.status)
			answer = map[string]any{"message": "You are being rate limited.", "retry_after": refused.wait.Seconds(), "global": false}
		case isRefusal:
			w.WriteHeader(refused.status)
			answer = map[string]any{"message": refused.Error(), "code": refused.code}
		case err != nil:
			w.WriteHeader(http.StatusBadRequest)
			answer = map[string]any{"message": err.Error(), "code": 50035}
		case answer == nil:
			w.WriteHeader(http.StatusNoContent)
			return
		}
		_ = json.NewEncoder(w).Encode(answer)
	}
}

// admit refuses calls without the token, faults and what exceeds the limits.
func (s *Server) admit(r *http.Request) (any, error) {
	path := strings.TrimPrefix(r.URL.Path, "/api/v10")
	interaction := strings.HasPrefix(path, "/interactions/") || strings.HasPrefix(path, "/webhooks/")
	if r.Header.Get("Authorization") != "Bot "+s.Token && !interaction {
		return nil, &refusal{status: http.StatusUnauthorized}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	if s.fault != nil {
		if status := s.fault(r.Method, path); status != 0 {
			return nil, &refusal{status: status, wait: time.Second}
		}
	}
	if r.Method == http.MethodGet || s.Burst == 0 || !strings.Contains(path, "/messages") {
		return nil, nil
	}
	return nil, s.countLocked(strings.Split(path, "/")[2])
}

func (s *Server) countLocked(channel string) error {
	now := time.Now()
	kept := s.recent[channel][:0]
	for _, at := range s.recent[channel] {
		if now.Sub(at) < s.Window {
			kept = append(kept, at)
		}
	}
	s.recent[channel] = kept
	if len(kept) >= s.Burst {
		s.limited++
		return &refusal{status: http.StatusTooManyRequests, wait: s.Window - now.Sub(kept[0])}
	}
	s.recent[channel] = append(kept, now)
	return nil
}

// Limited is how many calls were answered with 429, Calls how many there were.
func (s *Server) Limited() int { s.mu.Lock(); defer s.mu.Unlock(); return s.limited }
func (s *Server) Calls() int   { s.mu.Lock(); defer s.mu.Unlock(); return s.calls }

// Archived reports whether a thread is.
func (s *Server) Archived(thread string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.archived[thread]
}

// Commands returns what was registered.
func (s *Server) Commands() []*discordgo.ApplicationCommand {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commands
}

func (s *Server) newIDLocked() string {
	s.next++
	return strconv.FormatInt(s.next, 10)
}
