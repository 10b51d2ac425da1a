package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/trex-ml/trex"
)

const heartbeat = 15 * time.Second

// events sends server-sent events: "run", "experiment" and "message" carry the
// thing as the API returns it; "points" and "proposal" carry only its id;
// "draft" carries the beginning of an answer; "reset" asks the page to reload.
// Last-Event-ID (or ?after=) resumes.
func (s *Server) events(w http.ResponseWriter, r *http.Request) error {
	done, err := s.limits.watching()
	if err != nil {
		return err
	}
	defer done()
	out := &eventWriter{w: w, control: http.NewResponseController(w), timeout: s.writeTimeout}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)

	seen, resumed := s.resume(r)
	if !resumed {
		out.event("reset", s.feed.id(seen), []byte("{}"))
	} else {
		out.event("hello", s.feed.id(seen), []byte("{}"))
	}
	s.meters.watchers.Inc()
	defer s.meters.watchers.Dec()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for out.err == nil {
		entries, reached, lost, more := s.feed.since(seen)
		if lost {
			entries = nil
			out.event("reset", s.feed.id(reached), []byte("{}"))
		}
		for _, e := range entries {
			out.event(e.event, s.feed.id(e.sequel), e.data)
		}
		seen = reached
		out.flush()
		select {
		case <-r.Context().Done():
			return nil
		case <-more:
		case <-beat.C:
			out.text(": beat\n\n")
		}
	}
	return nil
}

// resume returns where to go on, and whether the reader's place is known. If it
// is not, the reader must reload.
func (s *Server) resume(r *http.Request) (seen uint64, resumed bool) {
	last := r.Header.Get("Last-Event-ID")
	if last == "" {
		last = r.URL.Query().Get("after")
	}
	if last == "" {
		return s.feed.now(), true
	}
	if seen, ok := s.feed.place(last); ok {
		return seen, true
	}
	return s.feed.now(), false
}

// eventWriter remembers the first error and writes nothing after it.
type eventWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
	timeout time.Duration // for one write
	err     error
}

func (e *eventWriter) event(name, id string, data []byte) {
	e.text(fmt.Sprintf("event: %s\nid: %s\ndata: %s\n\n", name, id, data))
}

func (e *eventWriter) text(text string) {
	if e.err != nil {
		return
	}
	e.control.SetWriteDeadline(time.Now().Add(e.timeout)) //nolint:errcheck // not every writer has one
	_, e.err = e.w.Write([]byte(text))
}

func (e *eventWriter) flush() {
	if e.err == nil {
		e.err = e.control.Flush()
	}
}

// render reads the thing that changed and returns it as JSON.
func (s *Server) render(ctx context.Context, change trex.Change) (event string, data []byte, err error) {
	var value any
	switch change.Kind {
	case trex.RunChanged:
		run, err := s.Store.FindRun(ctx, trex.RunID(change.ID))
		if err != nil {
			return "", nil, err
		}
		value = toRunJSON(&run, s.Now())
	case trex.ExperimentChanged:
		value, err = s.experimentChange(ctx, trex.ExperimentID(change.ID))
	case trex.MessageChanged:
		message, err := s.Store.FindMessage(ctx, trex.MessageID(change.ID))
		if err != nil || message.Thread != WebThread {
			return "", nil, err
		}
		if value, err = s.messageAsJSON(ctx, &message); err != nil {
			return "", nil, err
		}
	case trex.PointsAdded, trex.ProposalChanged, trex.WarningChanged:
		value = changedJSON{ID: change.ID}
	default:
		return "", nil, nil
	}
	if err != nil {
		return "", nil, err
	}
	data, err = json.Marshal(value)
	return string(change.Kind), data, err
}

// changedJSON names what changed.
type changedJSON struct {
	ID string `json:"id"`
}

// experimentChangeJSON has only the ids of the runs: each run has its own event.
type experimentChangeJSON struct {
	experimentJSON
	Runs []trex.RunID `json:"runs"`
}

func (s *Server) experimentChange(ctx context.Context, id trex.ExperimentID) (any, error) {
	experiment, err := s.Store.FindExperiment(ctx, id)
	if err != nil {
		return nil, err
	}
	runs, err := s.Store.ListExperimentRuns(ctx, id)
	if err != nil {
		return nil, err
	}
	return experimentChangeJSON{toExperimentJSON(&experiment, runs, s.Now()), runIDs(runs)}, nil
}

func runIDs(runs []trex.Run) []trex.RunID {
	ids := make([]trex.RunID, len(runs))
	for i := range runs {
		ids[i] = runs[i].ID
	}
	return ids
}
