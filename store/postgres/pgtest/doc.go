// Package pgtest gives tests a PostgreSQL of their own: a throwaway server,
// started from the binaries it finds on the machine, listening on a socket in a
// temporary folder and gone with the test process.
//
// Where there are no binaries, tests that need a database say so and do not
// run; with CI=true they fail. TREX_TEST_POSTGRES names a server to use instead;
// its user must be allowed to create databases.
package pgtest
