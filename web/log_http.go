package web

import (
	"net/http"
	"strconv"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner/runlog"
	"github.com/trex-ml/trex/say"
)

const (
	mostTail      = 100_000
	mostTailBytes = 16 << 20
)

// runLog answers with the log as text: all of it, or its last ?tail= lines.
func (s *Server) runLog(w http.ResponseWriter, r *http.Request) error {
	run, err := s.pathRun(r)
	if err != nil {
		return err
	}
	if text := r.URL.Query().Get("tail"); text != "" {
		lines, err := strconv.Atoi(text)
		if err != nil || lines < 0 || lines > mostTail {
			return trex.Invalid("tail must be a number of lines up to %d, got %q", mostTail, say.Clip(text, 40))
		}
		tail, err := runlog.Tail(s.logPath(run.ID), lines, mostTailBytes)
		if err != nil {
			return err
		}
		plain(w)
		w.Write([]byte(runlog.Redact(tail))) //nolint:errcheck // the client has gone
		return nil
	}
	plain(w)
	return s.copyLog(w, run.ID)
}

func (s *Server) logDownload(w http.ResponseWriter, r *http.Request) error {
	run, err := s.pathRun(r)
	if err != nil {
		return err
	}
	attach(w, string(run.ID)+".log", "text/plain; charset=utf-8")
	return s.copyLog(w, run.ID)
}

// copyLog sends the log as it is now.
func (s *Server) copyLog(w http.ResponseWriter, id trex.RunID) error {
	log := &logReader{path: s.logPath(id)}
	for {
		p, err := log.next(true)
		if err != nil {
			return err
		}
		if p.To == p.From {
			return nil
		}
		if _, err := w.Write([]byte(p.Text)); err != nil {
			return nil //nolint:nilerr // the client has gone
		}
	}
}

func plain(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
}
