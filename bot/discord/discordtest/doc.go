// Package discordtest is a fake Discord for tests: its gateway and the REST
// calls that Trex uses, with Discord's limits, attachments, interactions,
// faults and resume. It keeps what a person would see. It listens on loopback.
//
// A Server is safe for concurrent use.
package discordtest
