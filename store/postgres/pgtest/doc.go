// Package pgtest gives tests a PostgreSQL of their own: a throwaway server,
// started from the binaries it finds on the machine. It listens on a socket in a
// temporary folder and ends with the test process.
//
// Without binaries, tests that need a database are skipped and say so; with
// CI=true they fail. TREX_TEST_POSTGRES names a server to use instead; its user
// must be allowed to create databases.
package pgtest
