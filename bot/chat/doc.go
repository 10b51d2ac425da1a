// Package chat is the contract between Trex and chat services: what people do
// there (Event), what Trex posts there (Message, Form), what a button does
// (Action), what a service can do (Platform and the optional interfaces) and what
// its messages can hold (Limits).
//
// It imports packages trex and say only. Package bot answers events and writes
// messages; each adapter shows and sends them.
package chat
