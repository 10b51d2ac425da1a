// Package slacktest is a fake Slack for tests, on loopback or in memory: the
// methods of the Web API and the Socket Mode frames that Trex uses. It imitates
// Slack's limits and faults, which no other fake server does: one post a second
// in a channel, fifty edits a minute, 429 with Retry-After, deliveries repeated
// until acknowledged, disconnect frames, broken answers and outages. It checks
// blocks as strictly as Slack documents them.
//
// All methods of Server may be called concurrently.
package slacktest
