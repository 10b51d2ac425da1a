// Package bottest holds the tests that every chat platform must pass: one script
// of a whole conversation (Run), with restarts in it, and one set of messages of
// every kind (samples.Messages), which each adapter renders into golden files. It also has
// a chat service in memory (Service), with limits, outages and redelivery, for
// tests of the conversation itself.
//
// A Worker writes to a real store what a runner would write; no process is started.
package bottest
