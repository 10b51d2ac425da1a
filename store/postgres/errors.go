package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/trex-ml/trex"
)

// collided reports that a transaction lost to another and may be run again.
func collided(err error) bool {
	failure, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (failure.Code == "40001" || failure.Code == "40P01") // serialization failure, deadlock
}

// cutOff reports that the database could not be reached, or that the connection
// was lost. A commit that was under way may have happened or not.
func cutOff(err error) bool {
	if failure, ok := errors.AsType[*pgconn.PgError](err); ok {
		class := failure.Code[:min(2, len(failure.Code))]
		shutdown := []string{"57P01", "57P02", "57P03", "57P05", "25P03"}
		return class == "08" || slices.Contains(shutdown, failure.Code)
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	_, network := errors.AsType[net.Error](err)
	return network || pgconn.SafeToRetry(err) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// cutShort reports that the connection of a transaction was cut before the
// transaction could happen. It is false when the database could not be reached,
// so that nothing is tried again then.
func cutShort(err error) bool {
	if _, aborted := errors.AsType[*abortedError](err); aborted {
		return true
	}
	_, may := errors.AsType[*uncertainError](err)
	_, away := errors.AsType[*pgconn.ConnectError](err)
	return cutOff(err) && !may && !away
}

// classify gives an error a sentence for people if they can do something about
// it.
func classify(err error) error {
	if err == nil {
		return nil
	}
	if _, done := errors.AsType[*trex.Error](err); done {
		return err
	}
	failure, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		if cutOff(err) {
			return trex.Unavailable(err, "the database cannot be reached; Trex goes on as soon as it is back")
		}
		return err
	}
	switch class := failure.Code[:min(2, len(failure.Code))]; {
	case cutOff(err):
		return trex.Unavailable(err, "the database cannot be reached; Trex goes on as soon as it is back")
	case failure.Code == "53100":
		return trex.Unavailable(err, "the database's disk is full; free some space and try again")
	case class == "53":
		return trex.Unavailable(err, "the database is overloaded or out of connections; try again in a moment")
	case class == "28":
		return trex.Unavailable(err, "the database refuses the user or the password of DATABASE_URL")
	case failure.Code == "3D000":
		return trex.Unavailable(err, "the database that DATABASE_URL names does not exist; create it")
	case failure.Code == "42501":
		return trex.Unavailable(err, "the user of DATABASE_URL lacks a privilege in the database")
	case failure.Code == "25006":
		return trex.Unavailable(err, "the database is read-only; DATABASE_URL must name the primary server")
	case failure.Code == "57014" || failure.Code == "55P03":
		return trex.Unavailable(err, "the database took too long to answer; try again in a moment")
	case collided(err):
		return trex.Unavailable(err, "too many changes collided in the database; try again in a moment")
	}
	return err
}
