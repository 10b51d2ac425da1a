package web

import (
	"container/list"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/trex-ml/trex"
)

// feed turns changes of the store into events for browsers. For each thing that
// changed lately it keeps only the newest state. A reader that is slow, or was
// away, skips states, but always ends with the newest.
type feed struct {
	render func(ctx context.Context, change trex.Change) (event string, data []byte, err error)
	epoch  string // of this process: ids of an earlier process have another epoch

	mu      sync.Mutex
	sequel  uint64                   // of the newest entry
	dropped uint64                   // of the newest entry forgotten
	order   *list.List               // of *entry, oldest first
	byKey   map[string]*list.Element // event and id → entry
	wake    chan struct{}            // closed, and made anew, when an entry comes
}

// entry is the newest state of one thing.
type entry struct {
	sequel uint64
	key    string
	event  string
	data   []byte
}

// mostEntries is how many changed things a browser that was away can catch up
// on. If more changed, it reloads.
const mostEntries = 2000

// settle is how long changes of one thing are collected into one event.
const settle = 120 * time.Millisecond

func newFeed(render func(context.Context, trex.Change) (string, []byte, error)) *feed {
	return &feed{
		render: render, epoch: strconv.FormatInt(time.Now().UnixMilli(), 36),
		order: list.New(), byKey: make(map[string]*list.Element), wake: make(chan struct{}),
	}
}

// run publishes changes until ctx ends or changes is closed.
func (f *feed) run(ctx context.Context, changes <-chan trex.Change) error {
	var waiting []trex.Change // once each, in the order they came
	var due <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case change, open := <-changes:
			if !open {
				return nil
			}
			if change.Kind == trex.AllChanged {
				waiting = nil
				f.reset()
				continue
			}
			if !slices.Contains(waiting, change) {
				waiting = append(waiting, change)
			}
			if due == nil {
				due = time.After(settle)
			}
		case <-due:
			due = nil
			for _, change := range waiting {
				f.tell(ctx, change)
			}
			waiting = waiting[:0]
		}
	}
}

// tell renders and publishes one change. A thing that cannot be read now is
// published when it changes next, and every page that loads reads it.
func (f *feed) tell(ctx context.Context, change trex.Change) {
	event, data, err := f.render(ctx, change)
	if err != nil || event == "" {
		return
	}
	f.put(event+" "+change.ID, event, data)
}

func (f *feed) put(key, event string, data []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if old, ok := f.byKey[key]; ok {
		f.order.Remove(old)
	}
	f.sequel++
	f.byKey[key] = f.order.PushBack(&entry{sequel: f.sequel, key: key, event: event, data: data})
	if f.order.Len() > mostEntries {
		oldest := f.order.Remove(f.order.Front()).(*entry)
		delete(f.byKey, oldest.key)
		f.dropped = oldest.sequel
	}
	f.wakeLocked()
}

// reset makes every reader reload.
func (f *feed) reset() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sequel++
	f.dropped = f.sequel
	f.order.Init()
	clear(f.byKey)
	f.wakeLocked()
}

func (f *feed) wakeLocked() {
	close(f.wake)
	f.wake = make(chan struct{})
}

// draftJSON is the beginning of an answer that is being written.
type draftJSON struct {
	Text string `json:"text"`
}

// draft publishes text as the beginning of an answer that will follow.
func (f *feed) draft(text string) {
	data, err := json.Marshal(draftJSON{Text: text})
	if err == nil {
		f.put("draft", "draft", data)
	}
}

// since returns the entries after sequel, oldest first, the sequel reached, and
// a channel that is closed when there are more. lost reports whether an entry
// after sequel was already dropped.
func (f *feed) since(sequel uint64) (entries []*entry, reached uint64, lost bool, more <-chan struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	lost = sequel < f.dropped
	for e := f.order.Back(); e != nil; e = e.Prev() {
		if e.Value.(*entry).sequel <= sequel {
			break
		}
		entries = append(entries, e.Value.(*entry))
	}
	for i, j := 0, len(entries)-1; i < j; i, j = i+1, j-1 {
		entries[i], entries[j] = entries[j], entries[i]
	}
	return entries, f.sequel, lost, f.wake
}

func (f *feed) now() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.sequel
}

// id returns a place in the feed for Last-Event-ID.
func (f *feed) id(sequel uint64) string { return f.epoch + "-" + strconv.FormatUint(sequel, 10) }

// place parses an id. ok is false if it is from another process.
func (f *feed) place(id string) (sequel uint64, ok bool) {
	epoch, text, found := strings.Cut(id, "-")
	if !found || epoch != f.epoch {
		return 0, false
	}
	sequel, err := strconv.ParseUint(text, 10, 64)
	return sequel, err == nil && sequel <= f.now()
}
