// Package sqlite keeps Trex's records in one SQLite file in the data directory,
// with no server and no C. All statements are in package store; here are the
// schema, the connections and the lock that keeps a second server out.
//
// One connection writes, in the order in which callers ask. Any number of
// readers see the last commit and never wait for the writer (write-ahead log).
// A commit is on disk when it returns, except that of points: a power cut may
// undo it together with the log offset of the points, so that they are read
// again.
//
// A DB may be used by any number of goroutines.
package sqlite
