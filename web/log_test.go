package web

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
)

// tail is an open log socket.
type tail struct {
	t      *testing.T
	socket *websocket.Conn
}

func (s *site) dial(t *testing.T, query string) *tail {
	t.Helper()
	socket, _, err := websocket.Dial(await.Context(t), strings.Replace(s.http.URL, "http", "ws", 1)+"/ws/logs?"+query,
		&websocket.DialOptions{HTTPHeader: http.Header{"Origin": {s.http.URL}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.CloseNow() })
	socket.SetReadLimit(1 << 20)
	return &tail{t, socket}
}

// read returns the next message, io.EOF after a normal end.
func (l *tail) read() (string, error) {
	_, text, err := l.socket.Read(await.Context(l.t))
	if closed, ok := errors.AsType[websocket.CloseError](err); ok && closed.Code == websocket.StatusNormalClosure {
		err = io.EOF
	}
	return string(text), err
}

// until reads until all of the log so far is want.
func (l *tail) until(want string) {
	l.t.Helper()
	got := ""
	for got != want {
		text, err := l.read()
		if err != nil {
			l.t.Fatalf("read %q, then %v; want %q", got, err, want)
		}
		got += text
		if !strings.HasPrefix(want, got) {
			l.t.Fatalf("read %q, want %q", got, want)
		}
	}
}

func TestLogSocketFollowsUntilTheEnd(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	id := s.launch(0.1)[0].ID
	s.Worker.Start(id)
	s.print(id, "one\ntwo\n")
	log := s.dial(t, "run=r1")
	log.until("one\ntwo\n")
	s.print(id, "thr")
	s.print(id, "ee\n")
	log.until("three\n")
	s.print(id, "no line break at the end")
	s.Finish(id, trex.Completed, "", nil)
	log.until("no line break at the end")
	if _, err := log.read(); !errors.Is(err, io.EOF) {
		t.Errorf("after the end: %v, want a normal closure", err)
	}
	again := s.dial(t, "run=r1&from=4")
	again.until("two\nthree\nno line break at the end")
	past := s.dial(t, "run=r1&from=1000000")
	if text, err := past.read(); !errors.Is(err, io.EOF) {
		t.Errorf("past the end: %q, %v", text, err)
	}
	framed := s.dial(t, "run=r1&frames=json&tail=10")
	text, err := framed.read()
	var p piece
	if err != nil || json.Unmarshal([]byte(text), &p) != nil || p.To != 38 || !strings.HasSuffix(p.Text, "the end") {
		t.Errorf("framed: %q, %v", text, err)
	}
}

func TestLogSocketBeforeTheFileIsThere(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	id := s.launch(0.1)[0].ID
	log := s.dial(t, "run="+string(id))
	s.Worker.Start(id)
	s.print(id, "begins\n")
	log.until("begins\n")
}

func TestLogSocketSurvivesALongLine(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	id := s.launch(0.1)[0].ID
	s.Worker.Start(id)
	line := strings.Repeat("0123456789", 200_000) + "\n" // 2 MB
	s.print(id, line)
	s.Finish(id, trex.Completed, "", nil)
	s.dial(t, "run=r1").until(line)
}

func TestSlowReaderHoldsUpNobody(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	id := s.launch(0.1)[0].ID
	s.Worker.Start(id)
	s.print(id, strings.Repeat(strings.Repeat("x", 99)+"\n", 200_000)) // 20 MB, more than sockets buffer
	slow := s.dial(t, "run=r1")
	if _, err := slow.read(); err != nil {
		t.Fatal(err)
	}
	s.Finish(id, trex.Completed, "", nil)
	s.get("/api/run/r1/log?tail=1").want(200)
	size := 0
	for quick := s.dial(t, "run=r1"); ; {
		text, err := quick.read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		size += len(text)
	}
	if size != 20_000_000 {
		t.Errorf("the quick reader got %d bytes", size)
	}
}

func TestReaderThatTakesNothingIsLetGo(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.Server.writeTimeout = 10 * time.Millisecond
	id := s.launch(0.1)[0].ID
	s.Worker.Start(id)
	s.print(id, strings.Repeat(strings.Repeat("x", 99)+"\n", 200_000)) // 20 MB, more than sockets buffer
	s.dial(t, "run=r1")
	await.Until(t, "the end of the connection", func() bool { return len(s.Server.limits.watch) == 0 })
}

func TestLogOverHTTP(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	id := s.launch(0.1)[0].ID
	if got := s.get("/api/run/r1/log").want(200).Body; got != "" {
		t.Errorf("log of a run that waits = %q", got)
	}
	s.print(id, "a\n\x1b[31mb\x1b[0m\n<script>alert(1)</script>\nOPENAI_API_KEY=sk-aaaaaaaaaaaaaaaaaaaaaaaa\nlast")
	whole := s.get("/api/run/r1/log").want(200)
	if whole.Header.Get("Content-Type") != "text/plain; charset=utf-8" || !strings.Contains(whole.Body, "<script>") || strings.Contains(whole.Body, "sk-aaaa") {
		t.Errorf("log = %q as %s", whole.Body, whole.Header.Get("Content-Type"))
	}
	if got := s.get("/api/run/r1/log?tail=1").want(200).Body; got != "last" {
		t.Errorf("tail=1: %q", got)
	}
	if got := s.get("/run/r1/log.txt").want(200).Header.Get("Content-Disposition"); !strings.Contains(got, "r1.log") {
		t.Errorf("Content-Disposition: %s", got)
	}
	s.get("/api/run/r1/log?tail=x").refused(422, "invalid")
	s.get("/ws/logs?run=r1&from=-1").refused(422, "invalid")
	s.get("/ws/logs?run=r1").want(426)
}

func TestLogReaderHidesSecretsWhereverPiecesEnd(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "log")
	key := "-----BEGIN RSA PRIVATE KEY-----\n" + strings.Repeat("MIIEow"+strings.Repeat("A", 58)+"\n", 3000) + "-----END RSA PRIVATE KEY-----\nafter\n"
	filler := strings.Repeat("word ", logChunk/5-3)
	text := filler + "token=sk-" + strings.Repeat("s", 40) + " " + filler + "\n" + key
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	log := &logReader{path: path}
	var shown strings.Builder
	for {
		p, err := log.next(true)
		if err != nil {
			t.Fatal(err)
		}
		if p.To == p.From {
			break
		}
		shown.WriteString(p.Text)
	}
	got := shown.String()
	if strings.Contains(got, "ssss") || strings.Contains(got, "MIIEow") || !strings.HasSuffix(got, "after\n") || !strings.Contains(got, "word") {
		t.Errorf("shown: %d bytes, ends %q", len(got), got[max(len(got)-200, 0):])
	}
	if log.offset != int64(len(text)) {
		t.Errorf("offset %d, want %d", log.offset, len(text))
	}
}

func TestLogReaderOfACutFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "log")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a long line\n")
	log := &logReader{path: path}
	if p, err := log.next(false); err != nil || p.Text != "a long line\n" {
		t.Fatalf("next = %+v, %v", p, err)
	}
	write("cut\n")
	if p, err := log.next(false); err != nil || p.Text != "" || log.offset != 4 {
		t.Errorf("after the cut: %+v, %v, offset %d", p, err, log.offset)
	}
}
