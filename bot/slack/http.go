package slack

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	api "github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// mostBody is the largest body of a request, in bytes.
const mostBody = 1 << 20

// Path is where Slack sends its requests, "" when HTTP mode is off.
func (p *Platform) Path() string {
	if p.params.SigningSecret == "" {
		return ""
	}
	return "/slack/"
}

// ServeHTTP receives events, interactions and commands in HTTP mode, all at one
// address. It accepts a request only with Slack's signature, made within the
// last five minutes and not seen before.
func (p *Platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		refuse(w, http.StatusMethodNotAllowed, "Slack's requests are POST")
		return
	}
	if p.params.SigningSecret == "" {
		refuse(w, http.StatusNotFound, "HTTP mode is off: set SLACK_SIGNING_SECRET")
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBody))
	if err != nil {
		refuse(w, http.StatusRequestEntityTooLarge, "the request is too long or broke off")
		return
	}
	if err := verify(r.Header, p.params.SigningSecret, body); err != nil {
		refuse(w, http.StatusUnauthorized, "the signature is missing, wrong or older than five minutes")
		return
	}
	kind, payload, ok := readRequest(r.Header, body)
	if !ok {
		refuse(w, http.StatusBadRequest, "this is not a request Slack sends")
		return
	}
	if challenge, ok := challengeOf(kind, payload); ok {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		io.WriteString(w, challenge) //nolint:errcheck // nobody is left to tell
		return
	}
	p.answer(w, r, kind, payload)
}

func (p *Platform) answer(w http.ResponseWriter, r *http.Request, kind string, payload json.RawMessage) {
	s := p.current()
	if s == nil {
		refuse(w, http.StatusServiceUnavailable, "Trex is starting")
		return
	}
	signature := r.Header.Get("X-Slack-Signature")
	if !p.replays.first(signature) {
		refuse(w, http.StatusForbidden, "this request was received before")
		return
	}
	reply := s.accept(kind, payload)
	if !reply.taken {
		p.replays.forget(signature)
		refuse(w, http.StatusServiceUnavailable, "too much to do: deliver it again")
		return
	}
	body := reply.wait(r.Context())
	if body == nil {
		w.WriteHeader(http.StatusOK)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	json.NewEncoder(w).Encode(body) //nolint:errcheck // nobody is left to tell
}

func refuse(w http.ResponseWriter, status int, sentence string) { http.Error(w, sentence, status) }

func verify(header http.Header, secret string, body []byte) error {
	verifier, err := api.NewSecretsVerifier(header, secret)
	if err != nil {
		return err
	}
	verifier.Write(body) //nolint:errcheck // a hash takes everything
	return verifier.Ensure()
}

// readRequest recognizes the three forms of requests by their content, so that
// a wrong path in the app's settings does no harm.
func readRequest(header http.Header, body []byte) (kind string, payload json.RawMessage, ok bool) {
	if strings.HasPrefix(header.Get("Content-Type"), "application/json") {
		return socketmode.RequestTypeEventsAPI, body, json.Valid(body)
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return "", nil, false
	}
	if payload := form.Get("payload"); payload != "" {
		return socketmode.RequestTypeInteractive, json.RawMessage(payload), json.Valid([]byte(payload))
	}
	if form.Get("ssl_check") != "" { // Slack only checks the certificate
		return "", nil, true
	}
	if form.Get("command") == "" {
		return "", nil, false
	}
	fields := make(map[string]string, len(form))
	for name := range form {
		fields[name] = form.Get(name)
	}
	payload, err = json.Marshal(fields)
	return socketmode.RequestTypeSlashCommands, payload, err == nil
}

// challengeOf returns the challenge by which Slack checks that this address
// belongs to the app.
func challengeOf(kind string, payload json.RawMessage) (string, bool) {
	var question struct {
		Type      string `json:"type"`
		Challenge string `json:"challenge"`
	}
	if kind != socketmode.RequestTypeEventsAPI || json.Unmarshal(payload, &question) != nil {
		return "", false
	}
	return question.Challenge, question.Type == "url_verification"
}

// replays remembers the signatures of the last minutes, because a request is
// accepted once. Slack signs a repeated delivery anew.
type replays struct {
	now func() time.Time

	mu   sync.Mutex
	seen map[string]time.Time
	next time.Time // when to forget signatures that are too old to be accepted
}

// signatureTTL is longer than a signature is valid: five minutes before and
// after its time.
const signatureTTL = 11 * time.Minute

func newReplays(now func() time.Time) *replays {
	return &replays{now: now, seen: make(map[string]time.Time)}
}

func (r *replays) first(signature string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	if now.After(r.next) {
		for s, at := range r.seen {
			if now.Sub(at) > signatureTTL {
				delete(r.seen, s)
			}
		}
		r.next = now.Add(time.Minute)
	}
	if _, again := r.seen[signature]; again {
		return false
	}
	r.seen[signature] = now
	return true
}

func (r *replays) forget(signature string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.seen, signature)
}
