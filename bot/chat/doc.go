// Package chat is the contract between Trex and chat services: what happens on
// one (Event), what Trex says there (Message, Form), what a button means
// (Action), what a service can do (Platform and its abilities) and hold
// (Limits).
//
// It imports package trex and say only. What an event comes to and what a message
// says is package bot's; how a message looks and travels is each adapter's.
package chat
