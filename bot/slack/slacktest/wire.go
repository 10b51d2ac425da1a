package slacktest

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// wire holds the Socket Mode connections and the deliveries sent over them.
type wire struct {
	mu      sync.Mutex
	conns   []*conn
	next    int
	waiting map[string]*delivery // by envelope, until acknowledged
	acks    []time.Duration
	opened  int
	last    *delivery
	mute    bool
	wg      sync.WaitGroup
}

type conn struct {
	socket *websocket.Conn
	cancel context.CancelFunc
	mu     sync.Mutex // one writer at a time
}

type delivery struct {
	envelope map[string]any
	sent     time.Time            // last
	acked    chan json.RawMessage // the payload of the acknowledgement
	attempts int
}

func newWire() wire { return wire{waiting: make(map[string]*delivery)} }

func (s *Server) socket(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	down := s.down
	s.mu.Unlock()
	if down {
		panic(http.ErrAbortHandler)
	}
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c := &conn{socket: socket, cancel: cancel}
	c.send(ctx, map[string]any{"type": "hello", "num_connections": 1})
	s.wire.mu.Lock()
	s.wire.conns = append(s.wire.conns, c)
	s.wire.opened++
	var again []*delivery
	for _, d := range s.wire.waiting {
		again = append(again, d)
	}
	s.wire.mu.Unlock()
	s.wire.wg.Go(func() { s.ping(ctx, c) })
	for _, d := range again {
		s.transmit(d)
	}
	s.read(ctx, c)
	s.wire.mu.Lock()
	for i, other := range s.wire.conns {
		if other == c {
			s.wire.conns = append(s.wire.conns[:i], s.wire.conns[i+1:]...)
			break
		}
	}
	s.wire.mu.Unlock()
	socket.CloseNow() //nolint:errcheck // it may be closed already
}

// Mute silences all connections, also later ones: they stay open but carry no
// ping any more.
func (s *Server) Mute() {
	s.wire.mu.Lock()
	defer s.wire.mu.Unlock()
	s.wire.mute = true
}

func (s *Server) muted() bool {
	s.wire.mu.Lock()
	defer s.wire.mu.Unlock()
	return s.wire.mute
}

func (s *Server) ping(ctx context.Context, c *conn) {
	ticker := time.NewTicker(5 * time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if s.muted() {
				return
			}
			c.socket.Ping(ctx) //nolint:errcheck // the reader sees a broken connection
		}
	}
}

func (c *conn) send(ctx context.Context, frame map[string]any) bool {
	data, err := json.Marshal(frame)
	if err != nil {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.socket.Write(ctx, websocket.MessageText, data) == nil
}

// read receives acknowledgements until the connection ends.
func (s *Server) read(ctx context.Context, c *conn) {
	for {
		_, data, err := c.socket.Read(ctx)
		if err != nil {
			return
		}
		var ack struct {
			ID      string          `json:"envelope_id"`
			Payload json.RawMessage `json:"payload"`
		}
		if json.Unmarshal(data, &ack) != nil {
			continue
		}
		s.wire.mu.Lock()
		if d := s.wire.waiting[ack.ID]; d != nil {
			delete(s.wire.waiting, ack.ID)
			s.wire.acks = append(s.wire.acks, time.Since(d.sent))
			d.acked <- ack.Payload
		}
		s.wire.mu.Unlock()
	}
}

// deliver sends one envelope and returns a channel for its acknowledgement.
func (s *Server) deliver(kind string, payload any) <-chan json.RawMessage {
	s.wire.mu.Lock()
	s.wire.next++
	id := "envelope-" + strconv.Itoa(s.wire.next)
	d := &delivery{
		envelope: map[string]any{"type": kind, "envelope_id": id, "payload": payload, "accepts_response_payload": true},
		sent:     time.Now(), acked: make(chan json.RawMessage, 1),
	}
	s.wire.waiting[id] = d
	s.wire.last = d
	s.wire.mu.Unlock()
	s.transmit(d)
	if s.Twice {
		again := &delivery{envelope: map[string]any{
			"type": kind, "envelope_id": id + "-again", "payload": payload, "retry_attempt": 1, "retry_reason": "timeout",
		}}
		s.transmit(again)
	}
	return d.acked
}

// Again delivers the last event once more, as Slack does when it missed the
// acknowledgement.
func (s *Server) Again() {
	s.wire.mu.Lock()
	last := s.wire.last
	s.wire.mu.Unlock()
	if last == nil {
		return
	}
	kind, _ := last.envelope["type"].(string)
	s.deliver(kind, last.envelope["payload"])
}

// transmit sends over the newest connection, and repeats until an
// acknowledgement comes.
func (s *Server) transmit(d *delivery) {
	s.wire.mu.Lock()
	var c *conn
	if n := len(s.wire.conns); n > 0 {
		c = s.wire.conns[n-1]
	}
	d.attempts++
	attempts := d.attempts
	d.sent = time.Now()
	s.wire.mu.Unlock()
	if c != nil {
		c.send(context.Background(), d.envelope)
	}
	if s.RedeliverIn == 0 || d.acked == nil || attempts > 3 {
		return
	}
	time.AfterFunc(s.RedeliverIn, func() {
		id, _ := d.envelope["envelope_id"].(string)
		s.wire.mu.Lock()
		_, waiting := s.wire.waiting[id]
		s.wire.mu.Unlock()
		if waiting {
			s.transmit(d)
		}
	})
}

// Acks returns how long acknowledgements took, each since its event was last
// sent.
func (s *Server) Acks() []time.Duration {
	s.wire.mu.Lock()
	defer s.wire.mu.Unlock()
	return append([]time.Duration(nil), s.wire.acks...)
}

// Waiting returns how many deliveries are not acknowledged.
func (s *Server) Waiting() int {
	s.wire.mu.Lock()
	defer s.wire.mu.Unlock()
	return len(s.wire.waiting)
}

// Connected returns how many connections are open, Opened how many were ever
// opened.
func (s *Server) Connected() int {
	s.wire.mu.Lock()
	defer s.wire.mu.Unlock()
	return len(s.wire.conns)
}

func (s *Server) Opened() int {
	s.wire.mu.Lock()
	defer s.wire.mu.Unlock()
	return s.wire.opened
}

// Refresh asks every connection to reconnect, as Slack does every few hours,
// and closes it a moment later.
func (s *Server) Refresh() {
	for _, c := range s.connections() {
		c.send(context.Background(), map[string]any{"type": "disconnect", "reason": "refresh_requested"})
		time.AfterFunc(100*time.Millisecond, c.cancel)
	}
}

// Drop breaks every connection without notice.
func (s *Server) Drop() { s.dropAll() }

func (s *Server) dropAll() {
	for _, c := range s.connections() {
		c.cancel()
		c.socket.CloseNow() //nolint:errcheck // it may be closed already
	}
}

func (s *Server) connections() []*conn {
	s.wire.mu.Lock()
	defer s.wire.mu.Unlock()
	return append([]*conn(nil), s.wire.conns...)
}
