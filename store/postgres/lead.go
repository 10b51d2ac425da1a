package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/trex-ml/trex/internal/wait"
)

// How leadership ends and begins again. A leader that is cut off knows it after
// checkEvery+checkTimeout at the latest. PostgreSQL ends the session of a
// vanished leader after deadAfter, which is later. A standby asks every askEvery.
// So a take-over takes less than 10 s in the worst case, and tens of milliseconds
// when the leader's process has died.
const (
	checkEvery   = time.Second
	checkTimeout = 2 * time.Second
	askEvery     = 250 * time.Millisecond
)

// watch holds the times with which a leader checks its session.
type watch struct {
	every   time.Duration // how long it trusts the session without a check
	timeout time.Duration // how long an answer may take
}

// Lead waits until this server is the leader of all servers on the database: it
// owns chat and queue. lost closes when leadership ends, for any reason; stop
// then, and call Lead again. release, which must be called once, gives up
// leadership and returns when another server can take it. Lead waits for a
// database that cannot be reached; the only error is the context's.
func (db *DB) Lead(ctx context.Context) (lost <-chan struct{}, release func(), err error) {
	config := db.config.Copy()
	config.RuntimeParams["application_name"] = "trex leader"
	for name, value := range keepalive() { // whatever the URL says: the times above depend on it
		config.RuntimeParams[name] = value
	}
	for {
		conn, err := campaign(ctx, config)
		if err == nil {
			lost, release := db.watch.hold(conn)
			return lost, release, nil
		}
		if ctx.Err() != nil {
			return nil, nil, fmt.Errorf("wait for leadership: %w", ctx.Err())
		}
		_ = wait.For(ctx, askEvery)
	}
}

// campaign returns a connection that has the leader's lock.
func campaign(ctx context.Context, config *pgx.ConnConfig) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	for {
		var leads bool
		err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1, $2)", lockSpace, leaderLock).Scan(&leads)
		if err == nil && leads {
			return conn, nil
		}
		if err == nil {
			err = wait.For(ctx, askEvery)
		}
		if err != nil {
			closeConn(conn)
			return nil, err
		}
	}
}

// hold watches the session that has the lock: leadership lasts exactly as long
// as the session.
func (w watch) hold(conn *pgx.Conn) (lost <-chan struct{}, release func()) {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer closeConn(conn)
		for w.alive(ctx, conn) {
		}
	}()
	return ended, sync.OnceFunc(func() {
		stop()
		<-ended
	})
}

// alive waits for w.every, unless the connection ends before, and then checks
// that the server still answers.
func (w watch) alive(ctx context.Context, conn *pgx.Conn) bool {
	quiet, cancel := context.WithTimeout(ctx, w.every)
	_, err := conn.WaitForNotification(quiet)
	cancel()
	timeout, ok := errors.AsType[net.Error](err)
	if err != nil && !(ok && timeout.Timeout()) && !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
		return false
	}
	check, cancel := context.WithTimeout(ctx, w.timeout)
	defer cancel()
	return conn.Ping(check) == nil
}

func closeConn(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Close(ctx) // closes the socket whatever the server says
}
