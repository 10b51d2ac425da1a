package web

import (
	"context"
	"net/http"
	"sync"
	"testing"

	"github.com/trex-ml/trex"
)

// restlessStore announces a change after each read of a page.
type restlessStore struct {
	store

	mu    sync.Mutex
	feed  *feed  // nil: nothing changes
	first uint64 // the place of the first change
}

func (s *restlessStore) change(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.feed == nil || ctx.Value(http.ServerContextKey) == nil { // the feed reads too
		return
	}
	s.feed.put("run r1", "run", []byte("{}"))
	if s.first == 0 {
		s.first = s.feed.now()
	}
}

func (s *restlessStore) FindRun(ctx context.Context, id trex.RunID) (trex.Run, error) {
	defer s.change(ctx)
	return s.store.FindRun(ctx, id)
}

func (s *restlessStore) FindExperiment(ctx context.Context, id trex.ExperimentID) (trex.Experiment, error) {
	defer s.change(ctx)
	return s.store.FindExperiment(ctx, id)
}

func (s *restlessStore) ListMessages(ctx context.Context, thread trex.Thread, after trex.MessageID, limit int) ([]trex.ChatMessage, error) {
	defer s.change(ctx)
	return s.store.ListMessages(ctx, thread, after, limit)
}

// A page gets the changes made while it was rendered once it is open.
func TestPageMissesNoChange(t *testing.T) {
	t.Parallel()
	restless := &restlessStore{}
	s := newSite(t, func(params *Params) { restless.store, params.Store = params.Store, restless })
	s.launch(0.1, 0.2)
	restless.mu.Lock()
	restless.feed = s.Server.feed
	restless.mu.Unlock()
	for _, path := range []string{"/", "/run/r1", "/experiment/e1", "/compare?runs=r1,r2"} {
		t.Run(path, func(t *testing.T) {
			restless.mu.Lock()
			restless.first = 0
			restless.mu.Unlock()
			page := s.get(path).want(200)
			restless.mu.Lock()
			defer restless.mu.Unlock()
			place, ok := s.Server.feed.place(attr(page.all("body")[0], "data-feed"))
			if !ok || restless.first == 0 || place >= restless.first {
				t.Errorf("the page goes on after change %d (%t), the first was %d", place, ok, restless.first)
			}
		})
	}
}
