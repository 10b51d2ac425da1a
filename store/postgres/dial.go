package postgres

import (
	"net"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/sys/unix"
)

// The time after which either end of a silent connection treats the other as
// dead. Without it the kernel would wait for a quarter of an hour, and a client
// that vanished in the middle of a transaction would keep its locks.
const (
	keepIdle  = 4 * time.Second
	keepEvery = time.Second
	keepCount = 2
	deadAfter = keepIdle + keepCount*keepEvery
)

// keepalive returns the settings with which the server gives up a silent client
// after deadAfter.
func keepalive() map[string]string {
	seconds := func(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }
	return map[string]string{
		"tcp_keepalives_idle":     seconds(keepIdle),
		"tcp_keepalives_interval": seconds(keepEvery),
		"tcp_keepalives_count":    strconv.Itoa(keepCount),
		"tcp_user_timeout":        seconds(deadAfter) + "s",
	}
}

// dial connects so that a query over a dead network ends after deadAfter.
func dial() pgconn.DialFunc {
	dialer := net.Dialer{
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: keepIdle, Interval: keepEvery, Count: keepCount},
		Control: func(network, _ string, socket syscall.RawConn) (err error) {
			if network == "unix" {
				return nil
			}
			// Keepalive is not sent while an answer is outstanding.
			failed := socket.Control(func(fd uintptr) {
				err = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(deadAfter.Milliseconds()))
			})
			if err == nil {
				err = failed
			}
			return err
		},
	}
	return dialer.DialContext
}
