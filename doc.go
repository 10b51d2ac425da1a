// Package trex holds the nouns of Trex, a bot that runs machine-learning
// experiments from chat: projects, run configurations, proposals, experiments,
// runs, points and the people who ask for them, with their legal values and
// state changes, and the kinds of error that edges turn into words.
//
// It does no I/O, starts no goroutines and imports the standard library only.
// Everything else in this module may import it. Values are plain data: safe to
// copy and to read concurrently, not to change concurrently.
package trex
