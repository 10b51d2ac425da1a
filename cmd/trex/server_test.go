package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/examples/digits"
	"github.com/trex-ml/trex/store/postgres/pgtest"
)

// TestMain makes this binary stand for trex, which the server executes as
// supervisors and trainers.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && slices.Contains([]string{"supervise", "example", "serve", "migrate", "import", "gc"}, os.Args[1]) {
		main()
	}
	code := pgtest.Main(m)
	_ = os.RemoveAll(built) // "" removes nothing
	os.Exit(code)
}

// server is the server that main runs, on a free port and an empty directory.
type server struct{ url string }

func startServer(t *testing.T) *server {
	t.Helper()
	return startServerWith(t, settings{Config: config.Default()})
}

func startServerWith(t *testing.T, s settings) *server {
	t.Helper()
	s.Projects = append(s.Projects, digits.Project())
	s.Addr = "127.0.0.1:0"
	s.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	if s.Data == "" {
		s.Data = filepath.Join(t.TempDir(), "data")
	}
	a, err := newApp(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
		a.close()
	})
	return &server{"http://" + a.addr()}
}

// call is a request and the expected status of its answer.
type call struct {
	method, path string
	body         any // sent as JSON; a string is sent as it is
	status       int
}

func post(path string, body any, status int) call { return call{http.MethodPost, path, body, status} }

func (s *server) get(t *testing.T, path string, answer any) {
	t.Helper()
	s.do(t, call{http.MethodGet, path, nil, http.StatusOK}, answer)
}

// do makes a call and reads the answer into answer, which may be nil.
func (s *server) do(t *testing.T, c call, answer any) {
	t.Helper()
	var data []byte
	switch b := c.body.(type) {
	case nil:
	case string:
		data = []byte(b)
	default:
		var err error
		if data, err = json.Marshal(b); err != nil {
			t.Fatal(err)
		}
	}
	request, err := http.NewRequestWithContext(t.Context(), c.method, s.url+c.path, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != c.status {
		t.Fatalf("%s %s: status %d, want %d: %.300s", c.method, c.path, response.StatusCode, c.status, text)
	}
	if answer != nil {
		if err := json.Unmarshal(text, answer); err != nil {
			t.Fatalf("%s %s: %v in %.300s", c.method, c.path, err, text)
		}
	}
}

// failure is the form of every error of the API.
type failure struct {
	Error struct {
		Kind    trex.ErrorKind `json:"kind"`
		Message string         `json:"message"`
	} `json:"error"`
}
