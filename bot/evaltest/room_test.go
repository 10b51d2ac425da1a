package evaltest

import (
	"context"
	"slices"
	"strconv"
	"sync"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// room is a chat service in memory that shows text and buttons only, so that no
// time is spent on pictures.
type room struct {
	mu    sync.Mutex
	posts []post
}

// post is one message of Trex, as it was posted last.
type post struct {
	thread  trex.Thread
	message chat.Message
}

const platform = "web"

func (r *room) Name() string { return platform }

func (r *room) Limits() chat.Limits {
	return chat.Limits{
		Text: 100_000, Message: 1_000_000, TableRows: 1000, Buttons: 10, Options: 1000, FormFields: 100, Action: 2000,
	}
}

func (r *room) Run(ctx context.Context, _ chat.Handler) error {
	<-ctx.Done()
	return nil
}

func (r *room) Post(_ context.Context, thread trex.Thread, message chat.Message) (ref string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.posts = append(r.posts, post{thread, message})
	return strconv.Itoa(len(r.posts)), nil
}

func (r *room) Update(_ context.Context, _ trex.Thread, ref string, message chat.Message) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	n, err := strconv.Atoi(ref)
	if err != nil || n < 1 || n > len(r.posts) {
		return trex.NotFound("there is no message %s", ref)
	}
	r.posts[n-1].message = message
	return nil
}

// count returns how many messages were posted so far.
func (r *room) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.posts)
}

// since returns the messages of a thread after the first n of the room.
func (r *room) since(n int, thread trex.Thread) []chat.Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	var messages []chat.Message
	for _, p := range slices.Clone(r.posts[n:]) {
		if p.thread == thread {
			messages = append(messages, p.message)
		}
	}
	return messages
}
