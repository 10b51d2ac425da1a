// Package discordtest is a Discord for tests: its gateway and the REST calls in
// use, with Discord's limits, attachments, interactions, faults and resume. It
// keeps what a person would see. It listens on loopback.
//
// A Server is safe for concurrent use.
package discordtest
