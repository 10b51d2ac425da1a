package web

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/examples/digits"
	"github.com/trex-ml/trex/internal/await"
)

// built replaces the output of build.mjs, so that these tests need no Node.
func built() fstest.MapFS {
	names := []string{"icon.svg", "inter.woff2", "style.css", "plotly.css", "base.js", "home.js", "run.js", "experiment.js"}
	files := fstest.MapFS{}
	m := manifest{Files: map[string]string{}, Preload: map[string][]string{"home.js": {"chunk-1.js"}}}
	for _, name := range names {
		hashed := strings.Replace(name, ".", "-0123456789.", 1)
		m.Files[name] = hashed
		files["client/dist/"+hashed] = &fstest.MapFile{Data: []byte("content of " + name)}
	}
	text, _ := json.Marshal(m)
	files["client/dist/manifest.json"] = &fstest.MapFile{Data: text}
	files["client/dist/style-0123456789.css.gz"] = &fstest.MapFile{Data: []byte("gzipped")}
	return files
}

// site is a server with a real store and a real bot; runs are driven by a
// bottest.Worker.
type site struct {
	*bottest.Stage
	t      testing.TB
	Server *Server
	http   *httptest.Server
	close  func()
}

func newSite(t testing.TB, change func(*Params)) *site {
	t.Helper()
	stage := bottest.NewStage(t, agent.NewGrammar())
	chat := NewChat(stage.Store)
	stage.Params.Platforms = append(stage.Params.Platforms, chat)
	stage.Params.Projects = []trex.Project{digits.Project()}
	stage.Params.PublicURL = ""
	stage.Start()
	return serve(t, stage, chat, change)
}

// serve starts a server for a stage that has started.
func serve(t testing.TB, stage *bottest.Stage, chat *Chat, change func(*Params)) *site {
	t.Helper()
	params := Params{
		Store: stage.Store, Bot: stage.Bot, Lab: stage.Lab, Chat: chat, Projects: stage.Params.Projects, Capacity: stage.Params.Capacity,
		RunDir: stage.Params.RunDir, Addr: "127.0.0.1:8080", Version: "test", Log: stage.Params.Log,
	}
	if change != nil {
		change(&params)
	}
	server, err := newServer(params, built())
	if err != nil {
		t.Fatal(err)
	}
	server.writeTimeout = await.Patience // however late a test gets the processor to read
	s := &site{Stage: stage, t: t, Server: server, http: httptest.NewServer(server)}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx) }()
	await.Until(t, "live updates", func() bool { return server.feed.now() > 0 })
	s.close = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		s.http.CloseClientConnections()
		s.http.Close()
	})
	t.Cleanup(s.close)
	return s
}

// answered is a response with its body read.
type answered struct {
	t      testing.TB
	what   string
	Status int
	Header http.Header
	Body   string
}

// send makes a request; body is JSON unless it is a string, which is sent as
// it is. Further arguments are header names and values.
func (s *site) send(method, path string, body any, headers ...string) answered {
	s.t.Helper()
	var content io.Reader
	switch body := body.(type) {
	case nil:
	case string:
		content = strings.NewReader(body)
	default:
		text, err := json.Marshal(body)
		if err != nil {
			s.t.Fatal(err)
		}
		content = bytes.NewReader(text)
	}
	request, err := http.NewRequest(method, s.http.URL+path, content)
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "identity")
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			request.Host = headers[i+1]
		}
	}
	client := http.Client{
		Transport:     s.http.Client().Transport, // of this site alone: other tests close their connections meanwhile
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answered{t: s.t, what: method + " " + path, Status: response.StatusCode, Header: response.Header, Body: string(text)}
}

func (s *site) get(path string, headers ...string) answered {
	s.t.Helper()
	return s.send(http.MethodGet, path, nil, headers...)
}

// form posts a form as a browser without scripts does.
func (s *site) form(path string, pairs ...string) answered {
	s.t.Helper()
	values := make([]string, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		values = append(values, pairs[i]+"="+strings.ReplaceAll(strings.ReplaceAll(pairs[i+1], "%", "%25"), "&", "%26"))
	}
	return s.send(http.MethodPost, path, strings.Join(values, "&"),
		"Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html", "Origin", s.http.URL, "Sec-Fetch-Site", "same-origin")
}

func (a answered) want(status int) answered {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("%s: status %d, want %d; body: %.400s", a.what, a.Status, status, a.Body)
	}
	return a
}

// into decodes JSON.
func into[T any](a answered) T {
	a.t.Helper()
	var value T
	if err := json.Unmarshal([]byte(a.Body), &value); err != nil {
		a.t.Fatalf("%s: %v in %.400s", a.what, err, a.Body)
	}
	return value
}

// refused checks the form of an error and returns its sentence.
func (a answered) refused(status int, kind string) string {
	a.t.Helper()
	a.want(status)
	body := into[struct {
		Error struct{ Kind, Message string }
	}](a)
	if body.Error.Kind != kind || body.Error.Message == "" {
		a.t.Errorf("%s: error %+v, want kind %s and a sentence", a.what, body.Error, kind)
	}
	return body.Error.Message
}

// all returns the elements that match a selector in a page.
func (a answered) all(selector string) []*html.Node {
	a.t.Helper()
	page, err := html.Parse(strings.NewReader(a.Body))
	if err != nil {
		a.t.Fatal(err)
	}
	return cascadia.QueryAll(page, cascadia.MustCompile(selector))
}

func (a answered) has(selector string) answered {
	a.t.Helper()
	if len(a.all(selector)) == 0 {
		a.t.Errorf("%s: nothing matches %s in %.3000s", a.what, selector, a.Body)
	}
	return a
}

func (a answered) lacks(selector string) answered {
	a.t.Helper()
	if n := len(a.all(selector)); n > 0 {
		a.t.Errorf("%s: %d matches of %s", a.what, n, selector)
	}
	return a
}

// text returns all text within the first match.
func (a answered) text(selector string) string {
	a.t.Helper()
	found := a.all(selector)
	if len(found) == 0 {
		a.t.Fatalf("%s: nothing matches %s in %.3000s", a.what, selector, a.Body)
	}
	return strings.Join(strings.Fields(textOf(found[0])), " ")
}

func textOf(node *html.Node) string {
	if node.Type == html.TextNode {
		return node.Data
	}
	var out strings.Builder
	for child := range node.ChildNodes() {
		out.WriteString(textOf(child))
	}
	return out.String()
}

func attr(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// launch starts runs of digits with these learning rates.
func (s *site) launch(rates ...float64) []runJSON {
	s.t.Helper()
	configs := make([]map[string]float64, len(rates))
	for i, rate := range rates {
		configs[i] = map[string]float64{"lr": rate}
	}
	return into[[]runJSON](s.send(http.MethodPost, "/api/run-job", map[string]any{"project": "digits", "configs": configs}).want(http.StatusCreated))
}

// print appends to a run's log.
func (s *site) print(id trex.RunID, text string) {
	s.t.Helper()
	dir := s.Params.RunDir(id)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		s.t.Fatal(err)
	}
	file, err := os.OpenFile(filepath.Join(dir, "log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteString(text); err != nil {
		s.t.Fatal(err)
	}
}

func dirOnly() fstest.MapFS { return fstest.MapFS{"client/dist/.keep": {}} }
