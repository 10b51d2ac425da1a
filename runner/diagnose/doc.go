// Package diagnose explains why a run failed, by rules over how its command
// ended and the last lines of its log: what broke in plain words, the lines that
// prove it, what a person could do, and, where halving a batch or a learning
// rate is the usual remedy and the project has such a parameter, the values for
// a retry.
//
// The log is data of unknown origin. Causes quote names from it only when they
// are short and plain; evidence is the log's own lines, without escape
// sequences, which whoever shows them must escape and redact.
//
// The package does no I/O; its functions are pure and safe for concurrent use.
package diagnose
