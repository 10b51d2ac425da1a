package postgres

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/wait"
	"github.com/trex-ml/trex/store"
)

// channel is the NOTIFY channel on which servers send each other changes.
const channel = "trex_changes"

// A notice is sent within announceEvery. NOTIFY inside each transaction would
// be faster, but PostgreSQL lets only one such transaction commit at a time.
const (
	announceEvery = 20 * time.Millisecond
	mostPayload   = 7900 // PostgreSQL takes 7,999 bytes
	longestPause  = 2 * time.Second
)

// link carries change notices between the hubs of servers on one database. One
// AllChanged replaces the notices lost while the database was unreachable.
type link struct {
	self   string // marks our own notices
	config *pgx.ConnConfig
	pool   *pgxpool.Pool
	hub    *store.Hub
	wake   chan struct{}
	stop   context.CancelFunc
	ended  sync.WaitGroup

	mu      sync.Mutex
	pending map[trex.Change]bool
}

func newLink(config *pgx.ConnConfig, pool *pgxpool.Pool, hub *store.Hub) *link {
	ctx, stop := context.WithCancel(context.Background())
	l := &link{
		self: rand.Text(), config: config, pool: pool, hub: hub,
		wake: make(chan struct{}, 1), stop: stop, pending: map[trex.Change]bool{},
	}
	l.ended.Go(func() { l.tell(ctx) })
	l.ended.Go(func() { l.listen(ctx) })
	return l
}

// Close sends the pending notices and ends the link.
func (l *link) Close() {
	l.stop()
	l.ended.Wait()
}

// mostPending bounds the notices kept while the database is unreachable.
const mostPending = 1000

func (l *link) announce(changes []trex.Change) {
	l.mu.Lock()
	for _, change := range changes {
		l.pending[change] = true
	}
	if len(l.pending) > mostPending {
		l.pending = map[trex.Change]bool{{Kind: trex.AllChanged}: true}
	}
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// tell sends the pending notices, a little later so that they can be merged.
func (l *link) tell(ctx context.Context) {
	for {
		select {
		case <-l.wake:
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			_ = l.flush(last) // a server without the notice reads everything when it takes over
			return
		}
		_ = wait.For(ctx, announceEvery)
		for pause := announceEvery; l.flush(ctx) != nil && ctx.Err() == nil; pause = min(2*pause, longestPause) {
			_ = wait.For(ctx, pause)
		}
	}
}

func (l *link) flush(ctx context.Context) error {
	l.mu.Lock()
	changes := l.pending
	l.pending = map[trex.Change]bool{}
	l.mu.Unlock()
	var err error
	for _, payload := range payloads(l.self, changes) {
		if err == nil {
			_, err = l.pool.Exec(ctx, "SELECT pg_notify($1, $2)", channel, payload)
		}
	}
	if err != nil {
		l.mu.Lock()
		for change := range changes {
			l.pending[change] = true
		}
		l.mu.Unlock()
	}
	return err
}

// payloads returns texts for NOTIFY: the sender, then one line for each change.
func payloads(self string, changes map[trex.Change]bool) []string {
	var payloads []string
	var b strings.Builder
	for change := range changes {
		line := "\n" + string(change.Kind) + " " + change.ID
		if b.Len()+len(line) > mostPayload {
			payloads = append(payloads, b.String())
			b.Reset()
		}
		if b.Len() == 0 {
			b.WriteString(self)
		}
		b.WriteString(line)
	}
	if b.Len() > 0 {
		payloads = append(payloads, b.String())
	}
	return payloads
}

// listen passes other servers' notices to the hub, and an AllChanged each time it
// has reconnected.
func (l *link) listen(ctx context.Context) {
	pause := announceEvery
	for again := false; ctx.Err() == nil; again = true {
		if l.listenOnce(ctx, again) {
			pause = announceEvery
		}
		_ = wait.For(ctx, pause)
		pause = min(2*pause, longestPause)
	}
}

func (l *link) listenOnce(ctx context.Context, again bool) (connected bool) {
	conn, err := pgx.ConnectConfig(ctx, l.config)
	if err != nil {
		return false
	}
	defer func() {
		bye, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = conn.Close(bye) // closes the socket whatever the server says
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return false
	}
	if again {
		l.hub.Publish(trex.Change{Kind: trex.AllChanged})
	}
	for {
		notice, err := conn.WaitForNotification(ctx)
		if err != nil {
			return true
		}
		l.receive(notice.Payload)
	}
}

func (l *link) receive(payload string) {
	lines := strings.Split(payload, "\n")
	if lines[0] == l.self {
		return
	}
	for _, line := range lines[1:] {
		kind, id, _ := strings.Cut(line, " ")
		l.hub.Publish(trex.Change{Kind: trex.ChangeKind(kind), ID: id})
	}
}
