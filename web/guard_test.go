package web

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trex-ml/trex"
)

func TestForeignRequestsAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(p *Params) { p.PublicURL = "https://trex.example.com" })
	own := s.http.URL
	for _, test := range []struct {
		name, method string
		headers      []string
		status       int
	}{
		{"Plain", "GET", nil, 200},
		{"Script", "POST", nil, 201},
		{"OwnOrigin", "POST", []string{"Origin", own, "Sec-Fetch-Site", "same-origin"}, 201},
		{"TypedAddress", "POST", []string{"Sec-Fetch-Site", "none"}, 201},
		{"PublicOrigin", "POST", []string{"Origin", "https://trex.example.com"}, 201},
		{"Localhost", "GET", []string{"Host", "localhost:8080"}, 200},
		{"SixLoopback", "GET", []string{"Host", "[::1]:8080"}, 200},
		{"PublicHost", "GET", []string{"Host", "trex.example.com"}, 200},
		{"ForeignHost", "GET", []string{"Host", "evil.example"}, 403},
		{"LoopbackPrefix", "GET", []string{"Host", "127.0.0.1.evil.example"}, 403},
		{"PrivateHost", "GET", []string{"Host", "192.168.1.7:8080"}, 403},
		{"ForeignOrigin", "POST", []string{"Origin", "https://evil.example"}, 403},
		{"ForeignOriginRead", "GET", []string{"Origin", "https://evil.example"}, 403},
		{"NullOrigin", "POST", []string{"Origin", "null"}, 403},
		{"EmptyOrigin", "POST", []string{"Origin", ""}, 403},
		{"OtherPort", "POST", []string{"Origin", "http://127.0.0.1:1"}, 403},
		{"OriginPath", "POST", []string{"Origin", "javascript:alert(1)"}, 403},
		{"ForeignScriptRead", "GET", []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403},
		{"PublicOriginBehindAProxy", "POST", []string{"Origin", "https://trex.example.com", "Sec-Fetch-Site", "same-site"}, 201},
		{"PublicOriginWithoutTLS", "POST", []string{"Origin", "http://trex.example.com"}, 403},
		{"CrossSite", "POST", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"SameSite", "POST", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"CrossSiteLink", "GET", []string{"Sec-Fetch-Site", "cross-site"}, 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			path, body := "/api/runs", ""
			if test.method == http.MethodPost {
				path, body = "/api/run-job", `{"configs":[{"lr":0.1}]}`
			}
			answer := s.send(test.method, path, body, test.headers...)
			answer.t = t
			answer.want(test.status)
			if test.status == 403 {
				answer.refused(403, "forbidden")
			}
		})
	}
	before := len(into[[]runJSON](s.get("/api/runs")))
	s.send(http.MethodPost, "/action", "action=stop%3A0%3Ae1", "Origin", "https://evil.example",
		"Content-Type", "application/x-www-form-urlencoded").refused(403, "forbidden")
	if after := len(into[[]runJSON](s.get("/api/runs"))); after != before {
		t.Errorf("%d runs, want %d", after, before)
	}
	s.get("/ws/logs?run=r1", "Origin", "https://evil.example", "Upgrade", "websocket", "Connection", "Upgrade").want(403)
}

func TestSecurityHeaders(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, path := range []string{"/", "/api/runs", "/nothing", "/assets/style-0123456789.css"} {
		h := s.get(path, "Accept", "text/html").Header
		policy := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: policy %q lacks %s", path, policy, want)
			}
		}
		if strings.Contains(policy, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", path, h)
		}
	}
}

func TestOpenAddressNeedsAToken(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"0.0.0.0:8080", ":8080", "[::]:8080", "192.168.1.7:80", "trex.example.com:80"} {
		_, err := newServer(Params{Addr: addr, Chat: NewChat(nil)}, built())
		if err == nil || !strings.Contains(err.Error(), "TREX_WEB_TOKEN") {
			t.Errorf("%s without a token: %v", addr, err)
		}
	}
	if _, err := newServer(Params{Addr: "8080", Chat: NewChat(nil)}, built()); trex.KindOf(err) != trex.KindInvalid {
		t.Errorf("an address without a port: %v", err)
	}
}

const secret = "correct horse battery staple"

func TestEverythingAsksForTheToken(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(p *Params) { p.Addr, p.Token = "0.0.0.0:8080", secret })
	for _, path := range []string{
		"/", "/run/r1", "/experiment/e1", "/compare?runs=r1", "/run/r1/chart.png", "/runs.csv", "/run/r1/log.txt", "/part/message/m1",
		"/api/runs", "/api/run/r1", "/api/messages", "/api/status", "/events", "/ws/logs?run=r1", "/metrics", "/nothing",
	} {
		s.get(path).refused(401, "unauthorized")
		s.get(path, "Authorization", "Bearer wrong").refused(401, "unauthorized")
		s.get(path, "Cookie", sessionCookie+"=9999999999.00").refused(401, "unauthorized")
	}
	s.send(http.MethodPost, "/api/run-job", `{"configs":[{}]}`).refused(401, "unauthorized")
	s.send(http.MethodPost, "/action", "action=stop:0:e1").refused(401, "unauthorized")
	for _, path := range []string{"/healthz", "/readyz", "/login", "/assets/style-0123456789.css"} {
		s.get(path).want(200)
	}
	right := []string{"Authorization", "Bearer " + secret, "Host", "anything.example"}
	s.send(http.MethodPost, "/api/run-job", `{"configs":[{}]}`, right...).want(201)
	s.get("/api/runs", right...).want(200)
	s.send(http.MethodPost, "/api/run-job", `{"configs":[{}]}`, append(right, "Origin", "https://evil.example")...).want(403)
}

func TestLogin(t *testing.T) {
	t.Parallel()
	begun := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	var passed atomic.Int64 // time.Duration since then
	s := newSite(t, func(p *Params) {
		p.Addr, p.Token = "0.0.0.0:8080", secret
		p.Now = func() time.Time { return begun.Add(time.Duration(passed.Load())) }
	})
	asked := s.get("/run/r1?x=1", "Accept", "text/html").want(303)
	if got := asked.Header.Get("Location"); got != "/login?to=%2Frun%2Fr1%3Fx%3D1" {
		t.Errorf("sent to %s", got)
	}
	page := s.get("/login?to=/run/r1", "Accept", "text/html").want(200).has(`form[action="/login"] input[type=password][name=token]`)
	if got := attr(page.all(`input[name=to]`)[0], "value"); got != "/run/r1" {
		t.Errorf("to = %s", got)
	}
	s.form("/login", "token", "wrong").want(401).has("[role=alert]")
	in := s.form("/login", "token", secret, "to", "/run/r1").want(303)
	cookie := in.Header.Get("Set-Cookie")
	if in.Header.Get("Location") != "/run/r1" || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") || strings.Contains(cookie, secret) {
		t.Errorf("login: %v", in.Header)
	}
	session, _, _ := strings.Cut(cookie, ";")
	s.get("/api/runs", "Cookie", session).want(200)
	s.get("/", "Cookie", session, "Accept", "text/html").want(200).has(`form[action="/logout"]`)
	s.get("/login", "Cookie", session).want(303)
	s.get("/api/runs", "Cookie", session+"0").want(401)
	passed.Store(int64(sessionAge + time.Minute))
	s.get("/api/runs", "Cookie", session).want(401)
	for range 10 {
		s.form("/login", "token", "guess")
	}
	s.form("/login", "token", secret).want(429)
}

func TestSafePath(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]string{
		"/run/r1?x=1#log": "/run/r1?x=1#log", "": "/", "https://evil.example/": "/", "//evil.example": "/", `/\evil.example`: "/",
		"javascript:alert(1)": "/", "run/r1": "/", "/a\r\nSet-Cookie: x": "/", "/\t/evil.example": "/", "http:/x": "/",
	} {
		if got := safePath(to); got != want {
			t.Errorf("safePath(%q) = %q, want %q", to, got, want)
		}
	}
}

func TestTooManyPostsAreSlowedDown(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.Server.limits.write = &limiter{rate: 0, burst: 2, now: time.Now}
	s.send(http.MethodPost, "/api/proposals/p1/dismiss", nil).want(404)
	s.send(http.MethodPost, "/api/proposals/p1/dismiss", nil).want(404)
	answer := s.send(http.MethodPost, "/api/proposals/p1/dismiss", nil)
	answer.refused(429, "too_many")
	if answer.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	s.get("/api/runs").want(200)
}

func TestLimiterForgets(t *testing.T) {
	t.Parallel()
	l := &limiter{rate: 0, burst: 1, now: time.Now}
	for i := range mostBuckets + 5 {
		if !l.allow(string(rune('a' + i))) {
			t.Fatalf("address %d was refused", i)
		}
	}
	if n := len(l.buckets); n > mostBuckets {
		t.Errorf("%d buckets", n)
	}
}

func TestLivePlacesAreLimited(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for range mostWatchers {
		if _, err := s.Server.limits.watching(); err != nil {
			t.Fatal(err)
		}
	}
	s.get("/events").refused(429, "too_many")
}
