package web

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// WebThread is the only conversation of the web chat; everybody shares it.
var WebThread = trex.Thread{Platform: "web", Channel: "chat", ID: "main"}

// Person stands for everybody who uses the web page: it has no accounts.
var Person = trex.Person{Platform: "web", ID: "web", Name: "web"}

// chatStore stores the messages of the chat.
type chatStore interface {
	AppendMessage(ctx context.Context, message trex.ChatMessage) (trex.ChatMessage, error)
	UpdateMessage(ctx context.Context, message trex.ChatMessage) error
	FindMessage(ctx context.Context, id trex.MessageID) (trex.ChatMessage, error)
	ListMessages(ctx context.Context, thread trex.Thread, after trex.MessageID, limit int) ([]trex.ChatMessage, error)
}

// Chat is the web chat as a chat.Platform, a chat.Streamer, a chat.Finder, a
// chat.Linker and a chat.FormOpener.
// It stores what is posted; a Server shows it and notifies browsers.
type Chat struct {
	store chatStore
	now   func() time.Time

	mu    sync.Mutex
	tell  func(text string)
	forms map[string]chat.Form // trigger → the form it opened, until the page shows it
}

// NewChat returns a chat that keeps its messages in store.
func NewChat(store chatStore) *Chat {
	return &Chat{store: store, now: time.Now, forms: make(map[string]chat.Form)}
}

func (c *Chat) Name() string { return "web" }

func (c *Chat) Limits() chat.Limits {
	return chat.Limits{
		Text: 100_000, Message: 1_000_000, TableRows: 1000, Buttons: 10, Options: 1000, FormFields: 100,
		Action: 2000, Outcomes: true, Transcript: true, UpdateEvery: 300 * time.Millisecond,
	}
}

// Run waits until ctx ends: events come in as requests to a Server.
func (c *Chat) Run(ctx context.Context, _ chat.Handler) error {
	<-ctx.Done()
	return nil
}

// Post stores message; the reference is its trex.MessageID.
func (c *Chat) Post(ctx context.Context, thread trex.Thread, message chat.Message) (string, error) {
	stored, err := c.compose(thread, message)
	if err != nil {
		return "", err
	}
	stored.At = c.now()
	stored, err = c.store.AppendMessage(ctx, stored)
	return string(stored.ID), err
}

// Update replaces a stored message.
func (c *Chat) Update(ctx context.Context, thread trex.Thread, ref string, message chat.Message) error {
	old, err := c.store.FindMessage(ctx, trex.MessageID(ref))
	if err != nil {
		return err
	}
	stored, err := c.compose(thread, message)
	if err != nil {
		return err
	}
	stored.ID, stored.At, stored.UpdatedAt = old.ID, old.At, c.now()
	return c.store.UpdateMessage(ctx, stored)
}

// whole adds the id of WebThread to a thread without an id.
func whole(thread trex.Thread) trex.Thread {
	if thread.ID == "" {
		thread.ID = WebThread.ID
	}
	return thread
}

// compose stores what a picture shows instead of its pixels: the server draws it
// when the page asks.
func (c *Chat) compose(thread trex.Thread, message chat.Message) (trex.ChatMessage, error) {
	message.Pictures = slices.Clone(message.Pictures)
	for i := range message.Pictures {
		message.Pictures[i].PNG = nil
	}
	card, err := json.Marshal(message)
	if err != nil {
		return trex.ChatMessage{}, fmt.Errorf("encode card: %w", err)
	}
	return trex.ChatMessage{
		Thread: whole(thread), Role: trex.RoleAssistant, Content: message.Plain(),
		Proposal: trex.ProposalID(message.Proposal), Card: card,
	}, nil
}

// FindPosted implements chat.Finder: the key is part of the stored card.
func (c *Chat) FindPosted(ctx context.Context, thread trex.Thread, key string) (string, error) {
	messages, err := c.store.ListMessages(ctx, whole(thread), "", recentMessages)
	if err != nil {
		return "", err
	}
	for _, message := range slices.Backward(messages) {
		var card struct{ Key string }
		if message.Card != nil && json.Unmarshal(message.Card, &card) == nil && card.Key == key {
			return string(message.ID), nil
		}
	}
	return "", nil
}

// Link implements chat.Linker.
func (c *Chat) Link(_ trex.Thread, ref string) string { return chatAt(ref) }

// recentMessages is how many of the newest messages FindPosted searches for one
// that a crash left unrecorded.
const recentMessages = 500

// Stream shows text in open pages until the final answer replaces it.
func (c *Chat) Stream(_ context.Context, _ trex.Thread, text string) {
	c.mu.Lock()
	tell := c.tell
	c.mu.Unlock()
	if tell != nil {
		tell(text)
	}
}

func (c *Chat) onDraft(tell func(text string)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tell = tell
}

// OpenForm keeps form; the request that trigger names will show it.
func (c *Chat) OpenForm(_ context.Context, trigger string, form chat.Form) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forms[trigger] = form
	return nil
}

// takeForm returns the form that trigger opened and forgets it.
func (c *Chat) takeForm(trigger string) (chat.Form, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	form, ok := c.forms[trigger]
	delete(c.forms, trigger)
	return form, ok
}
