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

// Ids that always exist.
const (
	GuildID     = "100"
	ChannelID   = "200"
	DirectID    = "201" // a conversation of one person with the bot
	SelfID      = "300"
	AppID       = "301"
	RoleID      = "302" // the bot's own role
	OtherRoleID = "303"
	ownToken    = "test-token"
)

// Server is a Discord with one guild, one bot and one channel. For load tests
// there are more channels: every id that starts with that channel's id.
type Server struct {
	URL   string // of the API
	Token string

	// Burst is how many calls of one kind are allowed in one channel during
	// Window; more get a 429. 0: any number. Set before use.
	Burst  int
	Window time.Duration
	// Granted is what the bot may do in the guild. Set before use.
	Granted int64
	// NoContent refuses the message content intent. Set before use.
	NoContent bool
	// Silent accepts connections but sends nothing. Set before use.
	Silent bool

	t    testing.TB
	http *httptest.Server

	mu       sync.Mutex
	next     int64
	messages []*Message
	threads  map[string]*thread
	commands []*discordgo.ApplicationCommand
	recent   map[string][]time.Time // route → when it was called
	fault    func(method, path string) Fault
	down     bool
	gateway  gateway
	asked    map[string]*interaction // open interactions by id
	limited  int
	wait     map[string]time.Time // route → until when callers must wait
	given    map[string]string    // content of people's files, by name
	hasty    int
	calls    map[string]int // by method and kind of path
}

// thread is a thread on a message of a channel.
type thread struct {
	channel, name string
	archived      bool
	minutes       int // without messages until it is archived
}

// Message is a message as Discord keeps it.
type Message struct {
	discordgo.Message
	Files     map[string][]byte
	Mentioned []string // users who were notified
	Ephemeral bool
	Edits     int
}

// Fault is how a call fails: with an HTTP status, before or after it took
// effect. The zero Fault is success.
type Fault struct {
	Status int
	After  bool
	Wait   time.Duration // of a 429; 0: a second
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{
		Token: ownToken, Granted: discordgo.PermissionAdministrator, next: 1000, t: t,
		threads: map[string]*thread{}, recent: map[string][]time.Time{}, asked: map[string]*interaction{}, calls: map[string]int{},
		wait: map[string]time.Time{}, given: map[string]string{},
	}
	s.gateway.init()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v10/gateway/bot", s.gatewayURL)
	mux.HandleFunc("GET /gateway/", s.serveGateway)
	mux.HandleFunc("GET /attachments/{name}", s.serveAttachment)
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
		"DELETE /api/v10/webhooks/{app}/{token}/messages/@original":   s.deleteOriginal,
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

// SetFault decides how each REST call fails.
func (s *Server) SetFault(fault func(method, path string) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = fault
}

// Down true makes every call fail and breaks the connection; false ends that.
func (s *Server) Down(down bool) {
	s.mu.Lock()
	s.down = down
	s.mu.Unlock()
	if down {
		s.Cut()
	}
}

// refusal is an answer that is not a success.
type refusal struct {
	status int
	code   int
	wait   time.Duration
}

func (r *refusal) Error() string { return http.StatusText(r.status) }

func (s *Server) call(handle func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		lost, err := s.admit(w, r)
		var answer any
		if err == nil {
			if answer, err = handle(r); err == nil && lost != 0 {
				err = &refusal{status: lost}
			}
		}
		w.Header().Set("Content-Type", "application/json")
		refused, isRefusal := errors.AsType[*refusal](err)
		switch {
		case isRefusal && refused.status == http.StatusTooManyRequests:
			w.Header().Set("X-RateLimit-Remaining", "0")
			w.Header().Set("X-RateLimit-Reset-After", strconv.FormatFloat(refused.wait.Seconds(), 'f', 3, 64))
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

// admit refuses calls without the token, calls with a fault, and calls over the
// limits. lost is the status to answer with although the call takes effect.
func (s *Server) admit(w http.ResponseWriter, r *http.Request) (lost int, err error) {
	path := strings.TrimPrefix(r.URL.Path, "/api/v10")
	parts := strings.Split(path, "/")
	interaction := parts[1] == "interactions" || parts[1] == "webhooks"
	if r.Header.Get("Authorization") != "Bot "+s.Token && !interaction {
		return 0, &refusal{status: http.StatusUnauthorized}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	what := r.Method + " " + parts[len(parts)-1-len(parts)%2]
	route := what + " " + parts[2]
	s.calls[what]++
	if time.Now().Before(s.wait[route].Add(-pettiness)) {
		s.hasty++
	}
	defer func() {
		if refused, ok := errors.AsType[*refusal](err); ok && refused.status == http.StatusTooManyRequests {
			s.wait[route] = time.Now().Add(refused.wait)
		}
	}()
	if s.down {
		return 0, &refusal{status: http.StatusServiceUnavailable}
	}
	fault := Fault{}
	if s.fault != nil {
		fault = s.fault(r.Method, path)
	}
	if fault.Status != 0 && !fault.After {
		if fault.Wait == 0 {
			fault.Wait = time.Second
		}
		return 0, &refusal{status: fault.Status, wait: fault.Wait}
	}
	if r.Method == http.MethodGet || s.Burst == 0 || interaction {
		return fault.Status, nil
	}
	return fault.Status, s.countLocked(w, route)
}

// pettiness is how much too early a caller may come: waits are sent in
// milliseconds, and callers round them down.
const pettiness = 3 * time.Millisecond

// countLocked limits one kind of call in one channel, as Discord does, and sets
// the headers that say how many are left.
func (s *Server) countLocked(w http.ResponseWriter, route string) error {
	now := time.Now()
	kept := s.recent[route][:0]
	for _, at := range s.recent[route] {
		if now.Sub(at) < s.Window {
			kept = append(kept, at)
		}
	}
	s.recent[route] = kept
	if len(kept) >= s.Burst {
		s.limited++
		return &refusal{status: http.StatusTooManyRequests, wait: s.Window - now.Sub(kept[0])}
	}
	s.recent[route] = append(kept, now)
	w.Header().Set("X-RateLimit-Limit", strconv.Itoa(s.Burst))
	w.Header().Set("X-RateLimit-Remaining", strconv.Itoa(s.Burst-len(kept)-1))
	w.Header().Set("X-RateLimit-Reset-After", strconv.FormatFloat((s.Window-now.Sub(s.recent[route][0])).Seconds(), 'f', 3, 64))
	return nil
}

// Limited returns how many calls got a 429.
func (s *Server) Limited() int { s.mu.Lock(); defer s.mu.Unlock(); return s.limited }

// Hasty returns how many calls came before the wait of an earlier 429 was over.
func (s *Server) Hasty() int { s.mu.Lock(); defer s.mu.Unlock(); return s.hasty }

// Calls returns how often a call was made: "POST messages", "PATCH messages".
func (s *Server) Calls(what string) int { s.mu.Lock(); defer s.mu.Unlock(); return s.calls[what] }

// Archived reports whether a thread is archived.
func (s *Server) Archived(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.threads[id] != nil && s.threads[id].archived
}

// Archive archives a thread, as Discord does when nobody wrote for a long time.
func (s *Server) Archive(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.threads[id].archived = true
}

// Commands returns the registered commands.
func (s *Server) Commands() []*discordgo.ApplicationCommand {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commands
}

func (s *Server) newIDLocked() string {
	s.next++
	return strconv.FormatInt(s.next, 10)
}
