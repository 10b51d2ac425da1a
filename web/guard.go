package web

import (
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/trex-ml/trex/say"
)

// guard refuses requests that a foreign page could make a browser send: under
// another name of this machine (DNS rebinding), with another origin, or a post
// from another site.
func (s *Server) guard(next http.Handler) http.Handler {
	return s.wrap(func(w http.ResponseWriter, r *http.Request) error {
		if s.loopback && !s.knownHost(r.Host) {
			return refuse(http.StatusForbidden, "forbidden",
				"this server is not called %q; open it as http://%s, or set TREX_PUBLIC_URL", say.Clip(r.Host, 60), s.Addr)
		}
		if s.foreign(r) {
			return refuse(http.StatusForbidden, "forbidden", "requests from pages of other sites are refused")
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// foreign reports whether a page of another site sent r. A read with an Origin
// header comes from a script or a web socket, not from a link. It is checked as
// a post is.
func (s *Server) foreign(r *http.Request) bool {
	origins, sent := r.Header["Origin"]
	if sent && (len(origins) != 1 || origins[0] == "") {
		return true // no browser sends this
	}
	if sent && !changes(r.Method) {
		asked := *r
		asked.Method = http.MethodPost
		r = &asked
	}
	return s.origins.Check(r) != nil
}

// trustedOrigins accepts calls from pages under the public URL, whatever Host a
// proxy in front of the server sends.
func trustedOrigins(public *url.URL) (*http.CrossOriginProtection, error) {
	origins := http.NewCrossOriginProtection()
	if public == nil {
		return origins, nil
	}
	return origins, origins.AddTrustedOrigin(strings.ToLower(public.Scheme + "://" + public.Host))
}

func changes(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}

// knownHost reports whether a Host header names this machine's loopback, the
// address it listens on, or its public URL.
func (s *Server) knownHost(host string) bool {
	if host == s.Addr || s.public != nil && strings.EqualFold(host, s.public.Host) {
		return true
	}
	name := host
	if split, _, err := net.SplitHostPort(host); err == nil {
		name = split
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	return isLoopback(name) || strings.HasSuffix(name, ".localhost")
}

// secure sets the headers that stop pages from loading foreign content, and
// foreign pages from loading these.
func (s *Server) secure(next http.Handler) http.Handler {
	const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
		"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		if s.https(r) {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// https reports whether the browser used TLS, to this server or to its proxy.
func (s *Server) https(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	return s.public != nil && s.public.Scheme == "https" && strings.EqualFold(r.Host, s.public.Host)
}
