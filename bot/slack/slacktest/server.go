package slacktest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The only workspace. Trex is BotUser in it; Name adds its people.
const (
	BotUser = "U0TREX"
	Team    = "T0LAB"

	WorkspaceURL = "https://lab.slack.com/"
)

// Server is the fake workspace. Set its exported fields before use.
type Server struct {
	*httptest.Server

	PostEvery   time.Duration // shortest time between two posts in a channel; 0: no limit
	Updates     int           // most updates in UpdatesPer; 0: no limit
	UpdatesPer  time.Duration
	Unknown     []string      // types of blocks that this workspace refuses
	Strangers   []string      // unknown user ids, which rich_text must not mention
	ProcessTime time.Duration // until an uploaded picture can be shown
	RedeliverIn time.Duration // until an unacknowledged event is delivered again; 0: never
	Twice       bool          // deliver every event twice, although it was acknowledged
	Scopes      string        // what auth.test says was granted

	mu       sync.Mutex
	clock    int64 // the last timestamp given out
	messages map[string][]*Message
	whispers []Whisper
	files    map[string]*File
	homes    map[string]json.RawMessage
	forms    map[string]json.RawMessage // by trigger
	unfurls  []json.RawMessage
	names    map[string]string
	given    map[string]string // content of people's files, by name
	fail     func(method string) Failure
	down     bool
	pace     pace
	calls    map[string]int
	limited  map[string]int // number of 429s by method
	wire     wire
}

// Failure is how a call fails; the zero Failure is success.
type Failure struct {
	Status int    // of the HTTP answer
	Code   string // a Slack error code, instead of Status
	After  bool   // the call takes effect before it fails
}

// Message is one message of a channel.
type Message struct {
	Channel  string
	TS       string
	ThreadTS string
	Text     string
	Blocks   json.RawMessage
	Metadata json.RawMessage
	Edits    int
	PostedAt time.Time
	EditedAt time.Time
	Files    []string
	Deleted  bool
	// Broadcast is set for a thread's message that is also shown in the
	// channel.
	Broadcast bool
}

// Whisper is a message that only one person saw.
type Whisper struct {
	Channel, User, Text string
	Blocks              json.RawMessage
}

// File is an uploaded file.
type File struct {
	ID, Name string
	Content  []byte
	Channel  string // where it was shared, "" if nowhere
	ThreadTS string
	done     time.Time // when its upload was completed
	Deleted  bool
}

// New starts a workspace on loopback; the caller closes it.
func New() *Server {
	s, handler := newServer()
	s.Server = httptest.NewServer(handler)
	return s
}

func newServer() (*Server, http.Handler) {
	s := &Server{
		messages: make(map[string][]*Message),
		files:    make(map[string]*File),
		homes:    make(map[string]json.RawMessage),
		forms:    make(map[string]json.RawMessage),
		names:    make(map[string]string),
		given:    make(map[string]string),
		calls:    make(map[string]int),
		limited:  make(map[string]int),
		clock:    1_700_000_000_000_000,
		pace:     pace{posts: make(map[string]time.Time)},
		wire:     newWire(),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/{method}", s.method)
	mux.HandleFunc("POST /upload/{file}", s.upload)
	mux.HandleFunc("GET /files/{name}", s.attached)
	mux.HandleFunc("GET /socket", s.socket)
	mux.HandleFunc("POST /response", s.response)
	return s, mux
}

// Close ends all connections.
func (s *Server) Close() {
	s.dropAll()
	s.Server.Close()
	s.wire.wg.Wait()
}

// APIURL is the value for SLACK_API_URL.
func (s *Server) APIURL() string { return s.URL + "/api/" }

// Name sets a person's name.
func (s *Server) Name(user, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names[user] = name
}

// Fail decides how calls fail; nil ends that.
func (s *Server) Fail(fail func(method string) Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = fail
}

// Down starts or ends an outage: connections break and no new one is accepted.
func (s *Server) Down(down bool) {
	s.mu.Lock()
	s.down = down
	s.mu.Unlock()
	if down {
		s.dropAll()
		s.CloseClientConnections()
	}
}

// Messages returns the messages of a channel and its threads, oldest first.
func (s *Server) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Message
	for _, m := range s.messages[channel] {
		if !m.Deleted {
			all = append(all, *m)
		}
	}
	return all
}

// Find returns the message with a timestamp.
func (s *Server) Find(channel, ts string) (Message, bool) {
	for _, m := range s.Messages(channel) {
		if m.TS == ts {
			return m, true
		}
	}
	return Message{}, false
}

// Restore adds an earlier message. Messages written afterwards get later
// timestamps.
func (s *Server) Restore(m Message) error {
	at, err := strconv.ParseInt(strings.Replace(m.TS, ".", "", 1), 10, 64)
	if err != nil {
		return fmt.Errorf("read the timestamp of a message: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages[m.Channel] = append(s.messages[m.Channel], &m)
	s.clock = max(s.clock, at)
	return nil
}

// Delete removes a message, as a person may.
func (s *Server) Delete(channel, ts string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.messages[channel] {
		if m.TS == ts {
			m.Deleted = true
		}
	}
}

// Whispers returns the messages that only one person saw.
func (s *Server) Whispers() []Whisper {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.whispers)
}

// Files returns the files that were uploaded and not deleted.
func (s *Server) Files() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []File
	for _, f := range s.files {
		if !f.Deleted && !f.done.IsZero() {
			all = append(all, *f)
		}
	}
	slices.SortFunc(all, func(a, b File) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// Home returns the blocks of a person's Home tab.
func (s *Server) Home(user string) json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.homes[user]
}

// Form returns the view that was opened with a trigger.
func (s *Server) Form(trigger string) json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.forms[trigger]
}

// Unfurls returns the previews that were attached, as chat.unfurl got them.
func (s *Server) Unfurls() []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.unfurls)
}

// Calls returns how often a method was called, Limited how often it was refused
// because of its rate limit.
func (s *Server) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}

func (s *Server) Limited(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.limited[method]
}

// nextTSLocked returns a new timestamp, which is a message's id in its channel.
func (s *Server) nextTSLocked() string {
	s.clock += 1_000_003
	return fmt.Sprintf("%d.%06d", s.clock/1_000_000, s.clock%1_000_000)
}
