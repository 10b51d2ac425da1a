// Package postgres keeps Trex's records in a PostgreSQL database that several
// servers may share. All statements are in package store; here are the schema,
// the pool, the notices between servers and leadership.
//
// The database may become unreachable at any time. Then a call returns an error
// of kind unavailable and has happened either completely or not at all; the
// pool, the listener and Lead reconnect by themselves. A transaction that
// appends points does not wait for the disk: a crash of the database server may
// undo it together with the log offset of its points.
//
// Sessions stay open for LISTEN and for the advisory lock of the leader, so a
// pooler between Trex and the database must work in session mode.
//
// A DB may be used by any number of goroutines.
package postgres
