package discordtest

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"

	"github.com/gorilla/websocket"
)

// gateway delivers events over websockets, numbers them, and repeats the events
// that a resumed connection missed.
type gateway struct {
	mu       sync.Mutex
	conn     *websocket.Conn
	sent     []packet // in this session
	over     bool     // there is no session: the client said goodbye, or none came yet
	begun    *sync.Cond
	early    []any  // messages that arrive before the guild
	last     func() // delivers a person's newest event again
	resumed  int
	refused  int
	identity int
}

type packet struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int             `json:"s,omitempty"`
	Type string          `json:"t,omitempty"`
}

func (g *gateway) init() { g.over, g.begun = true, sync.NewCond(&g.mu) }

func (g *gateway) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.conn != nil {
		_ = g.conn.Close()
	}
}

func (s *Server) gatewayURL(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bot "+s.Token {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"message":"401: Unauthorized","code":0}`))
		return
	}
	s.mu.Lock()
	down := s.down
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if down {
		s.gateway.refuse()
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(`{"message":"unavailable","code":0}`))
		return
	}
	url := "ws" + strings.TrimPrefix(s.http.URL, "http") + "/gateway"
	_ = json.NewEncoder(w).Encode(map[string]any{"url": url, "shards": 1})
}

func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	down := s.down
	s.mu.Unlock()
	if down {
		s.gateway.refuse()
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	upgrader := websocket.Upgrader{}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	g := &s.gateway
	if s.Silent {
		g.refuse()
		_, _, _ = conn.ReadMessage() // until the client hangs up
		return
	}
	// End the session before the client gets the answer: later events are
	// for the next session.
	answer := conn.CloseHandler()
	conn.SetCloseHandler(func(code int, text string) error {
		g.left(conn, code == websocket.CloseNormalClosure || code == websocket.CloseGoingAway)
		return answer(code, text)
	})
	g.mu.Lock()
	g.conn = conn
	g.writeLocked(packet{Op: 10, Data: json.RawMessage(`{"heartbeat_interval":20000}`)})
	g.mu.Unlock()
	for {
		var p packet
		if err := conn.ReadJSON(&p); err != nil {
			g.left(conn, false)
			return
		}
		g.mu.Lock()
		switch p.Op {
		case 1:
			g.writeLocked(packet{Op: 11})
		case 2:
			var identify struct{ Intents int }
			_ = json.Unmarshal(p.Data, &identify)
			if s.NoContent && identify.Intents&(1<<15) != 0 {
				_ = conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(4014, "Disallowed intent(s)."))
				g.mu.Unlock()
				return
			}
			g.identity++
			g.sent = nil
			s.welcomeLocked(g)
		case 6:
			g.resumed++
			var resume struct{ Seq int }
			_ = json.Unmarshal(p.Data, &resume)
			for _, missed := range g.sent {
				if missed.Seq > resume.Seq {
					g.writeLocked(missed)
				}
			}
			g.dispatchLocked("RESUMED", map[string]any{})
		}
		g.mu.Unlock()
	}
}

// left notes that a connection is gone, and whether its session ended too.
func (g *gateway) left(conn *websocket.Conn, over bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.conn == conn {
		g.conn, g.over = nil, over
	}
}

func (s *Server) welcomeLocked(g *gateway) {
	g.dispatchLocked("READY", map[string]any{
		"v": 9, "session_id": "session", "user": map[string]any{"id": SelfID, "username": "Trex", "bot": true},
		"application": map[string]any{"id": AppID}, "guilds": []any{map[string]any{"id": GuildID, "unavailable": true}},
	})
	for _, message := range g.early {
		g.dispatchLocked("MESSAGE_CREATE", message)
	}
	g.early = nil
	g.dispatchLocked("GUILD_CREATE", map[string]any{
		"id": GuildID, "name": "lab", "members": []any{}, "presences": []any{}, "threads": []any{},
		"roles":    []any{map[string]any{"id": RoleID, "name": "Trex", "managed": true}, map[string]any{"id": OtherRoleID, "name": "ml"}},
		"channels": []any{map[string]any{"id": ChannelID, "type": 0, "name": "runs", "guild_id": GuildID}},
	})
	g.over = false
	g.begun.Broadcast()
}

func (g *gateway) writeLocked(p packet) {
	if g.conn != nil {
		_ = g.conn.WriteJSON(p)
	}
}

func (g *gateway) dispatchLocked(kind string, data any) {
	encoded, err := json.Marshal(data)
	if err != nil {
		panic(err) // a mistake in this package
	}
	p := packet{Data: encoded, Seq: len(g.sent) + 1, Type: kind}
	g.sent = append(g.sent, p)
	g.writeLocked(p)
}

// dispatch delivers a person's event. It waits for a session. Events that a
// broken connection missed are kept until it is resumed.
func (g *gateway) dispatch(kind string, data any) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for g.over {
		g.begun.Wait()
	}
	g.dispatchLocked(kind, data)
	g.last = func() { g.dispatch(kind, data) }
}

// Cut breaks the gateway's connection, as networks do.
func (s *Server) Cut() { s.gateway.close() }

func (g *gateway) refuse() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refused++
}

// Resumes returns how often a connection was resumed, Identifies how often a
// new session began, Refused how often a connection was refused or closed
// without notice.
func (s *Server) Resumes() int    { return s.gateway.count(&s.gateway.resumed) }
func (s *Server) Identifies() int { return s.gateway.count(&s.gateway.identity) }
func (s *Server) Refused() int    { return s.gateway.count(&s.gateway.refused) }

func (g *gateway) count(n *int) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return *n
}

// Repeat delivers a person's last event again, also in a new session.
func (s *Server) Repeat() {
	s.gateway.mu.Lock()
	last := s.gateway.last
	s.gateway.mu.Unlock()
	last()
}

// Connected reports whether there is a connection.
func (s *Server) Connected() bool {
	s.gateway.mu.Lock()
	defer s.gateway.mu.Unlock()
	return s.gateway.conn != nil && !s.gateway.over
}
