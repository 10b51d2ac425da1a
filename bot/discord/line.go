package discord

import (
	"context"
	"io"
	"net"
	"time"

	"github.com/gorilla/websocket"
)

// openFor is how long a connection may take until Discord welcomes Trex.
const openFor = time.Minute

// open connects. The library would wait for Discord's welcome without end, even
// while Trex shuts down, so the line is cut below it. It is kept for leave.
func (s *session) open() error {
	ctx, cancel := context.WithTimeout(s.ctx, openFor)
	defer cancel()
	welcomed := func() bool { return true }
	dialer := *websocket.DefaultDialer // which is the library's
	dialer.NetDialContext = func(_ context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		welcomed = context.AfterFunc(ctx, func() { _ = conn.Close() })
		s.line = conn
		return line{conn}, nil
	}
	s.gateway.Dialer = &dialer
	err := s.gateway.Open()
	welcomed()
	return err
}

// line is a connection of which only reading tells that it broke. The library's
// heartbeat, when it cannot write, reads what connecting again writes meanwhile:
// a data race.
type line struct{ net.Conn }

func (l line) Write(data []byte) (int, error) {
	_, _ = l.Conn.Write(data) // what cannot be written to cannot be read from either
	return len(data), nil
}

// leaveFor is how long Discord has to take a goodbye and to hang up.
const leaveFor = 2 * time.Second

// leave says goodbye and returns when Discord has hung up. The library sleeps
// for a second instead and then cuts the line; nothing waits for the rest of
// its nap. What Discord says until it hangs up is nobody's business any more.
func (s *session) leave() {
	if s.line == nil {
		return
	}
	_ = s.line.SetDeadline(time.Now().Add(leaveFor)) // it may be cut already
	go func() { _ = s.gateway.Close() }()            // it never returns an error
	_, _ = io.Copy(io.Discard, s.line)
}
