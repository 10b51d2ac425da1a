package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/internal/await"
)

// TestBadInputChangesNothing sends typical wrong input of people and scripts.
// Each answer names the mistake, and no run starts.
func TestBadInputChangesNothing(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	var card apiMessage
	s.do(t, post("/api/messages", map[string]string{"content": "lr 0.2"}, 201), &card)
	dismissed := card.Proposal.ID
	s.do(t, post("/api/proposals/"+dismissed+"/dismiss", nil, 200), nil)
	many := "[" + strings.TrimSuffix(strings.Repeat(`{"lr":0.1},`, 10_000), ",") + "]"
	for name, test := range map[string]struct {
		method, path, body string
		status             int
		says               string
	}{
		"UnknownProject":    {"POST", "/api/run-job", `{"project":"resnet","configs":[{}]}`, 404, "digits"},
		"UnknownParameter":  {"POST", "/api/run-job", `{"configs":[{"lrr":1}]}`, 422, "lrr"},
		"WrongType":         {"POST", "/api/run-job", `{"configs":[{"lr":"fast"}]}`, 422, "lr must be a number"},
		"OutOfRange":        {"POST", "/api/run-job", `{"configs":[{"batch_size":0}]}`, 422, "batch_size must be at least 1, got 0"},
		"SecondOfTwo":       {"POST", "/api/run-job", `{"configs":[{"lr":0.1},{"lr":11}]}`, 422, "lr must be at most 10"},
		"NaN":               {"POST", "/api/run-job", `{"configs":[{"lr":NaN}]}`, 400, ""},
		"NaNText":           {"POST", "/api/run-job", `{"configs":[{"lr":"NaN"}]}`, 422, "lr must be a number"},
		"Null":              {"POST", "/api/run-job", `{"configs":[{"lr":null}]}`, 422, "lr"},
		"NoConfigs":         {"POST", "/api/run-job", `{"configs":[]}`, 422, "config"},
		"ConfigsMissing":    {"POST", "/api/run-job", `{}`, 422, "config"},
		"TooManyConfigs":    {"POST", "/api/run-job", `{"configs":` + many + `}`, 422, "100"},
		"Injection":         {"POST", "/api/run-job", `{"configs":[{"optimizer":"$(touch x); --help"}]}`, 422, "optimizer must be one of"},
		"BrokenJSON":        {"POST", "/api/run-job", `{"configs":[`, 400, "JSON"},
		"NotAnObject":       {"POST", "/api/run-job", `[1]`, 422, ""},
		"UnknownField":      {"POST", "/api/run-job", `{"config":[{}]}`, 422, "config"},
		"EmptyMessage":      {"POST", "/api/messages", `{"content":"  "}`, 422, ""},
		"UnknownRun":        {"GET", "/api/run/r99", "", 404, "r99"},
		"GarbageRun":        {"GET", "/api/run/etc%2Fpasswd", "", 404, ""},
		"UnknownExperiment": {"GET", "/api/experiment/e99", "", 404, "e99"},
		"UnknownProposal":   {"POST", "/api/proposals/p99/launch", `{}`, 404, "p99"},
		"DismissedProposal": {"POST", "/api/proposals/" + dismissed + "/launch", `{}`, 409, "dismissed"},
		"EditDismissed":     {"PATCH", "/api/proposals/" + dismissed, `{"configs":[{}]}`, 409, "dismissed"},
		"StopUnknown":       {"POST", "/api/run/r99/stop", "", 404, "r99"},
		"BadLimit":          {"GET", "/api/runs?limit=lots", "", 422, "limit"},
		"BadSort":           {"GET", "/api/runs?sort=beauty", "", 422, "sort"},
		"BadStatus":         {"GET", "/api/runs?status=dead", "", 422, "status"},
		"BadCursor":         {"GET", "/api/runs?cursor=x", "", 422, "cursor"},
	} {
		t.Run(name, func(t *testing.T) {
			var told failure
			s.do(t, call{test.method, test.path, test.body, test.status}, &told)
			if told.Error.Kind == "" || told.Error.Message == "" || !strings.Contains(told.Error.Message, test.says) {
				t.Errorf("error %+v, want it to name %q", told.Error, test.says)
			}
		})
	}
	if runs := s.runs(t); len(runs) != 0 {
		t.Errorf("%d runs came of bad input", len(runs))
	}
}

func TestHugeBodyIsRefusedEarly(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	never, end := io.Pipe() // the body never ends, and the answer must not wait for it
	defer end.Close()
	body := io.MultiReader(strings.NewReader(`{"content":"`), io.LimitReader(repeat{'a'}, 2<<20), never)
	request, err := http.NewRequestWithContext(await.Context(t), http.MethodPost, s.url+"/api/messages", body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("status %s", response.Status)
	}
}

type repeat struct{ b byte }

func (r repeat) Read(p []byte) (int, error) {
	copy(p, bytes.Repeat([]byte{r.b}, len(p)))
	return len(p), nil
}

func TestASecondLaunchLaunchesNothing(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	var card apiMessage
	s.do(t, post("/api/messages", map[string]string{"content": "lr 0.2 and 0.1"}, 201), &card)
	path := "/api/proposals/" + card.Proposal.ID + "/launch"
	for _, body := range []string{`{"version":7}`, `{"configs":[5]}`, `{"configs":[0,0]}`, `{"configs":[]}`} {
		status := http.StatusUnprocessableEntity
		if strings.Contains(body, "version") {
			status = http.StatusConflict
		}
		s.do(t, post(path, body, status), nil)
	}
	s.do(t, post(path, `{"version":1,"configs":[1]}`, 201), nil)
	var told failure
	s.do(t, post(path, `{"version":1}`, 409), &told)
	if !strings.Contains(told.Error.Message, "already launched") {
		t.Errorf("told %+v", told.Error)
	}
	if runs := s.runs(t); len(runs) != 1 {
		t.Errorf("there are %d runs", len(runs))
	}
	await.Until(t, "the end of the run, which writes into the test's folder", func() bool { return s.allEnded(t) })
}

func TestAddressOfOthersNeedsAToken(t *testing.T) {
	t.Parallel()
	s := settings{Config: config.Default(), Data: t.TempDir(), Addr: "0.0.0.0:0"}
	a, err := newApp(t.Context(), s)
	if err == nil {
		a.close()
	}
	if trex.KindOf(err) != trex.KindInvalid || !strings.Contains(err.Error(), "TREX_WEB_TOKEN") {
		t.Errorf("error = %v", err)
	}
}

func TestTokenIsAskedForEverywhere(t *testing.T) {
	t.Parallel()
	s := startServerWith(t, settings{Config: config.Default(), Env: config.Environment{WebToken: "long-random-token"}})
	for _, path := range []string{
		"/", "/run/r1", "/experiment/e1", "/api/runs", "/api/messages", "/api/run/r1", "/events", "/ws/logs?run=r1",
		"/run/r1/chart.png", "/metrics", "/api/run/r1/log",
	} {
		for token, want := range map[string]bool{"": false, "wrong": false, "long-random-token": true} {
			if got := s.lets(t, path, token); got != want {
				t.Errorf("%s with token %q: let in %t", path, token, got)
			}
		}
	}
}

// lets reports whether a call passes the check of the token.
func (s *server) lets(t *testing.T, path, token string) bool {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	toLogin := response.StatusCode/100 == 3 && strings.HasPrefix(response.Header.Get("Location"), "/login")
	return response.StatusCode != http.StatusUnauthorized && !toLogin
}

func TestForeignPagesAreRefused(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	for name, change := range map[string]func(*http.Request){
		"ForeignHost":   func(r *http.Request) { r.Host = "evil.example" },
		"ForeignOrigin": func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"CrossSite":     func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"NullOrigin":    func(r *http.Request) { r.Header.Set("Origin", "null") },
	} {
		for _, contentType := range []string{"application/json", "application/x-www-form-urlencoded", "text/plain"} {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/api/messages", strings.NewReader(`{"content":"lr 0.1"}`))
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Content-Type", contentType)
			change(request)
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if response.StatusCode != http.StatusForbidden && response.StatusCode != http.StatusMisdirectedRequest {
				t.Errorf("%s %s: %s", name, contentType, response.Status)
			}
		}
	}
	var messages []apiMessage
	s.get(t, "/api/messages", &messages)
	if len(messages) != 0 {
		t.Errorf("%d messages came of it: %s", len(messages), fmt.Sprint(messages))
	}
}
