// Package connection is what every adapter does alike while it is connected: it
// keeps the connection up, says once that Trex listens, and handles what belongs
// together in order. What a connection is, and how a refusal looks, is each
// adapter's own.
package connection
