// Package postgres keeps Trex's records in a PostgreSQL database that several
// servers may share. All statements are package store's; here are the schema,
// the pool, the notices between servers and leadership.
//
// The database may go away at any time. A call that meets that returns an error
// of kind unavailable and has either happened completely or not at all; the
// pool, the listener and Lead find the way back by themselves. A transaction
// that appends points does not wait for the disk: a crash of the database
// server may take it back together with the log offset its points came from.
//
// Sessions are held open for LISTEN and for the advisory lock of the leader, so
// a pooler between Trex and the database must work in session mode.
//
// A DB may be used by any number of goroutines.
package postgres
