package discord

import (
	"context"
	"io"
	"net"
	"time"

	"github.com/gorilla/websocket"
)

// openFor is the longest time until Discord accepts a new connection.
const openFor = time.Minute

// open connects. The library would wait forever for Discord's welcome, even
// while Trex shuts down, so open closes the network connection below it. It
// keeps that connection for leave.
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

// line is a connection on which only reading reports a break. When the
// library's heartbeat cannot write, it reads fields that a reconnect writes at
// the same time: a data race.
type line struct{ net.Conn }

func (l line) Write(data []byte) (int, error) {
	_, _ = l.Conn.Write(data) // when writing fails, reading fails too
	return len(data), nil
}

// leaveFor is how long leave waits for Discord to close the connection.
const leaveFor = 2 * time.Second

// leave says goodbye and returns when Discord has closed the connection. The
// library instead sleeps for a second and then closes it; leave does not wait
// for that. It ignores what Discord sends until then.
func (s *session) leave() {
	if s.line == nil {
		return
	}
	_ = s.line.SetDeadline(time.Now().Add(leaveFor)) // it may be closed already
	go func() { _ = s.gateway.Close() }()            // it never returns an error
	_, _ = io.Copy(io.Discard, s.line)
}
