package slacktest

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
)

// NewInMemory starts a workspace that only its Client reaches; the caller
// closes it. It makes no blocking system call, so in a bubble of
// testing/synctest its limits, outages and deliveries use the test's clock.
func NewInMemory() *Server {
	s, handler := newServer()
	wires := &pipes{made: make(chan net.Conn), closed: make(chan struct{})}
	s.Server = &httptest.Server{Listener: wires, Config: &http.Server{Handler: handler}}
	s.Start()
	s.Client().Transport.(*http.Transport).DialContext = wires.dial
	return s
}

// pipes is a listener on connections within the process.
type pipes struct {
	made   chan net.Conn // the server's ends
	once   sync.Once
	closed chan struct{}
}

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.made <- far:
		return near, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.made:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr returns an address for which no proxy is used.
func (p *pipes) Addr() net.Addr { return address{} }

type address struct{}

func (address) Network() string { return "memory" }
func (address) String() string  { return "127.0.0.1:1" }
