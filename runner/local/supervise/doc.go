// Package supervise is the process `trex supervise DIR`: it holds the lock on a
// run's folder, starts the command once, ends all of its processes when asked
// to or when time is up, and writes how it ended. It also reads those files for
// whoever looks after the run from outside.
//
// Every run pays for this process, so it does little. Package early starts it
// before most of the program is set up, which works only while the imports of
// this package are set up as early (TestSetUpEarly). It makes its calls to the
// kernel without the poller of package os.
//
// Run owns its process: it takes signals, children and the calling thread for
// itself. The functions that read are safe for concurrent use.
package supervise
