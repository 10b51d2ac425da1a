//go:build e2e

package e2e

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/coder/websocket"
)

// pingEvery is how often Slack pings. local-slack pings after 104 seconds; until
// then Trex would give up the connection three times. local-slack also drops
// people's actions while no connection is open, because it never redelivers.
const pingEvery = time.Second

// toDoor replaces local-slack's address with the door's in its answers.
func (d *door) toDoor(address string) string {
	_, peer, _ := strings.Cut(d.peer, "://")
	_, own, _ := strings.Cut(d.URL, "://")
	return strings.Replace(address, peer, own, 1)
}

// socket is the Socket Mode connection: local-slack's, with Slack's pings.
func (d *door) socket(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithCancel(context.Background()) // the request's context does not end with the connection
	defer cancel()
	peer, _, err := websocket.Dial(ctx, strings.Replace(d.peer, "http", "ws", 1)+r.URL.Path, nil)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer peer.CloseNow() //nolint:errcheck // Trex is gone
	trex, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return // Accept has answered the request
	}
	defer trex.CloseNow() //nolint:errcheck // it may be closed already
	go func() {
		defer cancel()
		pass(ctx, trex, peer)
	}()
	go func() {
		defer cancel()
		pass(ctx, peer, trex)
	}()
	ping(ctx, trex)
}

// pass passes messages on until one side is gone.
func pass(ctx context.Context, from, to *websocket.Conn) {
	from.SetReadLimit(64 << 20)
	for {
		kind, data, err := from.Read(ctx)
		if err != nil {
			return
		}
		if err := to.Write(ctx, kind, data); err != nil {
			return
		}
	}
}

func ping(ctx context.Context, conn *websocket.Conn) {
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	for {
		if err := conn.Ping(ctx); err != nil {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
