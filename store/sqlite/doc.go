// Package sqlite keeps Trex's records in one SQLite file in the data directory,
// with no server and no C. All statements are package store's; here are the
// schema, the connections and the lock that keeps a second server out.
//
// One connection writes, in the order in which callers ask; any number of
// readers see the last commit and are never held up by it (write-ahead log). A
// commit is on disk when it returns, except that of points, which a power cut
// may take back together with the log offset they came from, so that they are
// read again.
//
// A DB may be used by any number of goroutines.
package sqlite
