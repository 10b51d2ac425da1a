package bottest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// Service is a chat service in memory. It enforces its Limits strictly, and can be
// given faults.
type Service struct {
	Name   string
	Limits chat.Limits
	Now    func() time.Time
	// Threads makes the service a chat.ThreadStarter.
	Threads bool
	// Fault, when set, decides whether a call fails: before it takes effect, or
	// after (the answer is lost).
	Fault func(call Call) (before, after error)

	mu      sync.Mutex
	posts   []*post
	forms   []chat.Form
	calls   []Call
	events  []chat.Event
	closed  []trex.Thread
	balk    int           // how many more calls of CloseThread fail
	joined  chan struct{} // closed while a handler is connected
	handler chat.Handler
	next    int
	home    map[string]chat.Message
	streams []string
}

// Call is one call by Trex.
type Call struct {
	What    string // "post", "update", "whisper"
	Channel string
	Ref     string
	Key     string
	At      time.Time
	Refused bool // by the service's limits
}

type post struct {
	ref     string
	thread  trex.Thread
	message chat.Message
	whisper bool
	updates int
}

// NewService returns a service with the most generous limits.
func NewService(name string) *Service {
	return &Service{
		Name: name, Now: time.Now, joined: make(chan struct{}), home: make(map[string]chat.Message),
		Limits: chat.Limits{
			Action: 100,
			Text:   3000, Message: 12000, TableRows: 100, Buttons: 5, Options: 25, FormFields: 5, Attachments: true,
		},
	}
}

// Platform returns an adapter for the service.
func (s *Service) Platform() chat.Platform {
	if s.Threads {
		return threading{platform{s}}
	}
	return platform{s}
}

// Deliver hands an event to the connected bot and waits until it is handled.
func (s *Service) Deliver(event chat.Event) {
	s.mu.Lock()
	joined := s.joined
	s.mu.Unlock()
	<-joined
	s.mu.Lock()
	handler := s.handler
	s.events = append(s.events, event)
	s.mu.Unlock()
	handler.Handle(context.Background(), event)
}

// Calls returns the calls made so far.
func (s *Service) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Posted returns the newest content of all messages by key, or by "ref:" and the
// reference for those without a key. It returns an error when a key was posted
// twice.
func (s *Service) Posted() (map[string]chat.Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	messages := make(map[string]chat.Message)
	for _, p := range s.posts {
		key := p.message.Key
		if key == "" {
			key = "ref:" + p.ref
		}
		if _, ok := messages[key]; ok {
			return nil, fmt.Errorf("%s was posted twice", key)
		}
		messages[key] = p.message
	}
	return messages, nil
}

// Home returns the content of a person's home page.
func (s *Service) Home(person string) chat.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.home[person]
}

// Closed returns the threads that were archived.
func (s *Service) Closed() []trex.Thread {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.closed)
}

// Balk makes the next n calls of CloseThread fail.
func (s *Service) Balk(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.balk = n
}

// admitLocked enforces the limits and notes the call.
func (s *Service) admitLocked(call Call) error {
	call.At = s.Now()
	wait := time.Duration(0)
	for _, earlier := range slices.Backward(s.calls) {
		if earlier.Refused {
			continue
		}
		since := call.At.Sub(earlier.At)
		if earlier.Channel == call.Channel {
			wait = max(wait, s.Limits.PostEvery-since)
		}
		if call.What == "update" && earlier.What == "update" {
			wait = max(wait, s.Limits.AnyUpdateEvery-since)
			if earlier.Ref == call.Ref {
				wait = max(wait, s.Limits.UpdateEvery-since)
			}
		}
		if since > time.Minute {
			break
		}
	}
	// Real services tolerate a difference of a millisecond.
	call.Refused = wait > time.Millisecond
	s.calls = append(s.calls, call)
	if call.Refused {
		return &chat.RetryError{After: wait, Cause: errors.New("too many calls")}
	}
	return nil
}

func (s *Service) fault(call Call) (before, after error) {
	s.mu.Lock()
	fault := s.Fault
	s.mu.Unlock()
	if fault == nil {
		return nil, nil
	}
	call.At = s.Now()
	return fault(call)
}

// SetFault replaces Fault while the service is in use.
func (s *Service) SetFault(fault func(Call) (before, after error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Fault = fault
}

func (s *Service) newRefLocked() string {
	s.next++
	return strconv.Itoa(s.next)
}

func (s *Service) find(ref string) *post {
	i := slices.IndexFunc(s.posts, func(p *post) bool { return p.ref == ref })
	if i < 0 {
		return nil
	}
	return s.posts[i]
}

// platform is the adapter of a Service.
type platform struct{ s *Service }

func (p platform) Name() string        { return p.s.Name }
func (p platform) Limits() chat.Limits { return p.s.Limits }

func (p platform) Run(ctx context.Context, handler chat.Handler) error {
	p.s.mu.Lock()
	p.s.handler = handler
	close(p.s.joined)
	p.s.mu.Unlock()
	<-ctx.Done()
	p.s.mu.Lock()
	p.s.handler, p.s.joined = nil, make(chan struct{})
	p.s.mu.Unlock()
	return nil
}

func (p platform) Post(_ context.Context, thread trex.Thread, message chat.Message) (string, error) {
	call := Call{What: "post", Channel: thread.Channel, Key: message.Key}
	before, after := p.s.fault(call)
	if before != nil {
		return "", before
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if err := p.s.admitLocked(call); err != nil {
		return "", err
	}
	ref := p.s.newRefLocked()
	p.s.posts = append(p.s.posts, &post{ref: ref, thread: thread, message: message})
	return ref, after
}

func (p platform) Update(_ context.Context, thread trex.Thread, ref string, message chat.Message) error {
	call := Call{What: "update", Channel: thread.Channel, Ref: ref, Key: message.Key}
	before, after := p.s.fault(call)
	if before != nil {
		return before
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if err := p.s.admitLocked(call); err != nil {
		return err
	}
	posted := p.s.find(ref)
	if posted == nil {
		return trex.NotFound("there is no message %s", ref)
	}
	posted.message = message
	posted.updates++
	return after
}

// FindPosted implements chat.Finder.
func (p platform) FindPosted(_ context.Context, _ trex.Thread, key string) (string, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for _, posted := range p.s.posts {
		if posted.message.Key == key {
			return posted.ref, nil
		}
	}
	return "", nil
}

// OpenForm implements chat.FormOpener.
func (p platform) OpenForm(_ context.Context, _ string, form chat.Form) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if len(form.Fields) > p.s.Limits.FormFields {
		return fmt.Errorf("a form has at most %d fields, not %d", p.s.Limits.FormFields, len(form.Fields))
	}
	p.s.forms = append(p.s.forms, form)
	return nil
}

// Whisper implements chat.Whisperer.
func (p platform) Whisper(_ context.Context, event chat.Event, message chat.Message) error {
	if before, _ := p.s.fault(Call{What: "whisper", Channel: event.Thread.Channel}); before != nil {
		return before
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.s.posts = append(p.s.posts, &post{ref: p.s.newRefLocked(), thread: event.Thread, message: message, whisper: true})
	return nil
}

// ShowHome implements chat.HomeShower.
func (p platform) ShowHome(_ context.Context, person trex.Person, message chat.Message) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.s.home[person.ID] = message
	return nil
}

// Unfurl implements chat.Unfurler. It shows each preview as its own message.
func (p platform) Unfurl(_ context.Context, event chat.Event, previews map[string]chat.Message) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for _, link := range slices.Sorted(maps.Keys(previews)) {
		p.s.posts = append(p.s.posts, &post{ref: p.s.newRefLocked(), thread: event.Thread, message: previews[link]})
	}
	return nil
}

// Stream implements chat.Streamer.
func (p platform) Stream(_ context.Context, _ trex.Thread, text string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.s.streams = append(p.s.streams, text)
}

// Streamed returns all texts that Stream was called with.
func (s *Service) Streamed() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.streams)
}

// threading makes a platform a chat.ThreadStarter.
type threading struct{ platform }

// StartThread implements chat.ThreadStarter.
func (p threading) StartThread(_ context.Context, channel trex.Thread, ref, _ string) (trex.Thread, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.s.find(ref) == nil {
		return trex.Thread{}, trex.NotFound("there is no message %s", ref)
	}
	channel.ID = "t" + ref
	return channel, nil
}

// CloseThread implements chat.ThreadStarter.
func (p threading) CloseThread(_ context.Context, thread trex.Thread) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.s.balk > 0 {
		p.s.balk--
		return trex.Unavailable(errors.New("outage"), "the service is away")
	}
	p.s.closed = append(p.s.closed, thread)
	return nil
}
