//go:build e2e

package e2e

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"testing"
)

// relay is a fixed address for a server that chooses its own port.
type relay struct {
	*httptest.Server
	target atomic.Pointer[url.URL]
}

func newRelay(t *testing.T) *relay {
	t.Helper()
	r := new(relay)
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		target := r.target.Load()
		if target == nil {
			http.Error(w, "not yet", http.StatusServiceUnavailable)
			return
		}
		httputil.NewSingleHostReverseProxy(target).ServeHTTP(w, request)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *relay) to(address string) {
	if target, err := url.Parse(address); err == nil {
		r.target.Store(target)
	}
}
