package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/trex-ml/trex"
)

// handler is an http.HandlerFunc that may fail. Only wrap shows the returned
// error to the person, or logs it.
type handler func(w http.ResponseWriter, r *http.Request) error

// statusError is an error that exists only in HTTP.
type statusError struct {
	status  int
	kind    string
	message string
}

func (e *statusError) Error() string { return e.message }

func refuse(status int, kind, format string, args ...any) error {
	return &statusError{status: status, kind: kind, message: fmt.Sprintf(format, args...)}
}

// failure is the part of an error that a person sees.
type failure struct {
	Status  int    `json:"-"`
	Kind    string `json:"kind"`
	Message string `json:"message"`
}

// refusalJSON is the answer to a refused request.
type refusalJSON struct {
	Error failure `json:"error"`
}

var statusOf = map[trex.ErrorKind]int{
	trex.KindInvalid:     http.StatusUnprocessableEntity,
	trex.KindNotFound:    http.StatusNotFound,
	trex.KindConflict:    http.StatusConflict,
	trex.KindForbidden:   http.StatusForbidden,
	trex.KindUnavailable: http.StatusServiceUnavailable,
}

// wrap turns a handler's error into a status, a page or JSON, and a log line.
func (s *Server) wrap(handle handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := handle(w, r)
		if err == nil {
			return
		}
		if r.Context().Err() != nil && errors.Is(err, context.Canceled) {
			return // the client has gone
		}
		s.fail(w, r, err)
	}
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	f := s.explain(r, err)
	if begun(w) {
		return // too late for an error page: the answer just ends early
	}
	if f.Status == http.StatusServiceUnavailable || f.Status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "2")
	}
	if wantsPage(r) {
		s.errorPage(w, r, f)
		return
	}
	writeFailure(w, f)
}

// begun reports whether part of the answer was sent. It asks the wrapper that
// measure puts around every writer; other wrappers may surround that one.
func begun(w http.ResponseWriter) bool {
	for {
		switch known := w.(type) {
		case middleware.WrapResponseWriter:
			return known.Status() != 0
		case interface{ Unwrap() http.ResponseWriter }:
			w = known.Unwrap()
		default:
			return false
		}
	}
}

// explain logs the details that a person must not see, and returns the rest.
func (s *Server) explain(r *http.Request, err error) failure {
	var coded *statusError
	if errors.As(err, &coded) {
		return failure{Status: coded.status, Kind: coded.kind, Message: coded.message}
	}
	sentence, ok := trex.Sentence(err)
	if ok {
		kind := trex.KindOf(err)
		if kind == trex.KindUnavailable {
			s.Log.WarnContext(r.Context(), "web: unavailable", "path", r.URL.Path, "error", err)
		}
		return failure{Status: statusOf[kind], Kind: string(kind), Message: sentence}
	}
	reference := fmt.Sprintf("%06x", rand.N(1<<24))
	s.Log.ErrorContext(r.Context(), "web: request broke", "method", r.Method, "path", r.URL.Path,
		"reference", reference, "error", err)
	return failure{Status: http.StatusInternalServerError, Kind: string(trex.KindInternal),
		Message: "something broke on our side; the server's log has it under " + reference}
}

func writeFailure(w http.ResponseWriter, f failure) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(f.Status)
	json.NewEncoder(w).Encode(refusalJSON{Error: f}) //nolint:errcheck // the client has gone
}

// wantsPage reports whether the answer is for a person with a browser.
func wantsPage(r *http.Request) bool {
	path := r.URL.Path
	if strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/ws/") || path == "/events" || path == "/metrics" {
		return false
	}
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}
