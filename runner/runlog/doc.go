// Package runlog reads what a run printed: the last lines of its log, cleaned
// of what a terminal would have acted on, with secrets taken out. Logs are
// outside data; whoever shows them still escapes them for their medium.
//
// All functions are pure or read only, and safe for concurrent use.
package runlog
