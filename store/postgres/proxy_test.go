package postgres

import (
	"bytes"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// proxy is between a store and its database, and simulates faults of a network.
type proxy struct {
	url    string
	cut    atomic.Pointer[cut]    // nil: everything is passed on
	silent atomic.Bool            // nothing is passed on, not even the end of a connection
	mute   atomic.Pointer[string] // text in the last answer that is passed on; nil: there is no last one

	mu    sync.Mutex
	conns []net.Conn
	hung  chan struct{} // closed once hangUp was called
}

// cut ends the next connection that carries text, and does not pass it on.
type cut struct {
	replies bool // text is in the server's answers, else in the commands
	text    []byte
	done    chan struct{}
}

// newProxy returns a proxy of the database that target names. With its URL, each
// command is sent as text.
func newProxy(t *testing.T, target string) *proxy {
	t.Helper()
	config, err := pgx.ParseConfig(target)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	listener, err := net.Listen("unix", filepath.Join(dir, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	address.Host = ""
	query := address.Query()
	for name, value := range map[string]string{"host": dir, "port": "5432", "sslmode": "disable", "default_query_exec_mode": "exec"} {
		query.Set(name, value)
	}
	address.RawQuery = query.Encode()
	p := &proxy{url: address.String(), hung: make(chan struct{})}
	network, server := pgconn.NetworkAddress(config.Host, config.Port)
	var all sync.WaitGroup
	all.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			backend, err := net.Dial(network, server)
			if err != nil {
				client.Close()
				continue
			}
			p.mu.Lock()
			p.conns = append(p.conns, client, backend)
			p.mu.Unlock()
			all.Go(func() { p.pass(backend, client, false) })
			all.Go(func() { p.pass(client, backend, true) })
		}
	})
	t.Cleanup(func() {
		listener.Close()
		p.hangUp()
		all.Wait()
	})
	return p
}

// hangUp ends every connection there is, and silence.
func (p *proxy) hangUp() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.silent.Swap(false) {
		close(p.hung)
	}
	for _, conn := range p.conns {
		conn.Close()
	}
}

// pass carries bytes from one side to the other until either ends.
func (p *proxy) pass(to io.WriteCloser, from io.ReadCloser, replies bool) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 1<<16)
	last := false // this answer is the last that is passed on
	for {
		n, err := from.Read(buffer)
		if err != nil {
			if p.silent.Load() {
				<-p.hung
			}
			return
		}
		if c := p.cut.Load(); c != nil && c.replies == replies && bytes.Contains(buffer[:n], c.text) && p.cut.CompareAndSwap(c, nil) {
			close(c.done)
			return
		}
		if p.silent.Load() {
			continue
		}
		if text := p.mute.Load(); text != nil && replies {
			last = last || bytes.Contains(buffer[:n], []byte(*text))
			if last && bytes.HasSuffix(buffer[:n], []byte("Z\x00\x00\x00\x05I")) { // ready for the next question
				p.silent.Store(true)
			}
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// silenceAfter makes the network silent after the answer that contains text.
func (p *proxy) silenceAfter(text string) { p.mute.Store(&text) }

// cutNext cuts the next connection that carries text; done closes then.
func (p *proxy) cutNext(replies bool, text string) (done <-chan struct{}) {
	c := &cut{replies: replies, text: []byte(text), done: make(chan struct{})}
	p.cut.Store(c)
	return c.done
}
