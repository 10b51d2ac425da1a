// Package store keeps everything Trex remembers in an SQL database: proposals,
// experiments, runs, points, messages, posts and warnings. It holds the
// statements that SQLite and PostgreSQL share, the legal changes of state as
// compare-and-set transactions, and the notices of changes. A Dialect holds the
// differences between the two; store/sqlite and store/postgres supply it
// together with the schema, and store/storetest tests both.
//
// It leaves to others how points are packed (store/chunk), what a run or a
// decision may become (package trex), and which of several servers leads
// (store/postgres).
//
// A Store may be used by any number of goroutines. Every method is one
// transaction: it happened completely or not at all. Errors with a trex kind
// carry a sentence for people; any other error is our fault or the context's.
// Returned values belong to the caller.
package store
