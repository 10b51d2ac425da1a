package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/coder/websocket"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// logPause is the time between two looks at a growing log.
const logPause = 150 * time.Millisecond

func (s *Server) logPath(id trex.RunID) string { return filepath.Join(s.RunDir(id), "log") }

// streamLog sends a run's log over a web socket as text messages: the log from
// its start, from byte ?from=, or its last ?tail= bytes; then what the run
// prints. When the run has ended and all is sent, it closes normally. With
// ?frames=json each message is {"from":…,"to":…,"text":…}; from and to are byte
// offsets in the file, so that a cut-off reader can go on from there.
func (s *Server) streamLog(w http.ResponseWriter, r *http.Request) error {
	run, err := s.queriedRun(r)
	if err != nil {
		return err
	}
	from := int64(0)
	if text := r.URL.Query().Get("from"); text != "" {
		if from, err = strconv.ParseInt(text, 10, 64); err != nil || from < 0 {
			return trex.Invalid("from must be a number of bytes, got %q", say.Clip(text, 40))
		}
	}
	if text := r.URL.Query().Get("tail"); text != "" {
		if from, err = s.logStart(run.ID, text); err != nil {
			return err
		}
	}
	if r.Header.Get("Upgrade") == "" {
		return refuse(http.StatusUpgradeRequired, "invalid", "this address needs a web socket; /api/run/%s/log has the same log as text", run.ID)
	}
	done, err := s.limits.watching()
	if err != nil {
		return err
	}
	defer done()
	// guard has checked the origin already, with the public URL.
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return nil //nolint:nilerr // Accept has answered
	}
	defer socket.CloseNow()
	s.meters.watchers.Inc()
	defer s.meters.watchers.Dec()
	s.pump(socket.CloseRead(r.Context()), socket, run, from, r.URL.Query().Get("frames") == "json")
	return nil
}

// logStart returns the byte at which the last tail bytes of a log begin.
func (s *Server) logStart(id trex.RunID, tail string) (int64, error) {
	n, err := strconv.ParseInt(tail, 10, 64)
	if err != nil || n < 0 {
		return 0, trex.Invalid("tail must be a number of bytes, got %q", say.Clip(tail, 40))
	}
	info, err := os.Stat(s.logPath(id))
	if err != nil {
		return 0, nil //nolint:nilerr // nothing printed yet
	}
	return max(info.Size()-n, 0), nil
}

func (s *Server) queriedRun(r *http.Request) (trex.Run, error) {
	text := r.URL.Query().Get("run")
	if text == "" {
		return trex.Run{}, trex.Invalid("run must be given: /ws/logs?run=r12")
	}
	id, err := trex.ParseRunID(text)
	if err != nil {
		return trex.Run{}, trex.NotFound("there is no run %q", say.Clip(text, 40))
	}
	return s.Store.FindRun(r.Context(), id)
}

// pump writes one piece at a time, so it reads the file no faster than the reader
// takes pieces. It disconnects a reader that takes none for a while.
func (s *Server) pump(ctx context.Context, socket *websocket.Conn, run trex.Run, from int64, framed bool) {
	log := &logReader{path: s.logPath(run.ID), offset: from}
	final := func() (bool, error) {
		if !run.Status.Final() {
			var err error
			if run, err = s.Store.FindRun(ctx, run.ID); err != nil {
				return false, err
			}
		}
		return run.Status.Final(), nil
	}
	err := log.follow(ctx, logPause, final, func(p piece) error {
		text := []byte(p.Text)
		if framed {
			var err error
			if text, err = json.Marshal(p); err != nil {
				return err
			}
		} else if len(text) == 0 {
			return nil
		}
		ctx, cancel := context.WithTimeout(ctx, s.writeTimeout)
		defer cancel()
		return socket.Write(ctx, websocket.MessageText, text)
	})
	switch {
	case err == nil:
		socket.Close(websocket.StatusNormalClosure, "the run has ended") //nolint:errcheck // the client has gone
	case errors.Is(err, context.Canceled):
	default:
		socket.Close(websocket.StatusInternalError, "the log cannot be read") //nolint:errcheck // the client has gone
	}
}
