package web

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
)

type event struct{ name, id, data string }

// stream is an open event stream.
type stream struct {
	t      *testing.T
	lines  *bufio.Scanner
	cancel context.CancelFunc
}

func (s *site) listen(t *testing.T, after string) *stream {
	t.Helper()
	ctx, cancel := context.WithCancel(await.Context(t))
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.http.URL+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	if after != "" {
		request.Header.Set("Last-Event-ID", after)
	}
	response, err := s.http.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	if got := response.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("Content-Type: %s", got)
	}
	return &stream{t, bufio.NewScanner(response.Body), cancel}
}

func (s *stream) next() event {
	s.t.Helper()
	var e event
	for s.lines.Scan() {
		name, value, _ := strings.Cut(s.lines.Text(), ": ")
		switch name {
		case "event":
			e.name = value
		case "id":
			e.id = value
		case "data":
			e.data = value
		case "":
			if e.name != "" {
				return s.fits(e)
			}
		}
	}
	s.t.Fatalf("the stream ended: %v", s.lines.Err())
	return e
}

// fits checks that an event has the data that api.ts promises.
func (s *stream) fits(e event) event {
	s.t.Helper()
	if e.name == "hello" {
		return e
	}
	decoder := json.NewDecoder(strings.NewReader(fmt.Sprintf("{%q: %s}", e.name, e.data)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(new(eventsJSON)); err != nil {
		s.t.Errorf("event %s with %s: %v", e.name, e.data, err)
	}
	return e
}

// part identifies an event: its name, and a part of its data.
type part struct{ name, data string }

// until returns the first event of a name whose data contains data.
func (s *stream) until(name, data string) event {
	s.t.Helper()
	return s.all(part{name, data})[0]
}

// all returns the first event of each kind, in any order: a thing that changes
// again has its event later.
func (s *stream) all(parts ...part) []event {
	s.t.Helper()
	found := make([]event, len(parts))
	for slices.Contains(found, event{}) {
		e := s.next()
		for i, p := range parts {
			if found[i] == (event{}) && e.name == p.name && strings.Contains(e.data, p.data) {
				found[i] = e
			}
		}
	}
	return found
}

func TestEventsCarryWhatChanged(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	live := s.listen(t, "")
	if e := live.next(); e.name != "hello" || e.id == "" {
		t.Errorf("first event = %+v", e)
	}
	id := s.launch(0.1)[0].ID
	told := live.all(part{"experiment", `"id":"e1"`}, part{"run", `"pending"`})
	var run runJSON
	if err := json.Unmarshal([]byte(told[1].data), &run); err != nil || run.ID != id || run.Config["lr"] != trex.Number(0.1) {
		t.Errorf("run event = %+v, %v", run, err)
	}
	s.Worker.Start(id)
	live.until("run", `"running"`)
	s.Train(id, 1, 2, 0.5, 0.25)
	live.until("points", `{"id":"r1"}`)
	s.send(http.MethodPost, "/api/messages", map[string]string{"content": "what is running?"}).want(201)
	live.until("message", `"role":"assistant"`)
	s.Server.Chat.Stream(t.Context(), WebThread, "Let me")
	live.until("draft", `"Let me"`)
}

func TestEventsCatchUp(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	first := s.listen(t, "")
	start := first.next().id
	s.launch(0.1, 0.2)
	last := first.until("run", `"id":"r2"`)
	first.cancel()
	s.Worker.Start("r1")
	s.Finish("r1", trex.Failed, "out of memory", nil)

	second := s.listen(t, last.id)
	if e := second.next(); e.name != "hello" {
		t.Errorf("second stream begins with %+v", e)
	}
	second.until("run", "out of memory")

	whole := s.listen(t, start)
	states := map[string]string{}
	for len(states) < 2 {
		if e := whole.next(); e.name == "run" {
			var run runJSON
			if err := json.Unmarshal([]byte(e.data), &run); err != nil {
				t.Fatal(err)
			}
			if states[string(run.ID)] != "" {
				t.Errorf("%s was told twice: only its newest state counts", run.ID)
			}
			states[string(run.ID)] = string(run.Status)
		}
	}
	if states["r1"] != "failed" {
		t.Errorf("states = %v", states)
	}

	if e := s.listen(t, "another-5").next(); e.name != "reset" {
		t.Errorf("after a restart: %+v, want reset", e)
	}
	if e := s.listen(t, s.Server.feed.id(s.Server.feed.now()+100)).next(); e.name != "reset" {
		t.Errorf("an id of the future: %+v, want reset", e)
	}
}

func TestFeedForgetsTheOldest(t *testing.T) {
	t.Parallel()
	f := newFeed(nil)
	for i := range mostEntries + 10 {
		f.put(fmt.Sprint("run r", i), "run", []byte("{}"))
	}
	if entries, _, lost, _ := f.since(0); !lost || len(entries) != mostEntries {
		t.Errorf("since 0: %d entries, lost %t", len(entries), lost)
	}
	if entries, _, lost, _ := f.since(15); lost || len(entries) != mostEntries-5 {
		t.Errorf("since 15: %d entries, lost %t", len(entries), lost)
	}
	seen := f.now()
	f.put("run r0", "run", []byte(`{"a":1}`))
	f.put("run r0", "run", []byte(`{"a":2}`))
	entries, reached, lost, more := f.since(seen)
	if len(entries) != 1 || string(entries[0].data) != `{"a":2}` || lost || reached != f.now() {
		t.Errorf("since %d: %v", seen, entries)
	}
	f.reset()
	select {
	case <-more:
	default:
		t.Error("a reset wakes nobody")
	}
	if _, _, lost, _ := f.since(reached); !lost {
		t.Error("after a reset nothing is lost")
	}
}

func TestFeedResetsWhenChangesMayBeMissed(t *testing.T) {
	t.Parallel()
	f := newFeed(func(context.Context, trex.Change) (string, []byte, error) { return "run", []byte("{}"), nil })
	changes := make(chan trex.Change, 2)
	changes <- trex.Change{Kind: trex.AllChanged}
	close(changes)
	before := f.now()
	if err := f.run(t.Context(), changes); err != nil {
		t.Fatal(err)
	}
	if _, _, lost, _ := f.since(before); !lost {
		t.Error("readers are not told to load anew")
	}
}
