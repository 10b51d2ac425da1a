package web

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// No second answer follows one that broke off, whatever wrappers are around it.
func TestABegunAnswerIsNotAnsweredAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil).Server
	breaks := s.wrap(func(w http.ResponseWriter, _ *http.Request) error {
		attach(w, "r1-metrics.csv", "text/csv")
		w.Write([]byte("metric,step\n"))
		return errors.New("the disk is gone")
	})
	for name, handler := range map[string]http.Handler{
		"Measured": s.measureAs("/run/{id}/metrics.csv", breaks), "Compressed": s.measureAs("/run/{id}/metrics.csv", middleware.Compress(5, "text/csv")(breaks)),
	} {
		recorded := httptest.NewRecorder()
		handler.ServeHTTP(recorded, httptest.NewRequest(http.MethodGet, "/run/r1/metrics.csv", nil))
		if got := recorded.Body.String(); got != "metric,step\n" {
			t.Errorf("%s: the answer is %q", name, got)
		}
	}
}

// measureAs is handler below measure, as a route of the server is.
func (s *Server) measureAs(route string, handler http.Handler) http.Handler {
	r := chi.NewRouter()
	r.Use(s.measure)
	r.Handle(route, handler)
	return r
}
