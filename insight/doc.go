// Package insight interprets results: which run is best, which runs differ only
// in the seed, how a curve ended, how long runs take, which runs failed in the
// same way, what to try next. Each rule is defined here once, and chat, pages,
// pictures and agents call it.
//
// The package is pure: it takes runs and points and returns statements. Package
// say writes the words. Callers read the data and perform the actions.
package insight
