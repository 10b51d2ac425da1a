// Package connection is the part of a connection that all adapters share: it
// keeps the connection up, logs once that Trex listens, and handles events that
// belong together in order. Each adapter knows how to connect and what a
// refusal looks like.
package connection
